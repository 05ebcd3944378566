import type { Disposable } from '../base/disposable';
import { DisposableStore, toDisposable } from '../base/disposable';
import { type Abortable, raceAbort } from '../base/signal';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { TreeNode } from '../shell/node';
import type { Roots } from '../shell/tree';
import { type RemoteChildren, RemoteNode } from './node';

/** Up to this many remotes all open by themselves; with more only the local ones do. */
const fewRemotes = 3;

/** Servers that are near have answered by then, in milliseconds. */
const nearMs = 250;

/** What the roots tell the tree. */
export interface RootsHost {
  refreshAll(): void;
  childrenChanged(node: TreeNode): void;
}

/** The remotes as the roots of the tree: one node each, kept as long as its connection. */
export class RemoteRoots implements Roots {
  private readonly known = new Map<Connection, RemoteNode>();
  /** The remotes that the tree was given last; none while it has not asked. */
  private given: readonly Connection[] | undefined;

  constructor(
    private readonly remotes: Remotes,
    private readonly below: RemoteChildren,
    /** Settles when the remotes have been looked for once. */
    private readonly discovered: () => Promise<void>,
  ) {}

  /**
   * Asked for when somebody looks at the tree: now the remotes connect. Waits a moment for them: a row that is drawn
   * once shows at once what it will show, and is not drawn anew under the pointer.
   */
  async nodes({ signal }: Abortable): Promise<readonly TreeNode[]> {
    await raceAbort(this.discovered(), signal);
    const connections = this.remotes.all;
    this.given = connections;
    const fresh: Connection[] = [];
    for (const connection of connections) {
      // An image server is asked when somebody opens it.
      if (connection.state.kind !== 'idle' || isImageServer(connection.config)) continue;
      connection.start();
      if (isConnecting(connection) && !connection.config.disabled) fresh.push(connection);
    }
    if (fresh.length) await answeredOr(nearMs, fresh, signal);
    return connections.map((connection) => this.nodeOf(connection));
  }

  /** Tells the tree about remotes that come, go, connect or are lost, until disposed. */
  follow(host: RootsHost): Disposable {
    const store = new DisposableStore();
    const followed = new Map<Connection, Disposable>();
    store.add(
      toDisposable(() => {
        for (const following of followed.values()) following.dispose();
      }),
    );
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
        followed.set(connection, listening);
      }
      // Looking again mostly finds the same ones.
      const { all } = this.remotes;
      if (
        this.given &&
        !(this.given.length === all.length && all.every((each, at) => each === this.given?.[at]))
      )
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

/** What a row says of its remote's state, as far as it does. */
function describe({ config, state }: Connection): string {
  if (state.kind === 'lost') return `lost: ${state.error.message}`;
  if (isImageServer(config)) return '';
  return state.kind === 'idle' ? 'connecting' : state.kind;
}

function isConnecting({ state }: Connection): boolean {
  return state.kind === 'idle' || state.kind === 'connecting';
}

/** Waits until all of these have answered or were lost, or `ms` milliseconds. @throws AbortError */
async function answeredOr(
  ms: number,
  connections: readonly Connection[],
  signal: AbortSignal,
): Promise<void> {
  const store = new DisposableStore();
  const wait = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    store.add(
      toDisposable(() => {
        clearTimeout(timer);
      }),
    );
    for (const connection of connections)
      store.add(
        connection.onDidChangeState(() => {
          if (!connections.some(isConnecting)) resolve();
        }),
      );
  });
  await raceAbort(wait, signal).finally(() => {
    store.dispose();
  });
}
