import { request } from 'node:http';
import { join } from 'node:path';

/** Where a server's socket is, most particular place first; the extension looks in the same places. */
function sockets(env: NodeJS.ProcessEnv): string[] {
  const below = (dir: string | undefined) => (dir === undefined ? [] : [join(dir, 'unix.socket')]);
  return [
    ...[env['LXD_SOCKET'], env['INCUS_SOCKET']].filter((path) => path !== undefined),
    ...below(env['LXD_DIR']),
    ...below(env['INCUS_DIR']),
    '/var/snap/lxd/common/lxd/unix.socket',
    '/var/lib/lxd/unix.socket',
    '/run/incus/unix.socket',
    '/var/lib/incus/unix.socket',
  ];
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ socketPath, path: '/1.0', timeout: 5000 });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => {
      resolve(false);
    });
    sent.end();
  });
}

/** The socket of a server that runs on this machine and lets us in. */
export async function findServer(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const socket of sockets(env)) if (await answers(socket)) return socket;
  return undefined;
}
