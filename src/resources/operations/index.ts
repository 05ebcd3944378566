import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable';
import { AppError } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import { isImageServer } from '../../client/remoteConfig';
import { followRemotes } from '../../model/followRemotes';
import type { InstanceRef } from '../../model/key';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import { operationsView } from '../../shell/contributions';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { Tree } from '../../shell/tree';
import { Activities } from './activities';
import { type Activity, type OperationRef, activityKey } from './activity';
import type { cancelOperations, pickCancellable } from './cancel';
import { anyOperation, operationCommands as specs } from './contribution';
import { OperationDetails } from './details';
import { OperationNode } from './node';
import { listActivities } from './running';
import { OperationsStatusItem } from './statusItem';

/** Rows that come and go together, as with a batch, are drawn together; in milliseconds. */
const togetherMs = 100;

export interface OperationsOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  /** Brings the row of an instance into sight. */
  readonly revealInstance: (ref: InstanceRef) => Thenable<unknown>;
  /** What nothing needs before something is to be cancelled. */
  readonly later: () => Promise<{
    readonly cancelOperations: typeof cancelOperations;
    readonly pickCancellable: typeof pickCancellable;
  }>;
}

/** The view of operations, their commands and their item in the status bar. */
export class OperationsFeature implements Disposable {
  readonly activities: Activities;
  readonly tree: Tree;
  readonly view: vscode.TreeView<TreeNode>;
  readonly status: OperationsStatusItem;
  private readonly owned = new DisposableStore();
  private readonly details: OperationDetails;
  private drawing: NodeJS.Timeout | undefined;

  constructor(private readonly options: OperationsOptions) {
    const { log, clock, remotes } = options;
    const activities = this.owned.add(new Activities({ log, clock, list: listActivities }));
    this.activities = activities;
    const roots = { nodes: () => activities.all.map((each) => new OperationNode(activities, each)) };
    this.tree = this.owned.add(new Tree(roots, log));
    const treeOptions = { treeDataProvider: this.tree, canSelectMany: true };
    this.view = this.owned.add(vscode.window.createTreeView(operationsView, treeOptions));
    this.status = this.owned.add(new OperationsStatusItem(activities, this.view));
    this.details = this.owned.add(new OperationDetails(activities));
    this.owned.add(activities.onDidChange(this.show));
    this.owned.add(
      this.view.onDidChangeVisibility(() => {
        this.status.update();
      }),
    );
    // Image servers run nothing for us.
    this.owned.add(
      followRemotes(remotes, (connection) =>
        isImageServer(connection.config) ? toDisposable(() => undefined) : activities.follow(connection),
      ),
    );
    this.registerCommands();
  }

  dispose(): void {
    this.owned.dispose();
    // The end of all has changed what is shown.
    clearTimeout(this.drawing);
  }

  private readonly show = (activity: Activity | undefined): void => {
    this.status.update();
    const node = activity && this.tree.find(activity.key);
    if (node) this.tree.changed(node);
    if (activity) return;
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      this.tree.refreshAll();
    }, togetherMs);
  };

  private registerCommands(): void {
    const { commands, revealInstance } = this.options;
    this.owned.add(
      commands.register(specs.reveal, async (args) => {
        const [activity] = this.named(args).map((ref) => this.known(ref));
        const [instance] = activity?.instances ?? [];
        if (instance) await revealInstance(instance);
      }),
    );
    this.owned.add(
      commands.register(specs.showDetails, async (args) => {
        const [activity] = this.named(args).map((ref) => this.known(ref));
        if (activity) await this.details.open(activity);
      }),
    );
    this.owned.add(commands.register(specs.cancel, (args) => this.cancel(args)));
    this.owned.add(
      commands.register(specs.clearFinished, () => {
        this.activities.clearFinished();
      }),
    );
  }

  private async cancel(args: readonly unknown[]): Promise<void> {
    const { cancelOperations, pickCancellable } = await this.options.later();
    const picked = args[0] === undefined ? await pickCancellable(this.activities) : undefined;
    const refs = picked ? [picked] : this.named(args);
    await cancelOperations(refs, { ...this.options, activities: this.activities });
  }

  private named(args: readonly unknown[]): readonly OperationRef[] {
    return (this.options.commands.targets(args, anyOperation) ?? []).map(asOperationRef);
  }

  private known(ref: OperationRef): Activity {
    const activity = this.activities.get(activityKey(ref));
    if (activity) return activity;
    throw new AppError('notFound', vscode.l10n.t('This operation is not known any more'));
  }
}

function asOperationRef(value: unknown): OperationRef {
  const { remote, operation } = (value ?? {}) as Partial<Record<keyof OperationRef, unknown>>;
  if (typeof remote === 'string' && typeof operation === 'string') return { remote, operation };
  throw new AppError('rejected', vscode.l10n.t('An operation is named as { remote, operation }'));
}
