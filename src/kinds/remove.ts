import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import { idOf, placeOf, requestAt } from './address';
import type { KindContext } from './common';
import type { Kind, KindRef } from './kind';
import { labelOf } from './nodes';

/** Deletes resources, after asking with their names. What is in use the server refuses to delete, in its own words. */
export async function removeResources(
  kind: Kind,
  args: readonly unknown[],
  context: KindContext,
): Promise<void> {
  const refs = await context.targets.resolve(kind, args);
  const operation = kind.operations.remove;
  if (!refs.length || !operation) return;
  const doomed = refs.map((ref) => ({ ref, name: shownName(kind, ref, context) }));
  if (!(await confirmed(kind, doomed))) return;
  await runBatch(context.present, doomed, textsOf(kind), async ({ ref }, options) => {
    const { project, parents, parts, member } = ref;
    const at = { project, names: [...parents, ...parts], member };
    const connection = context.targets.connection(ref.remote);
    if (kind.keptBy) {
      const kept = kind.keptBy(await connection.transport.value(requestAt(kind.operations.get, at), options));
      if (kept !== undefined) throw new AppError('rejected', kept);
    }
    await carryOut(connection, requestAt(operation, at), options);
  });
}

/** As its row says it: an image is known by its alias, a warning by its type. */
export function shownName(kind: Kind, ref: KindRef, { store, targets }: KindContext): string {
  const place = placeOf(kind, ref, targets.connection(ref.remote));
  const item = store.of(kind, place).item(idOf(kind, ref));
  return item === undefined ? (ref.parts.at(-1) ?? '') : labelOf(kind, item, place);
}

async function confirmed(
  kind: Kind,
  doomed: readonly { readonly ref: KindRef; readonly name: string }[],
): Promise<boolean> {
  const [first] = doomed;
  if (!first) return false;
  const where = [...new Set(doomed.map(({ ref }) => ref.remote))].join(', ');
  const { one, many } = kind.data;
  const question =
    doomed.length === 1
      ? vscode.l10n.t('Delete the {0} {1} on {2}?', vscode.l10n.t(one), first.name, where)
      : vscode.l10n.t(
          'Delete {0} {1} on {2}?',
          doomed.length,
          vscode.l10n.t(many).toLocaleLowerCase(),
          where,
        );
  const above = first.ref.parents.length
    ? [vscode.l10n.t('It belongs to {0}.', first.ref.parents.at(-1) ?? '')]
    : [];
  const detail = [
    ...(doomed.length === 1 ? above : [`${doomed.map(({ name }) => name).join(', ')}.`]),
    vscode.l10n.t('This cannot be undone.'),
  ].join(' ');
  const button = doomed.length === 1 ? vscode.l10n.t('Delete') : vscode.l10n.t('Delete {0}', doomed.length);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function textsOf({ data }: Kind) {
  return {
    title: (names: readonly string[]) =>
      names.length === 1
        ? vscode.l10n.t('Deleting {0}', names[0] ?? '')
        : vscode.l10n.t('Deleting {0} {1}', names.length, vscode.l10n.t(data.many).toLocaleLowerCase()),
    failed: (name: string) => vscode.l10n.t('Could not delete {0}', name),
    part: (done: number, all: number) => vscode.l10n.t('Deleted {0} of {1}.', done, all),
  };
}
