import { ensurePackages } from './debian';
import { findServer } from './findServer';
import { importImage, isCached } from './images';
import type { Run } from './run';
import { startServer } from './startServer';

export interface DemoServer {
  /** For the person: what the tree will show. */
  readonly what: string;
  /** What VS Code needs in its environment to find it. */
  readonly env: NodeJS.ProcessEnv;
  /** An instance that is there for certain. */
  readonly instance: string | undefined;
}

/** The server of this machine; without one a private LXD, in the run's folder, with a running container. */
export async function demoServer(run: Run, alwaysPrivate: boolean): Promise<DemoServer> {
  const socket = alwaysPrivate ? undefined : await findServer();
  if (socket !== undefined) return { what: `the server at ${socket}`, env: {}, instance: undefined };

  await ensurePackages('servers');
  const server = await startServer(run, 'lxd');
  const image = isCached('debian') ? 'debian' : 'busybox'; // a Debian takes a minute to make
  await importImage(server, image);
  await server.cli(['launch', image, 'demo']);
  const env = { ...server.env, LXD_SOCKET: undefined };
  return { what: 'a private LXD with a running container, demo', env, instance: 'demo' };
}
