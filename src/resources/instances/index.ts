import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import type { Connection } from '../../model/connection';
import type { Jobs } from '../../model/jobs';
import { type InstanceRef, formatKey, instanceKey } from '../../model/key';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { Filter } from '../../shell/filter';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { anyInstance, instanceCommands as specs, instanceKind, instancesKind } from './contribution';
import { copyForms, copyInstances } from './copyAs';
import { runLifecycle } from './lifecycle';
import { InstancesNode } from './node';
import { removeInstances } from './remove';
import { renameInstanceCommand } from './rename';
import { InstanceStore } from './store';
import { type InstanceTarget, InstanceTargets } from './targets';
import { lifecycleVerbs } from './verbs';

export interface InstancesOptions {
  readonly remotes: Remotes;
  readonly jobs: Jobs;
  readonly filter: Filter;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  childrenOf(ref: InstanceRef, parent: TreeNode, uses: readonly string[]): readonly TreeNode[];
  openShell: (target: InstanceTarget) => Promise<void>;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
}

/** Instances: their rows and their commands. */
export class InstancesFeature implements Disposable {
  readonly store: InstanceStore;
  readonly targets: InstanceTargets;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: InstancesOptions) {
    this.store = new InstanceStore(options);
    const { remotes, jobs, commands, log } = options;
    this.targets = new InstanceTargets(remotes, this.store, jobs, commands, log);
    this.registerCommands();
  }

  /** The row "Instances" of a project. */
  category(connection: Connection, project: string, parent: TreeNode): TreeNode {
    return new InstancesNode(parent, connection, project, this.store.of(connection, project), this.options);
  }

  /** Asks for an instance that can have a shell. */
  pickForShell(): Promise<InstanceTarget | undefined> {
    return this.targets.pick(withShell, vscode.l10n.t('Instance to open a shell in'));
  }

  /** The instance that a command on files was called on, or one that a person chooses. */
  async pickForFiles(args: readonly unknown[], placeholder: string): Promise<InstanceRef | undefined> {
    const [target] = await this.targets.resolve(args, withFiles, placeholder);
    return target?.ref;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private registerCommands(): void {
    const { commands, present } = this.options;
    const context = { targets: this.targets, store: this.store, present };
    const verbs = lifecycleVerbs();
    for (const [name, verb] of Object.entries(verbs)) {
      const spec = specs[name as keyof typeof verbs];
      this.owned.add(commands.register(spec, (args) => runLifecycle(verb, args, context)));
    }
    this.owned.add(commands.register(specs.openShell, (args) => this.openShells(args)));
    this.owned.add(commands.register(specs.remove, (args) => removeInstances(args, context)));
    this.owned.add(commands.register(specs.rename, (args) => renameInstanceCommand(args, context)));
    this.owned.add(commands.register(specs.copyName, (args) => copyInstances(copyForms.name, args, context)));
    this.owned.add(
      commands.register(specs.copyAddress, (args) => copyInstances(copyForms.address, args, context)),
    );
    this.owned.add(
      commands.register(specs.copyCliCommand, (args) => copyInstances(copyForms.cliCommand, args, context)),
    );
    this.owned.add(
      commands.register(specs.copyReference, (args) => copyInstances(copyForms.reference, args, context)),
    );
    this.owned.add(commands.register(specs.reveal, (args) => this.reveal(args)));
  }

  private async openShells(args: readonly unknown[]): Promise<void> {
    const targets = await this.targets.resolve(args, withShell, vscode.l10n.t('Instance to open a shell in'));
    for (const target of targets) await this.options.openShell(target);
  }

  private async reveal(args: readonly unknown[]): Promise<void> {
    const [target] = await this.targets.resolve(args, anyInstance, vscode.l10n.t('Instance to reveal'));
    if (!target) return;
    const { remote, project } = target.ref;
    await this.options.reveal([
      encodeURIComponent(remote),
      formatKey({ remote, project, kind: 'project', name: project }),
      formatKey({ remote, project, kind: instancesKind, name: '' }),
      formatKey(instanceKey(target.ref)),
    ]);
  }
}

const withFiles = { kind: instanceKind, all: ['canFiles'], none: ['lost'] };
const withShell = { kind: instanceKind, all: ['canExec'], none: ['lost'] };
