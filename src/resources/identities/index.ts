import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import { asLifecycle } from '../../client/events';
import { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { anyIdentity, identityCommands as specs } from './contribution';
import { IdentityNode, type IdentityRef } from './node';
import type { removeIdentities } from './remove';
import { identitySource, isActivation } from './source';
import type { Identity } from './wire';

export interface IdentitiesOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  /** What nothing needs before a command is called. */
  readonly later: () => Promise<{ readonly removeIdentities: typeof removeIdentities }>;
}

/** Who may sign in to newer LXD: rows below "Access" for those that are no trusted certificates, and their commands. */
export class IdentitiesFeature implements Disposable {
  private readonly collections = new WeakMap<Connection, Collection<Identity>>();
  private readonly owned = new DisposableStore();

  constructor(private readonly options: IdentitiesOptions) {
    const { commands } = options;
    this.owned.add(commands.register(specs.copyId, (args) => this.copyIds(args)));
    this.owned.add(
      commands.register(specs.remove, async (args) =>
        (await options.later()).removeIdentities(this.refs(args), {
          ...options,
          known: (connection, identity) => this.of(connection).item(identity),
        }),
      ),
    );
  }

  async list(
    connection: Connection,
    parent: TreeNode,
    { certificates, signal }: Abortable & { certificates: ReadonlySet<string> },
  ): Promise<readonly TreeNode[]> {
    const identities = await this.of(connection).loaded({ signal });
    const removable = connection.server?.extensions.has('access_management_tls') === true;
    return identities
      .filter(({ id }) => !certificates.has(id))
      .sort((a, b) => compareNaturally(a.name || a.id, b.name || b.id))
      .map((identity) => new IdentityNode(parent, connection.name, identity, removable));
  }

  watch(connection: Connection, changed: () => void): Disposable {
    const store = new DisposableStore();
    const collection = this.of(connection);
    store.add(collection.onDidChange(changed));
    store.add(
      connection.onEvent((event) => {
        const lifecycle = asLifecycle(event);
        if (lifecycle && isActivation(lifecycle)) void collection.refresh();
      }),
    );
    store.add(collection.open());
    return store;
  }

  reload(connection: Connection): Promise<void> {
    return this.of(connection).refresh();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private of(connection: Connection): Collection<Identity> {
    const known =
      this.collections.get(connection) ??
      new Collection(connection, identitySource(connection), this.options);
    this.collections.set(connection, known);
    return known;
  }

  private refs(args: readonly unknown[]): readonly IdentityRef[] {
    return (this.options.commands.targets(args, anyIdentity) ?? []) as readonly IdentityRef[];
  }

  private async copyIds(args: readonly unknown[]): Promise<void> {
    const ids = this.refs(args).map(({ identity }) => identity.slice(identity.indexOf('/') + 1));
    if (!ids.length) return;
    await vscode.env.clipboard.writeText(ids.join('\n'));
    this.options.present.status(vscode.l10n.t('Copied {0}', ids[0] ?? ''));
  }
}
