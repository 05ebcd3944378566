import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';

/** Bridges of our runs start like this; a link's name has 15 characters at most. */
const bridgePrefix = 'lxe';

export function newBridgeName(): string {
  return bridgePrefix + randomBytes(4).toString('hex');
}

export function links(): string[] {
  return readdirSync('/sys/class/net');
}

export function deleteLink(name: string): void {
  if (links().includes(name)) spawnSync('ip', ['link', 'delete', name], { stdio: 'ignore' });
}

/** A /24 that no address or route of this machine touches, as its first three numbers. */
export function freeSubnet(): string {
  const taken = spawnSync('ip', ['-4', 'route', 'show', 'table', 'all'], { encoding: 'utf8' }).stdout;
  for (;;) {
    const subnet = `10.${randomInt(130, 250)}.${randomInt(0, 255)}`;
    const second = subnet.slice(0, subnet.lastIndexOf('.'));
    if (!taken.includes(`${subnet}.`) && !taken.includes(`${second}.0.0/16`)) return subnet;
  }
}

export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
