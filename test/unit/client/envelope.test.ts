import assert from 'node:assert/strict';
import { AppError, type ErrorKind } from '../../../src/base/errors';
import { openEnvelope, operationOf, serverError } from '../../../src/client/envelope';

const error = (code: number, text: string): string =>
  JSON.stringify({
    type: 'error',
    status: '',
    status_code: 0,
    error_code: code,
    error: text,
    metadata: null,
  });

function thrown(status: number, text: string): AppError {
  try {
    openEnvelope(status, text);
  } catch (caught) {
    assert.ok(AppError.is(caught));
    return caught;
  }
  assert.fail('nothing was thrown');
}

describe('openEnvelope', () => {
  it('opens a finished request', () => {
    const text = '{"type":"sync","status":"Success","status_code":200,"metadata":{"a":1}}';
    assert.deepEqual(openEnvelope(200, text), { kind: 'value', metadata: { a: 1 } });
  });

  it('opens one that goes on as an operation', () => {
    const metadata = { id: 'x', class: 'task', status_code: 103, may_cancel: true };
    const opened = openEnvelope(202, JSON.stringify({ type: 'async', status_code: 100, metadata }));
    assert.equal(opened.kind, 'operation');
    assert.equal(operationOf(opened.metadata).id, 'x');
    assert.throws(() => operationOf(null), /not understood/);
  });

  const kinds: [number, string, ErrorKind][] = [
    [400, 'Invalid instance name', 'rejected'],
    [401, 'token has expired', 'untrusted'],
    [403, 'not authorized', 'forbidden'],
    [404, 'Instance not found', 'notFound'],
    [409, 'already exists', 'conflict'],
    [412, 'ETag does not match', 'conflict'],
    [500, 'Instance is busy', 'rejected'],
    [501, 'not implemented', 'unsupported'],
    [503, 'LXD is shutting down', 'unreachable'],
    // Incus, to a restricted certificate:
    [500, 'User does not have permissions for project "x"', 'forbidden'],
    [500, 'Certificate is restricted', 'forbidden'],
  ];
  for (const [code, words, kind] of kinds) {
    it(`takes ${code} "${words}" for ${kind}, in the server's words`, () => {
      const found = thrown(code, error(code, words));
      assert.deepEqual([found.kind, found.message], [kind, words]);
    });
  }

  it('judges the body: Incus reports failures with HTTP 200', () => {
    const found = thrown(200, error(400, 'Command not found'));
    assert.deepEqual([found.kind, found.message], ['rejected', 'Command not found']);
    assert.equal(thrown(200, error(404, 'Operation not found')).kind, 'notFound');
  });

  it('says that something is neither LXD nor Incus', () => {
    const strangers = [
      '<html><title>It works!</title></html>',
      '',
      'null',
      '[]',
      '{}',
      '42',
      '{"type":"x"}',
      '{"ty',
    ];
    for (const text of strangers) {
      for (const status of [200, 404, 500]) {
        const found = thrown(status, text);
        assert.equal(found.kind, 'protocol');
        assert.match(found.message, new RegExp(`HTTP ${status}.*not as LXD or Incus`));
        assert.ok(!found.message.includes('\n'));
      }
    }
  });

  it('takes a gateway without a server behind it for unreachable: it may come back', () => {
    for (const status of [502, 503, 504])
      assert.equal(thrown(status, '<h1>Bad Gateway</h1>').kind, 'unreachable');
  });

  it('has words even where the server has none', () => {
    assert.equal(serverError(500, error(500, '')).message, 'HTTP 500');
    assert.equal(serverError(403, '{"type":"error"}').kind, 'forbidden');
  });
});
