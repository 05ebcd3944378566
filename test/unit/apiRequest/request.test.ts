import assert from 'node:assert/strict';
import { allOperations, isNear, listingOf, offered } from '../../../src/apiRequest/catalogue';
import { RequestHistory } from '../../../src/apiRequest/history';
import { startOf } from '../../../src/apiRequest/place';
import {
  destroys,
  givenRequest,
  operationOf,
  targetProblem,
  withoutTag,
} from '../../../src/apiRequest/request';
import type { ApiRequest } from '../../../src/apiRequest/request';
import { formatKey } from '../../../src/model/key';

const server = (...extensions: string[]) => ({ extensions: new Set(extensions) }) as never;

describe('what a request is made of', () => {
  it('offers what the server has, and that of the row first', async () => {
    const operations = await allOperations();
    const bare = offered(operations, server(), {});
    assert.ok(bare.some(({ path }) => path === '/1.0/instances'));
    assert.ok(!bare.some(({ path }) => path.startsWith('/1.0/network-zones')));
    assert.ok(
      offered(operations, server('network_dns'), {}).some(({ path }) => path === '/1.0/network-zones'),
    );
    const start = startOf({ remote: 'local', project: 'p', instance: 'web1' });
    assert.deepEqual(start, { remote: 'local', project: 'p', path: '/1.0/instances/{name}', name: 'web1' });
    const [first] = offered(operations, server(), start);
    assert.ok(first && isNear(first, start));
    assert.equal(`${first.method} ${first.path}`, 'GET /1.0/instances/{name}');
  });

  it('starts from rows by their ids', () => {
    const row = (kind: string, name: string) => ({
      id: formatKey({ remote: 'a b', project: '', kind, name }),
      row: () => undefined,
    });
    assert.deepEqual(startOf(row('certificate', 'ff/1')), {
      remote: 'a b',
      path: '/1.0/certificates/{fingerprint}',
      name: 'ff/1',
    });
    assert.deepEqual(startOf(row('trustToken', 'b-4')), {
      remote: 'a b',
      path: '/1.0/operations/{id}',
      name: 'b-4',
    });
    assert.deepEqual(startOf({ id: 'a%20b', row: () => undefined }), { remote: 'a b' });
    assert.deepEqual(startOf({ id: 'a/p/instance/web/files/100%.txt', row: () => undefined }), {
      remote: 'a',
      project: 'p',
      path: '/1.0/instances/{name}',
      name: 'web',
    });
    assert.deepEqual(startOf(undefined), {});
  });

  it('finds what lists the values of a parameter', async () => {
    const operations = await allOperations();
    const pathFor = (template: string, name: string) => listingOf(operations, template, name)?.path;
    assert.equal(pathFor('/1.0/instances/{name}/state', 'name'), '/1.0/instances');
    assert.equal(
      pathFor('/1.0/instances/{name}/snapshots/{snapshot}', 'snapshot'),
      '/1.0/instances/{name}/snapshots',
    );
    assert.equal(
      pathFor('/1.0/storage-pools/{poolName}/buckets/{bucketName}', 'poolName'),
      '/1.0/storage-pools',
    );
    assert.equal(pathFor('/1.0/projects/{name}', 'name'), '/1.0/projects');
  });

  it('knows an operation by its path', async () => {
    const operations = await allOperations();
    assert.equal(operationOf(operations, 'PUT', '/1.0/instances/a%2Fb/state')?.answer, 'operation');
    assert.equal(operationOf(operations, 'GET', '/1.0/nothing'), undefined);
  });

  it('says what is wrong with a path', () => {
    assert.equal(targetProblem('/1.0/profiles/a%20b?project=x'), undefined);
    assert.match(targetProblem('/1.0/profiles/a b') ?? '', /percent-encoded: %20/);
    assert.match(targetProblem('/1.0/profiles/🐧') ?? '', /percent-encoded: %F0%9F%90%A7/);
    assert.match(targetProblem('/\ud800') ?? '', /percent-encoded/);
    assert.match(targetProblem('/1.0/profiles/100%') ?? '', /%25/);
    assert.match(targetProblem('/1.0/profiles/%ff') ?? '', /no UTF-8/);
    assert.match(targetProblem('1.0') ?? '', /begins with/);
    assert.match(targetProblem('/1.0/../x') ?? '', /no \. or \.\./);
    assert.throws(() => givenRequest({ remote: 'a', path: '/1.0', method: 'BREW' }), /named as/);
    assert.throws(() => givenRequest({ remote: 'a', path: 'x' }), /begins with/);
    assert.deepEqual(givenRequest({ remote: 'a', path: '/1.0' })?.method, 'GET');
  });

  it('knows what takes something away for good', () => {
    const asks = (method: 'PUT' | 'POST' | 'GET' | 'DELETE', target: string, body?: unknown): boolean =>
      destroys({ method, target }, body);
    assert.ok(asks('DELETE', '/1.0/profiles/a'));
    assert.ok(asks('PUT', '/1.0/cluster?x=1') && asks('PUT', '/1.0'));
    assert.ok(asks('PUT', '/1.0/instances/a', { restore: 'snap0' }));
    assert.ok(asks('POST', '/1.0/cluster/members/a/state', { action: 'evacuate' }));
    assert.ok(!asks('PUT', '/1.0/profiles/a', { description: '' }) && !asks('GET', '/1.0'));
  });

  it('keeps no body and no secret on the disk', async () => {
    const kept = new Map<string, unknown>();
    const state = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    };
    const history = new RequestHistory(state as never);
    const request: ApiRequest = {
      remote: 'a',
      method: 'GET',
      target: '/1.0/operations/x/websocket?secret=s3cret&project=p',
      answer: 'value',
      takesBody: true,
      ifMatch: 'etag',
    };
    await history.add(request, '{"trust_password":"s3cret"}');
    await history.add({ ...request, target: '/1.0/x?secret=s3cret' }, undefined);
    assert.ok(!JSON.stringify([...kept]).includes('s3cret'));
    assert.deepEqual(
      history.all.map((past) => [past.request.target, past.body]),
      [
        ['/1.0/x', undefined],
        ['/1.0/operations/x/websocket?project=p', '{"trust_password":"s3cret"}'],
      ],
    );
    for (let index = 0; index < 60; index++)
      await history.add({ ...request, target: `/${index}` }, undefined);
    assert.equal(history.all.length, 50);
    const kept0 = { ...withoutTag(request), target: '/59' };
    assert.deepEqual(new RequestHistory(state as never).all[0], { request: kept0 });
  });
});
