import { optionalText } from '../client/decode';
import { instancesOf } from './instancesOf';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Log } from '../base/log';
import type { Abortable, Clock } from '../base/signal';
import { type ServerEvent, asLifecycle } from '../client/events';
import { SftpChannel } from '../client/files/channel';
import type { RemoteFiles, RunInInstance } from '../client/files/remoteFiles';
import { openSftp } from '../client/files/sftpApi';
import { SftpFiles } from '../client/files/sftpFiles';
import { targetOf } from '../client/path';
import type { Connection } from './connection';
import type { Remotes } from './remotes';

/** An instance of a connection. */
export interface Place {
  readonly project: string;
  readonly instance: string;
}

export interface FilesPoolOptions {
  readonly remotes: Remotes;
  readonly clock: Clock;
  readonly log: Log;
  /** Eight hex digits that no other running window has. */
  readonly session: string;
  /** Runs a command in an instance: what keeps special mode bits and copies whole trees. */
  readonly run: (connection: Connection, place: Place) => RunInInstance;
}

interface Held {
  readonly byInstance: Map<string, RemoteFiles>;
  readonly subscriptions: DisposableStore;
}

/** After these an instance has other files under its name, or none. */
const gone = new Set(['instance-deleted', 'instance-renamed', 'instance-restored']);

/** After these another process serves its files. */
const restarted = new Set([
  'instance-started',
  'instance-stopped',
  'instance-shutdown',
  'instance-restarted',
]);

/**
 * The files of each instance, shared by everybody. Connections are let go when somebody wants to do something to the
 * instance, because an open one would block it, and when the remote is lost or taken away.
 */
export class FilesPool implements Disposable {
  private readonly held = new Map<Connection, Held>();
  private readonly store = new DisposableStore();

  constructor(private readonly options: FilesPoolOptions) {
    this.store.add(
      options.remotes.onDidChange(() => {
        for (const connection of this.held.keys())
          if (!options.remotes.all.includes(connection)) this.drop(connection);
      }),
    );
  }

  /** The files of an instance; nothing is opened before they are used. Not to be disposed by who asks. */
  get(connection: Connection, place: Place): RemoteFiles {
    const { byInstance } = this.hold(connection);
    const key = keyOf(place);
    const found = byInstance.get(key) ?? this.create(connection, place);
    byInstance.set(key, found);
    return found;
  }

  dispose(): void {
    this.store.dispose();
    for (const connection of this.held.keys()) this.drop(connection);
  }

  private create(connection: Connection, place: Place): RemoteFiles {
    const { clock, log, session, run } = this.options;
    const path = targetOf(openSftp({ name: place.instance, project: place.project }));
    const open = async (options: Abortable): Promise<SftpChannel> => {
      await connection.ready(options);
      return SftpChannel.open(await connection.transport.rawSocket(path, 'sftp', options), options);
    };
    return new SftpFiles({ open, run: run(connection, place), clock, log, session });
  }

  private hold(connection: Connection): Held {
    const found = this.held.get(connection);
    if (found) return found;
    const byInstance = new Map<string, RemoteFiles>();
    const subscriptions = new DisposableStore();
    subscriptions.add(
      connection.onEvent((event) => {
        this.lifecycle(byInstance, event);
      }),
    );
    subscriptions.add(
      connection.onAnyOperation(({ operation, event }) => {
        // What runs on websockets, a shell or a console, does not mind an open connection.
        if (operation.statusCode >= 200 || operation.class !== 'task') return;
        for (const instance of instancesOf(event)) byInstance.get(keyOf(instance))?.release();
      }),
    );
    subscriptions.add(
      connection.onDidChangeState(({ kind }) => {
        if (kind !== 'lost') return;
        for (const files of byInstance.values()) files.dispose();
        byInstance.clear();
      }),
    );
    const held = { byInstance, subscriptions };
    this.held.set(connection, held);
    return held;
  }

  private drop(connection: Connection): void {
    const held = this.held.get(connection);
    this.held.delete(connection);
    held?.subscriptions.dispose();
    for (const files of held?.byInstance.values() ?? []) files.dispose();
  }

  private lifecycle(byInstance: Map<string, RemoteFiles>, event: ServerEvent): void {
    const lifecycle = asLifecycle(event);
    const name = /^\/1\.0\/(?:instances|containers)\/([^/]+)$/.exec(lifecycle?.source ?? '')?.[1];
    if (!lifecycle || name === undefined) return;
    const { action, project, context } = lifecycle;
    // A rename's source is the new name.
    const oldName = action === 'instance-renamed' ? optionalText(context, 'old_name') : '';
    const key = keyOf({ project, instance: oldName || decodeURIComponent(name) });
    if (restarted.has(action)) byInstance.get(key)?.release();
    if (!gone.has(action)) return;
    byInstance.get(key)?.dispose();
    byInstance.delete(key);
  }
}

function keyOf({ project, instance }: Place): string {
  return `${project}/${instance}`;
}
