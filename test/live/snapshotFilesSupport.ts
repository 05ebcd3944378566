import { silentLog } from '../../src/base/log';
import { systemClock } from '../../src/base/signal';
import type { RemoteFiles } from '../../src/client/files/remoteFiles';
import { openFilesPool } from '../../src/files/pool';
import type { Connection } from '../../src/model/connection';
import type { Instance } from '../../src/resources/instances/wire';
import type { Target } from '../support/targets';

/** The files of instances as the extension has them. */
export function filesOf(
  connection: Connection,
  instance: string,
  project = 'default',
): { files: RemoteFiles; dispose: () => void } {
  const pool = openFilesPool({
    remotes: {
      all: [connection],
      onDidChange: () => ({ dispose: () => undefined }),
      get: () => connection,
      dispose: () => undefined,
    },
    clock: systemClock,
    log: silentLog,
  });
  const files = pool.get(connection, { project, instance });
  return {
    files,
    dispose: () => {
      pool.dispose();
    },
  };
}

/** An instance as its server's own client shows it. */
export const instanceOf = async ({ cli }: Target, name: string): Promise<Instance> =>
  JSON.parse(await cli(['query', `/1.0/instances/${name}`])) as Instance;

/** Resolves as soon as the server says that it makes an instance whose name begins so, and runs `then` at once. */
export function atCreation(connection: Connection, prefix: string, then: () => void): { dispose(): void } {
  return connection.onAnyOperation(({ operation, event }) => {
    const isIt = JSON.stringify(event).includes(`/1.0/instances/${prefix}-look-`);
    if (operation.statusCode === 103 && /creating/i.test(operation.description) && isIt) then();
  });
}
