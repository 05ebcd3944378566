import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { parseTrustToken } from '../../../src/client/auth/trustToken';
import { listTrustTokens } from '../../../src/resources/certificates/token';

/** As LXD 5.0.2 answers, shortened. */
const tokenOperation = {
  id: 'f2dbd9a6-89f7-4723-86db-5cdf6c1ff272',
  class: 'token',
  description: 'Executing operation',
  status: 'Running',
  status_code: 103,
  metadata: {
    addresses: ['127.0.0.1:8443', '[::1]:8443'],
    fingerprint: '571f27cab36d408c2adb8f5c21a3a0ad2b9a78a4d7a20146a87d2c2d1065e41a',
    request: { name: 'ci', type: 'client', restricted: true, projects: ['pa'], certificate: '', token: true },
    secret: 'b206eb502ccdfb8364e8d966c5fe154e52e0f5d016a151095e4bfebf9e0232e2',
  },
  may_cancel: true,
  err: '',
};
const changed = (changes: object, metadata: object = {}) => ({
  ...tokenOperation,
  ...changes,
  metadata: { ...tokenOperation.metadata, ...metadata },
});

describe('trust tokens in the list of operations', () => {
  it('are those of certificates that nobody has used', () => {
    const tokens = listTrustTokens.decode({
      running: [
        tokenOperation,
        changed({ id: 'task', class: 'task' }),
        { ...tokenOperation, id: 'image', metadata: { secret: 'x' } },
        changed({ id: 'join' }, { request: undefined, serverName: 'node-b' }),
      ],
      cancelled: [changed({ id: 'used', status_code: 401 })],
      success: null,
    });
    assert.deepEqual(
      tokens.map(({ id, name, restricted, projects, expires }) => [id, name, restricted, projects, expires]),
      [[tokenOperation.id, 'ci', true, ['pa'], undefined]],
    );
  });

  it('read as what the clients print', () => {
    const [token] = listTrustTokens.decode({ running: [tokenOperation] });
    const parsed = parseTrustToken(token?.text ?? '');
    assert.ok(parsed && token);
    const { clientName, fingerprint, addresses, secret, expiresAt } = parsed;
    assert.deepEqual(
      { clientName, fingerprint, addresses, secret, expiresAt },
      {
        clientName: 'ci',
        fingerprint: tokenOperation.metadata.fingerprint,
        addresses: ['127.0.0.1:8443', '[::1]:8443'],
        secret: tokenOperation.metadata.secret,
        expiresAt: undefined,
      },
    );
  });

  it('know when they end', () => {
    const expiresAt = '2026-11-27T10:00:00.5Z';
    const [token] = listTrustTokens.decode({ running: [changed({}, { expiresAt })] });
    assert.equal(token?.expires?.toISOString(), '2026-11-27T10:00:00.500Z');
    assert.equal(parseTrustToken(token.text)?.expiresAt?.toISOString(), '2026-11-27T10:00:00.500Z');
    const [never] = listTrustTokens.decode({ running: [changed({}, { expiresAt: '0001-01-01T00:00:00Z' })] });
    assert.equal(never?.expires, undefined);
  });

  it('are none in an empty answer; an answer that is none is said so', () => {
    for (const empty of [null, undefined, {}, [], { running: null }])
      assert.deepEqual(listTrustTokens.decode(empty), []);
    for (const strange of [{ running: [7] }, { running: [{}] }])
      assert.throws(
        () => listTrustTokens.decode(strange),
        (error) => AppError.is(error, 'protocol'),
      );
  });
});
