import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { exec } from './exec';
import { flavours, trustPassword } from './flavour';
import { importImage } from './images';
import { freePort } from './network';
import type { Run } from './run';
import { type TestServer, placeOf, serverAt, serverFolders } from './server';
import { addTlsRemote } from './trust';

/** Each member has an address of its own: they find each other by them. */
const members = [
  { name: 'node-a', host: '127.0.0.11' },
  { name: 'node-b', host: '127.0.0.12' },
] as const;

/** What the folders of members are called. */
export const memberNames: ReadonlySet<string> = new Set(members.map(({ name }) => name));

const own = ({ host, port }: TestServer) => `${host}:${port}`;

/** Networks are left out: bridges of two members on one machine collide. */
function first(server: TestServer): object {
  return {
    config: { 'core.https_address': own(server), 'core.trust_password': trustPassword },
    storage_pools: [{ name: 'default', driver: 'dir' }],
    profiles: [{ name: 'default', devices: { root: { path: '/', pool: 'default', type: 'disk' } } }],
    cluster: { server_name: members[0].name, enabled: true },
  };
}

function joining(server: TestServer, leader: TestServer): object {
  return {
    cluster: {
      server_name: members[1].name,
      enabled: true,
      server_address: own(server),
      cluster_address: own(leader),
      cluster_certificate: readFileSync(join(leader.dir, 'cluster.crt'), 'utf8'),
      cluster_password: trustPassword,
      member_config: [{ entity: 'storage-pool', name: 'default', key: 'source', value: '' }],
    },
  };
}

async function startMember(run: Run, { name, host }: (typeof members)[number]): Promise<TestServer> {
  const folders = serverFolders(run.dir, 'lxd', name);
  mkdirSync(folders.dir, { mode: 0o711 });
  mkdirSync(folders.conf);
  const port = await freePort(host);
  const server = serverAt({
    kind: 'lxd',
    run: run.dir,
    ...folders,
    socket: join(folders.dir, 'unix.socket'),
    host,
    port,
  });
  await server.start();
  return server;
}

async function preseed(server: TestServer, values: object): Promise<void> {
  const [command = '', ...args] = flavours.lxd.init;
  await exec(command, args, {
    env: { ...process.env, ...server.env },
    input: stringify(values),
    timeout: 120_000,
  });
}

/** Two LXD servers that are one cluster, node-a and node-b, with a `dir` pool and no network. Ended with the run. */
export async function startCluster(run: Run): Promise<[TestServer, TestServer]> {
  const [a, b] = await Promise.all([startMember(run, members[0]), startMember(run, members[1])]);
  run.onEnd(async () => {
    // Killed, as each would wait for the other to answer; what they leave is the run's to remove.
    await a.cli(['stop', '--all', '--force'], { timeout: 20_000 }).catch(() => undefined);
    await Promise.all([a.kill(), b.kill()]);
  });
  await preseed(a, first(a));
  await preseed(b, joining(b, a));
  return [a, b];
}

/** Starts the cluster, with the busybox image and a client's certificate; writes what test/support/cluster.ts reads. */
export async function clusterFile(run: Run): Promise<string> {
  const servers = await startCluster(run);
  const [a] = servers;
  const [tls] = await Promise.all([addTlsRemote(a, 'cluster'), importImage(a, 'busybox')]);
  const file = join(run.dir, 'cluster.json');
  writeFileSync(file, JSON.stringify({ members: servers.map(placeOf), tls }, undefined, 2));
  return file;
}
