import { AppError } from '../base/errors';
import type { Log } from '../base/log';
import type { Clock } from '../base/signal';
import type { RemoteFiles } from '../client/files/remoteFiles';
import type { Connection } from '../model/connection';
import type { InstanceRef } from '../model/key';
import type { Remotes } from '../model/remotes';

/** What the public API is made of. */
export interface PublicApiOptions {
  readonly remotes: Remotes;
  readonly log: Log;
  readonly clock: Clock;
  /** Resolves when the remotes of this machine have been looked for. */
  readonly discovered: () => Promise<void>;
  readonly filesOf: (ref: InstanceRef) => Promise<RemoteFiles>;
}

/** The signal of a caller, or one that never ends anything. */
export function signalOf(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}

/** The connection of the remote with this name, ready. @throws AppError 'notFound', or why it is lost; AbortError */
export async function readyConnection(
  { remotes, discovered }: PublicApiOptions,
  name: string,
  signal: AbortSignal,
): Promise<Connection> {
  await discovered();
  const connection = remotes.get(name);
  if (!connection) throw new AppError('notFound', `There is no remote "${name}"`);
  await connection.ready({ signal });
  return connection;
}
