import * as vscode from 'vscode';
import type { Abortable } from '../../base/signal';
import { runBatch, type BatchTexts } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import { carryOut } from '../../model/carryOut';
import * as api from './api';
import { instanceKind } from './contribution';
import type { InstanceStore } from './store';
import type { InstanceTarget, InstanceTargets } from './targets';

const stopped = { kind: instanceKind, all: ['stopped'], none: ['lost'] };

/** Renames one instance; the name is checked while it is typed. */
export async function renameInstanceCommand(
  args: readonly unknown[],
  { targets, present, store }: { targets: InstanceTargets; present: Presenter; store: InstanceStore },
): Promise<void> {
  const [target] = await targets.resolve(args, stopped, vscode.l10n.t('Instance to rename'));
  if (!target) return;
  if (!targets.fits(target, stopped)) {
    present.status(vscode.l10n.t('Stop {0} first: only a stopped instance can be renamed', target.name));
    return;
  }
  const taken = store.of(target.connection, target.ref.project);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', target.name),
    value: target.name,
    validateInput: (text) =>
      text === target.name
        ? undefined
        : newNameProblem(text, target.ref.project, taken.item(text) !== undefined),
  });
  if (name === undefined || name === target.name) return;
  await runBatch(present, [target], texts, (item, options) => rename(item, name, options));
}

async function rename({ connection, ref }: InstanceTarget, name: string, options: Abortable): Promise<void> {
  await carryOut(
    connection,
    api.postInstance({ project: ref.project, name: ref.instance, body: { name } }),
    options,
  );
}

/** The same, and against one that is there already. */
export function newNameProblem(name: string, project: string, isTaken: boolean): string | undefined {
  return (
    nameProblem(name) ??
    (isTaken ? vscode.l10n.t('{0} exists already in project {1}', name, project) : undefined)
  );
}

/** What both servers would say against a name, or undefined. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return vscode.l10n.t('A name is needed');
  if (name.length > 63) return vscode.l10n.t('Name must be 1-63 characters long');
  if (!/^[a-zA-Z0-9-]+$/.test(name))
    return vscode.l10n.t('Name can only contain alphanumeric and hyphen characters');
  if (/^[0-9]/.test(name)) return vscode.l10n.t('Name must not start with a number');
  if (name.startsWith('-') || name.endsWith('-'))
    return vscode.l10n.t('Name must not start or end with a hyphen');
  return undefined;
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Renaming {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not rename {0}', name),
  part: () => '',
};
