import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import { AppError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import { asLifecycle } from '../../client/events';
import { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import { type BatchTexts, runBatch } from '../../shell/batch';
import type { Commands } from '../../shell/commands';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { anyIdentity, identityCommands as specs } from './contribution';
import { IdentityNode, type IdentityRef } from './node';
import { identitySource, isActivation, removeIdentity } from './source';
import type { Identity } from './wire';

export interface IdentitiesOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
}

/** Who may sign in to newer LXD: rows below "Access" for those that are no trusted certificates, and their commands. */
export class IdentitiesFeature implements Disposable {
  private readonly collections = new WeakMap<Connection, Collection<Identity>>();
  private readonly owned = new DisposableStore();

  constructor(private readonly options: IdentitiesOptions) {
    const { commands } = options;
    this.owned.add(commands.register(specs.copyId, (args) => this.copyIds(args)));
    this.owned.add(commands.register(specs.remove, (args) => this.remove(args)));
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

  private async remove(args: readonly unknown[]): Promise<void> {
    const doomed = this.refs(args).map(({ remote, identity }) => {
      const connection = this.options.remotes.get(remote);
      const endpoint = removeIdentity(identity);
      if (!connection || !endpoint)
        throw new AppError('notFound', vscode.l10n.t('There is no identity {0} on {1}', identity, remote));
      const known = this.of(connection).item(identity);
      return { name: known?.name || identity, connection, endpoint };
    });
    if (!doomed.length) return;
    const names = doomed.map(({ name }) => name).join(', ');
    const where = [...new Set(doomed.map(({ connection }) => connection.name))].join(', ');
    const button = vscode.l10n.t('Delete');
    const detail = vscode.l10n.t('Whoever signs in with it is shut out at once.');
    const question = vscode.l10n.t('Delete {0} from {1}?', names, where);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button)
      return;
    await runBatch(this.options.present, doomed, deleting, async ({ connection, endpoint }, options) => {
      await connection.transport.send(endpoint, options);
    });
  }
}

const deleting: BatchTexts = {
  title: (names) => vscode.l10n.t('Deleting {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not delete {0}', name),
  part: (done, all) => vscode.l10n.t('Deleted {0} of {1} identities.', done, all),
};
