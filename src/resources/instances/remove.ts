import * as vscode from 'vscode';
import { isCancelled } from '../../base/errors';
import { limit } from '../../base/gate';
import type { Abortable } from '../../base/signal';
import { runBatch } from '../../shell/batch';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import { type ActionOptions, carryOut } from '../../model/carryOut';
import { changeState } from './actions';
import * as api from './api';
import { anyInstance } from './contribution';
import type { Instance } from './instance';
import { fetchFull } from './source';
import type { InstanceTarget, InstanceTargets } from './targets';
import { deleting } from './verbs';

/** From this number on a person types it instead of pressing a button. */
const manyInstances = 11;

interface Doomed extends InstanceTarget {
  readonly instance: Instance;
}

/** Deletes what the command was called on, after asking; running ones are stopped first. */
export async function removeInstances(
  args: readonly unknown[],
  { targets, present }: { targets: InstanceTargets; present: Presenter },
): Promise<void> {
  const named = await targets.resolve(args, anyInstance, vscode.l10n.t('Instance to delete'));
  if (!named.length) return;
  // What is asked must be true now: state and snapshots come from the server, not from the tree.
  const current = await withProgress(
    vscode.l10n.t('Looking at what would be deleted'),
    remotesView,
    (options) => lookUp(named, present, options),
  );
  if (!current) return;
  const isProtected = (target: Doomed): boolean =>
    target.instance.config['security.protection.delete'] === 'true';
  const kept = current.filter(isProtected).map((target) => target.name);
  const doomed = current.filter((target) => !isProtected(target));
  if (kept.length)
    present.warning(vscode.l10n.t('Protected against deletion, not deleted: {0}', kept.join(', ')));
  if (!doomed.length || !(await confirmed(doomed))) return;
  await runBatch(present, doomed, deleting, removeOne, (failures) => [
    {
      title: vscode.l10n.t('Retry'),
      run: () =>
        runBatch(
          present,
          failures.map(({ item }) => item),
          deleting,
          removeOne,
        ),
    },
  ]);
}

/** The instances as they are now; one that cannot be looked up is reported and left out. */
async function lookUp(
  named: readonly InstanceTarget[],
  present: Presenter,
  options: Abortable,
): Promise<readonly Doomed[]> {
  const gate = limit(6);
  const found = await Promise.all(
    named.map((target) =>
      gate(async (): Promise<Doomed[]> => {
        try {
          await target.connection.ready(options);
          const instance = await fetchFull(target.connection, target.ref.project, target.name, options);
          return [{ ...target, instance }];
        } catch (error) {
          if (isCancelled(error)) throw error;
          present.error(deleting.failed(target.name), error);
          return [];
        }
      }),
    ),
  );
  return found.flat();
}

async function removeOne({ connection, ref, ...seen }: Doomed, options: ActionOptions): Promise<void> {
  // The question may have stood open for long: what was running then may be stopped now.
  const instance = isOn(seen.instance)
    ? await fetchFull(connection, ref.project, ref.instance, options)
    : seen.instance;
  if (isOn(instance)) await changeState(connection, ref, { action: 'stop', force: true }, options);
  // The server deletes an ephemeral instance itself when it stops.
  if (isOn(instance) && instance.ephemeral) return;
  await carryOut(connection, api.deleteInstance({ project: ref.project, name: ref.instance }), options);
}

function isOn(instance: Instance): boolean {
  return instance.status !== 'stopped';
}

async function confirmed(doomed: readonly Doomed[]): Promise<boolean> {
  const where = [...new Set(doomed.map(({ connection }) => connection.name))].join(', ');
  if (doomed.length >= manyInstances) return typedNumber(doomed, where);
  const [only] = doomed;
  const { question, detail, button } =
    doomed.length === 1 && only ? aboutOne(only, where) : aboutSeveral(doomed, where);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function aboutOne({ name, instance }: Doomed, where: string) {
  const count = instance.snapshots ?? 0;
  const what =
    count === 0
      ? vscode.l10n.t('disk will be deleted')
      : count === 1
        ? vscode.l10n.t('disk and 1 snapshot will be deleted')
        : vscode.l10n.t('disk and {0} snapshots will be deleted', count);
  if (!isOn(instance)) {
    return {
      question: vscode.l10n.t('Delete {0} on {1}?', name, where),
      detail: vscode.l10n.t('Its {0}. This cannot be undone.', what),
      button: vscode.l10n.t('Delete'),
    };
  }
  return {
    question: vscode.l10n.t(
      'Delete {0} on {1}, which is {2}?',
      name,
      where,
      instance.status === 'other' ? instance.statusText : instance.status,
    ),
    detail: vscode.l10n.t('It is stopped by force first; its {0}. This cannot be undone.', what),
    button: vscode.l10n.t('Stop and Delete'),
  };
}

function aboutSeveral(doomed: readonly Doomed[], where: string) {
  const names = doomed
    .map(({ name, instance }) => (isOn(instance) ? `${name} (${instance.status})` : name))
    .join(', ');
  const snapshots = doomed.reduce((sum, { instance }) => sum + (instance.snapshots ?? 0), 0);
  return {
    question: vscode.l10n.t('Delete {0} instances on {1}?', doomed.length, where),
    detail: snapshots
      ? vscode.l10n.t('{0}. Snapshots: {1}. This cannot be undone.', names, snapshots)
      : vscode.l10n.t('{0}. This cannot be undone.', names),
    button: doomed.some(({ instance }) => isOn(instance))
      ? vscode.l10n.t('Stop and Delete {0}', doomed.length)
      : vscode.l10n.t('Delete {0}', doomed.length),
  };
}

async function typedNumber(doomed: readonly Doomed[], where: string): Promise<boolean> {
  const count = String(doomed.length);
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t(
      'Delete {0} instances on {1}: {2}',
      count,
      where,
      doomed.map(({ name }) => name).join(', '),
    ),
    prompt: vscode.l10n.t('Type {0} to delete {0} instances. This cannot be undone.', count),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text === count ? undefined : vscode.l10n.t('Type {0}, or press Escape', count),
  });
  return answer === count;
}
