import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { exec } from './exec';
import { flavours, type Kind } from './flavour';
import { freePort, freeSubnet, newBridgeName } from './network';
import { recordBridge, type Run } from './run';
import { serverAt, serverFolders, type TestServer } from './server';

const isWorthAgain = /address already in use|exited prematurely|Device "\w+" does not exist/i;

function preseed(kind: Kind, port: number, bridge: string): string {
  const flavour = flavours[kind];
  const addresses = { 'ipv4.address': `${freeSubnet()}.1/24`, 'ipv4.nat': 'false', 'ipv6.address': 'none' };
  return stringify({
    config: flavour.config(port),
    networks: [{ name: bridge, type: 'bridge', config: { ...addresses, ...flavour.bridge } }],
    storage_pools: [{ name: 'default', driver: 'dir' }],
    profiles: [
      {
        name: 'default',
        devices: {
          root: { path: '/', pool: 'default', type: 'disk' },
          eth0: { name: 'eth0', network: bridge, type: 'nic' },
        },
      },
    ],
  });
}

/** A server of its own in the run's folder: free port on 127.0.0.1, free subnet, empty `dir` pool, debug log. */
export async function startServer(run: Run, kind: Kind, name: string = kind): Promise<TestServer> {
  const folders = serverFolders(run.dir, kind, name);
  const port = await freePort();
  mkdirSync(folders.dir, { mode: 0o711 });
  mkdirSync(folders.conf);
  const socket = join(folders.dir, 'unix.socket');
  const server = serverAt({ kind, run: run.dir, ...folders, socket, host: '127.0.0.1', port });
  run.onEnd(() => server.stop());
  await server.start();

  // A subnet or port that looked free may be taken by a run that started in the same moment, and Incus gives up
  // creating a bridge when an interface of any other server's container goes while it looks: once more, then.
  for (let attempt = 1; ; attempt++) {
    const bridge = newBridgeName();
    recordBridge(run.dir, bridge);
    const [command = '', ...args] = flavours[kind].init;
    try {
      await exec(command, args, {
        env: { ...process.env, ...server.env },
        input: preseed(kind, port, bridge),
      });
      return server;
    } catch (error) {
      if (attempt === 3 || !isWorthAgain.test(String(error))) throw error;
    }
  }
}
