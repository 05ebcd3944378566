import assert from 'node:assert/strict';
import { apiOperation, body, parametersOf, rawOperation } from '../../../src/client/apiOperation';
import { nothing } from '../../../src/client/endpoint';

describe('apiOperation', () => {
  const rename = apiOperation({
    method: 'POST',
    path: '/1.0/storage-pools/{pool}/volumes/{type}/{volume}',
    title: 'Rename a volume',
    needs: 'storage',
    query: ['project', 'target'],
    body: body<{ name: string }>({ name: '' }),
    decode: nothing,
  });

  it('puts the parameters where they belong, each encoded as one segment', () => {
    const {
      method,
      path,
      query,
      body: sent,
      needs,
    } = rename({
      pool: 'a/b',
      type: 'custom',
      volume: '..',
      project: 'my project',
      body: { name: 'new' },
    });
    assert.deepEqual(
      [method, path, query, sent, needs],
      [
        'POST',
        '/1.0/storage-pools/a%2Fb/volumes/custom/%2E%2E',
        { project: 'my project', target: undefined },
        { name: 'new' },
        'storage',
      ],
    );
  });

  it('tells what it is', () => {
    assert.equal(rename.title, 'Rename a volume');
    assert.equal(rename.answer, 'value');
    assert.deepEqual(rename.body?.skeleton, { name: '' });
    assert.deepEqual(parametersOf(rename.path), ['pool', 'type', 'volume']);
  });

  it('always sends the query that makes it another operation', () => {
    const list = apiOperation({
      method: 'GET',
      path: '/1.0/instances?recursion=1',
      title: 'List instances',
      query: ['project'],
      decode: nothing,
    });
    assert.deepEqual([list().path, list().query], ['/1.0/instances', { recursion: '1', project: undefined }]);
  });

  it('does not send the mark of an operation that anybody may use', () => {
    const look = rawOperation({
      method: 'GET',
      path: '/1.0/images/{fingerprint}/export?public',
      title: 'Download a public image',
      answer: 'raw',
    });
    assert.deepEqual(look({ fingerprint: 'abc' }), {
      method: 'GET',
      path: '/1.0/images/abc/export',
      query: {},
      raw: true,
    });
  });
});
