import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import { lazy } from '../../base/lazy';
import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import type { KindContext } from '../../kinds/common';
import type { Connection } from '../../model/connection';
import type { Jobs } from '../../model/jobs';
import type { InstanceRef } from '../../model/key';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { Filter } from '../../shell/filter';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import type { registerInstanceCommands } from './commands';
import { instanceCommands as specs, instanceKind, withShell } from './contribution';
import { InstancesNode } from './node';
import { InstanceStore } from './store';
import type { InstanceTarget, InstanceTargets } from './targets';

export interface InstancesOptions {
  readonly remotes: Remotes;
  readonly jobs: Jobs;
  readonly filter: Filter;
  readonly commands: Commands;
  readonly present: Presenter;
  /** All kinds, which are made after this. */
  readonly kinds: () => Pick<KindContext, 'registry' | 'store'>;
  readonly log: Log;
  readonly clock: Clock;
  childrenOf(ref: InstanceRef, parent: TreeNode, uses: readonly string[]): readonly TreeNode[];
  openShell: (target: InstanceTarget) => Promise<void>;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
  /** What nothing needs before a command is called. */
  readonly later: () => Promise<{
    readonly InstanceTargets: typeof InstanceTargets;
    readonly registerInstanceCommands: typeof registerInstanceCommands;
  }>;
}

/** Instances: their rows and their commands. */
export class InstancesFeature implements Disposable {
  readonly store: InstanceStore;
  private readonly targets: () => Promise<InstanceTargets>;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: InstancesOptions) {
    this.store = new InstanceStore(options);
    const { store } = this;
    const { remotes, jobs, commands, log, later } = options;
    this.targets = lazy(async () => new (await later()).InstanceTargets(remotes, store, jobs, commands, log));
    this.owned.add(
      commands.registerLate(Object.values(specs), async () => {
        const targets = await this.targets();
        return (await later()).registerInstanceCommands({ ...options, store, targets });
      }),
    );
  }

  /** The row "Instances" of a project. */
  category(connection: Connection, project: string, parent: TreeNode): TreeNode {
    return new InstancesNode(parent, connection, project, this.store.of(connection, project), this.options);
  }

  /** Asks for an instance that can have a shell. */
  async pickForShell(): Promise<InstanceTarget | undefined> {
    return (await this.targets()).pick(withShell, vscode.l10n.t('Instance to open a shell in'));
  }

  /** The instance that a command on files was called on, or one that a person chooses. */
  async pickForFiles(args: readonly unknown[], placeholder: string): Promise<InstanceRef | undefined> {
    const [target] = await (await this.targets()).resolve(args, withFiles, placeholder);
    return target?.ref;
  }

  /** Opens a shell in an instance. @throws AppError where it cannot have one */
  async openShell(ref: InstanceRef): Promise<void> {
    const targets = await this.targets();
    await this.options.openShell(targets.target(ref));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

const withFiles = { kind: instanceKind, all: ['canFiles'], none: ['lost'] };
