import type { LxdApi, LxdRemote } from '../../api/lxdExplorer.d.ts';
import { type Disposable, DisposableStore } from '../base/disposable';
import { Emitter } from '../base/emitter';
import { describeChain } from '../base/errors';
import type { Log } from '../base/log';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';

/** A remote as others see it at this moment. */
export function describeRemote({ name, config, state, server }: Connection): LxdRemote {
  return {
    name,
    kind: config.kind,
    state: state.kind,
    problem: state.kind === 'lost' ? state.error.message : undefined,
    project: config.project,
    product: server?.product,
    version: server?.version,
    extensions: [...(server?.extensions ?? [])],
  };
}

/** One event for everything that may change what `describeRemote` says of any remote. */
export class RemoteChanges implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changes: Emitter<void>;
  private followed = new Map<Connection, Disposable>();

  constructor(
    private readonly remotes: Remotes,
    log: Log,
  ) {
    this.changes = this.store.add(
      new Emitter((error) => {
        log.error(`A listener of another extension failed: ${describeChain(error)}`);
      }),
    );
    this.store.add(
      remotes.onDidChange(() => {
        this.follow();
        this.changes.fire();
      }),
    );
    this.follow();
  }

  readonly event: LxdApi['onDidChangeRemotes'] = (listener) =>
    this.changes.event(() => {
      listener();
    });

  dispose(): void {
    this.store.dispose();
    for (const following of this.followed.values()) following.dispose();
    this.followed.clear();
  }

  private follow(): void {
    const before = this.followed;
    this.followed = new Map(
      this.remotes.all.map((connection) => [
        connection,
        before.get(connection) ??
          connection.onDidChangeState(() => {
            this.changes.fire();
          }),
      ]),
    );
    for (const [connection, following] of before) if (!this.followed.has(connection)) following.dispose();
  }
}
