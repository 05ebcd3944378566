import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import type { Endpoint } from '../../../src/client/endpoint';
import type { Connection } from '../../../src/model/connection';
import { instanceSource } from '../../../src/resources/instances/source';

const options = { signal: new AbortController().signal };

/** A server with these instances, that counts what it is asked. */
function serverWith(running: number, stopped: number) {
  const asked: string[] = [];
  let [now, most] = [0, 0];
  const instance = (name: string, code: number) => ({
    name,
    status: code === 103 ? 'Running' : 'Stopped',
    status_code: code,
    config: {},
    devices: {},
    profiles: [],
  });
  const state = {
    network: { eth0: { addresses: [{ scope: 'global', family: 'inet', address: '10.0.0.2' }] } },
  };
  const all = [
    ...Array.from({ length: running }, (_, index) => instance(`run-${index}`, 103)),
    ...Array.from({ length: stopped }, (_, index) => instance(`stop-${index}`, 102)),
  ];
  const gone = new Set<string>();
  const value = async <T>(endpoint: Endpoint<T>): Promise<T> => {
    const { path } = endpoint;
    asked.push(path);
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    const name = /instances\/([^/]+)\/state/.exec(path)?.[1];
    if (name !== undefined && gone.has(name)) throw new AppError('notFound', 'gone');
    if (name !== undefined) return endpoint.decode(state);
    return endpoint.decode(all.map((each) => (each.status_code === 103 ? { ...each, state } : each)));
  };
  const connection = { server: { extensions: new Set() }, transport: { value } } as unknown as Connection;
  return { source: instanceSource(connection, 'default'), asked, gone, most: () => most };
}

describe('instanceSource', () => {
  const complete = async ({ source, asked }: ReturnType<typeof serverWith>) => {
    const listed = await source.list(options);
    asked.length = 0;
    return { listed, found: (await source.complete?.(listed, options)) ?? [] };
  };

  it('lists all in one request', async () => {
    const { source, asked } = serverWith(50, 950);
    const listed = await source.list(options);
    assert.equal(listed.length, 1000);
    assert.deepEqual(asked, ['/1.0/instances']);
  });

  it('asks for each state, a few at once, where few of many run', async () => {
    const server = serverWith(50, 950);
    const { found } = await complete(server);
    assert.equal(found.length, 50);
    assert.ok(found.every(({ state }) => state?.addresses[0] === '10.0.0.2'));
    assert.equal(server.asked.length, 50);
    assert.ok(server.asked.every((path) => path.endsWith('/state')));
    assert.ok(server.most() <= 4, `${server.most()} at once`);
  });

  it('asks for each state where few run, however few there are', async () => {
    const server = serverWith(8, 0);
    assert.equal((await complete(server)).found.length, 8);
    assert.equal(server.asked.length, 8);
  });

  it('lists all with their states where many run, and asks nothing where none does', async () => {
    const server = serverWith(50, 100);
    assert.equal((await complete(server)).found.length, 150);
    assert.equal(server.asked.length, 1);
    const still = serverWith(0, 100);
    assert.deepEqual((await complete(still)).found, []);
    assert.deepEqual(still.asked, []);
  });

  it('leaves out what went meanwhile', async () => {
    const server = serverWith(3, 100);
    server.gone.add('run-1');
    assert.deepEqual(
      (await complete(server)).found.map(({ name }) => name),
      ['run-0', 'run-2'],
    );
  });
});
