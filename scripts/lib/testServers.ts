import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './flavour';
import { importImage, type ImageName } from './images';
import type { Run } from './run';
import { type TestServer, placeOf } from './server';
import { startServer } from './startServer';
import { addTlsRemote, type TlsRemote } from './trust';

export interface TrustedServer {
  readonly server: TestServer;
  readonly tls: TlsRemote;
}

async function prepare(run: Run, kind: Kind, images: readonly ImageName[]): Promise<TrustedServer> {
  const server = await startServer(run, kind);
  const [tls] = await Promise.all([
    addTlsRemote(server),
    ...images.map((image) => importImage(server, image)),
  ]);
  return { server, tls };
}

/** An LXD and an Incus with images and a client that may use them over TLS. */
export function startTestServers(run: Run, images: readonly ImageName[]): Promise<TrustedServer[]> {
  return Promise.all([prepare(run, 'lxd', images), prepare(run, 'incus', images)]);
}

/** Writes what test/support/targets.ts reads, returns the file's path. */
export function writeServersFile(dir: string, servers: readonly TrustedServer[]): string {
  const file = join(dir, 'servers.json');
  const places = servers.map(({ server, tls }) => ({ place: placeOf(server), tls }));
  writeFileSync(file, JSON.stringify({ servers: places }, undefined, 2));
  return file;
}
