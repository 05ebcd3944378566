import type { Disposable } from '../base/disposable';
import { DisposableStore } from '../base/disposable';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { TreeNode } from '../shell/node';
import type { Roots } from '../shell/tree';
import { type RemoteChildren, RemoteNode } from './node';

/** Up to this many remotes all open by themselves; with more only the local ones do. */
const fewRemotes = 3;

/** What the roots tell the tree. */
export interface RootsHost {
  refreshAll(): void;
  childrenChanged(node: TreeNode): void;
}

/** The remotes as the roots of the tree: one node each, kept as long as its connection. */
export class RemoteRoots implements Roots {
  private readonly known = new Map<Connection, RemoteNode>();

  constructor(
    private readonly remotes: Remotes,
    private readonly below: RemoteChildren,
  ) {}

  /** Asked for when somebody looks at the tree: now the remotes connect. */
  nodes(): readonly TreeNode[] {
    return this.remotes.all.map((connection) => {
      const { config } = connection;
      // An image server is asked when somebody opens it.
      if (config.address.kind !== 'unusable' && !isImageServer(config)) connection.start();
      return this.nodeOf(connection);
    });
  }

  /** Tells the tree about remotes that come, go, connect or are lost, until disposed. */
  follow(host: RootsHost): Disposable {
    const store = new DisposableStore();
    const followed = new Map<Connection, Disposable>();
    const update = (): void => {
      for (const [connection, following] of followed) {
        if (this.remotes.all.includes(connection)) continue;
        following.dispose();
        followed.delete(connection);
        this.known.delete(connection);
      }
      for (const connection of this.remotes.all) {
        if (followed.has(connection)) continue;
        let shown = describe(connection);
        const listening = connection.onDidChangeState(() => {
          // A lost remote fails many attempts in the same way: its row is drawn once.
          if (describe(connection) === shown) return;
          shown = describe(connection);
          host.childrenChanged(this.nodeOf(connection));
        });
        followed.set(connection, store.add(listening));
      }
      host.refreshAll();
    };
    store.add(this.remotes.onDidChange(update));
    update();
    return store;
  }

  private nodeOf(connection: Connection): RemoteNode {
    const known = this.known.get(connection);
    if (known) return known;
    const open = connection.config.kind === 'socket' || this.remotes.all.length <= fewRemotes;
    const node = new RemoteNode(connection, this.below, open);
    this.known.set(connection, node);
    return node;
  }
}

function describe({ state }: Connection): string {
  return state.kind === 'lost' ? `lost: ${state.error.message}` : state.kind;
}
