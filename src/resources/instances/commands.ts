import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { KindContext } from '../../kinds/common';
import { formatKey, instanceKey } from '../../model/key';
import type { Commands } from '../../shell/commands';
import type { CommandHandler } from '../../shell/lateCommands';
import type { Presenter } from '../../shell/present';
import { anyInstance, instanceCommands as specs, instancesKind, withShell } from './contribution';
import { copyForms, copyInstances } from './copyAs';
import { runLifecycle } from './lifecycle';
import { runOnMany } from './many';
import { removeInstances } from './remove';
import { renameInstanceCommand } from './rename';
import type { InstanceStore } from './store';
import type { InstanceTarget, InstanceTargets } from './targets';
import { lifecycleVerbs } from './verbs';

export interface InstanceCommandsOptions {
  readonly store: InstanceStore;
  readonly targets: InstanceTargets;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly kinds: () => Pick<KindContext, 'registry' | 'store'>;
  readonly openShell: (target: InstanceTarget) => Promise<void>;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
}

/** Registers what a person can do with instances. */
export function registerInstanceCommands(options: InstanceCommandsOptions): Disposable {
  const verbs = lifecycleVerbs();
  const handlers: Record<Exclude<keyof typeof specs, keyof typeof verbs>, CommandHandler> = {
    openShell: (args) => openShells(args, options),
    remove: (args) => removeInstances(args, options),
    rename: (args) => renameInstanceCommand(args, options),
    copyName: (args) => copyInstances(copyForms.name, args, options),
    copyAddress: (args) => copyInstances(copyForms.address, args, options),
    copyCliCommand: (args) => copyInstances(copyForms.cliCommand, args, options),
    copyReference: (args) => copyInstances(copyForms.reference, args, options),
    reveal: (args) => reveal(args, options),
    runOnMany: () => runOnMany(options),
    showResults: () => options.present.showResults(),
  };
  const store = new DisposableStore();
  for (const [name, verb] of Object.entries(verbs)) {
    const spec = specs[name as keyof typeof verbs];
    store.add(options.commands.register(spec, (args) => runLifecycle(verb, args, options)));
  }
  for (const [name, handler] of Object.entries(handlers))
    store.add(options.commands.register(specs[name as keyof typeof handlers], handler));
  return store;
}

async function openShells(
  args: readonly unknown[],
  { targets, openShell }: InstanceCommandsOptions,
): Promise<void> {
  const chosen = await targets.resolve(args, withShell, vscode.l10n.t('Instance to open a shell in'));
  for (const target of chosen) await openShell(target);
}

async function reveal(args: readonly unknown[], options: InstanceCommandsOptions): Promise<void> {
  const [target] = await options.targets.resolve(args, anyInstance, vscode.l10n.t('Instance to reveal'));
  if (!target) return;
  const { remote, project } = target.ref;
  await options.reveal([
    encodeURIComponent(remote),
    formatKey({ remote, project, kind: 'project', name: project }),
    formatKey({ remote, project, kind: instancesKind, name: '' }),
    formatKey(instanceKey(target.ref)),
  ]);
}
