import * as vscode from 'vscode';
import { agreed, namesOf, remotesOf, toldApart } from '../../kinds/asking';
import { type ActionOptions, carryOut } from '../../model/carryOut';
import { runBatch } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import { changeState } from './actions';
import * as api from './api';
import { anyInstance } from './contribution';
import { stopAndDelete } from './ending';
import type { Instance } from './instance';
import { type Known, lookUp } from './lookUp';
import { fetchFull } from './source';
import type { InstanceTargets } from './targets';
import { deleting } from './verbs';

/** Deletes what the command was called on, after asking; running ones are stopped first. */
export async function removeInstances(
  args: readonly unknown[],
  { targets, present }: { targets: InstanceTargets; present: Presenter },
): Promise<void> {
  const named = await targets.resolve(args, anyInstance, vscode.l10n.t('Instance to delete'));
  if (!named.length) return;
  // What is asked must be true now: state and snapshots come from the server, not from the tree.
  const title = vscode.l10n.t('Looking at what would be deleted');
  const found = await lookUp(named, title, deleting, present);
  if (!found) return;
  const current = toldApart(found);
  const isProtected = (target: Known): boolean =>
    target.instance.config['security.protection.delete'] === 'true';
  const kept = current.filter(isProtected);
  const doomed = current.filter((target) => !isProtected(target));
  if (kept.length)
    present.warning(vscode.l10n.t('Protected against deletion, not deleted: {0}', namesOf(kept)));
  if (!doomed.length || !(await confirmed(doomed))) return;
  const items = doomed.map((each) => ({ ...each, isGone: false }));
  const work = async (item: (typeof items)[number], options: ActionOptions): Promise<void> => {
    await removeOne(item, options);
    item.isGone = true;
  };
  await runBatch(present, items, deleting, work, (_failures, retry) => [
    { title: vscode.l10n.t('Retry'), run: retry },
  ]);
}

async function removeOne({ connection, ref, ...seen }: Known, options: ActionOptions): Promise<void> {
  // The question may have stood open for long: what was running then may be stopped now.
  const instance = isOn(seen.instance)
    ? await fetchFull(connection, ref.project, ref.instance, options)
    : seen.instance;
  await stopAndDelete(instance, {
    stop: () => changeState(connection, ref, { action: 'stop', force: true }, options),
    remove: () =>
      carryOut(connection, api.deleteInstance({ project: ref.project, name: ref.instance }), options),
  });
}

function isOn(instance: Instance): boolean {
  return instance.status !== 'stopped';
}

function confirmed(doomed: readonly Known[]): Promise<boolean> {
  const where = remotesOf(doomed);
  const [only] = doomed;
  const { question, detail, button } =
    doomed.length === 1 && only ? aboutOne(only, where) : aboutSeveral(doomed, where);
  const typed = vscode.l10n.t('Type {0} to delete {0} instances.', doomed.length);
  return agreed(doomed.length, question, detail, button, typed);
}

function aboutOne({ name, instance }: Known, where: string) {
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

function aboutSeveral(doomed: readonly Known[], where: string) {
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
