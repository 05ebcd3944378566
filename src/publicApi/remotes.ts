import type { LxdApi, LxdRemote } from '../../api/lxdExplorer.d.ts';
import { type Disposable, DisposableStore } from '../base/disposable';
import { Emitter } from '../base/emitter';
import { describeChain } from '../base/errors';
import type { Log } from '../base/log';
import type { Connection } from '../model/connection';
import { followRemotes } from '../model/followRemotes';
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

  constructor(remotes: Remotes, log: Log) {
    this.changes = this.store.add(
      new Emitter((error) => {
        log.error(`A listener of another extension failed: ${describeChain(error)}`);
      }),
    );
    const changed = (): void => {
      this.changes.fire();
    };
    this.store.add(followRemotes(remotes, (connection) => connection.onDidChangeState(changed)));
    this.store.add(remotes.onDidChange(changed));
  }

  readonly event: LxdApi['onDidChangeRemotes'] = (listener) =>
    this.changes.event(() => {
      listener();
    });

  dispose(): void {
    this.store.dispose();
  }
}
