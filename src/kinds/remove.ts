import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import { idOf, placeOf, requestAt } from './address';
import { type Named, agreed, heldBy, namesOf, remotesOf, toldApart } from './asking';
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
  const doomed = toldApart(named(kind, refs, context)).map((each) => ({ ...each, isGone: false }));
  if (!(await confirmed(kind, doomed))) return;
  await runBatch(context.present, doomed, textsOf(kind), async (item, options) => {
    const { ref } = item;
    const { project, parents, parts, member } = ref;
    const at = { project, names: [...parents, ...parts], member };
    const connection = context.targets.connection(ref.remote);
    if (kind.keptBy) {
      const kept = kind.keptBy(await connection.transport.value(requestAt(kind.operations.get, at), options));
      if (kept !== undefined) throw new AppError('rejected', kept);
    }
    await carryOut(connection, requestAt(operation, at), options);
    item.isGone = true;
  });
}

/** Resources with their names as their rows say them: an image is known by its alias, a warning by its type. */
export function named(
  kind: Kind,
  refs: readonly KindRef[],
  { store, targets }: KindContext,
): { readonly ref: KindRef; readonly name: string }[] {
  return refs.map((ref) => {
    const place = placeOf(kind, ref, targets.connection(ref.remote));
    const item = store.of(kind, place).item(idOf(kind, ref));
    return { ref, name: item === undefined ? (ref.parts.at(-1) ?? '') : labelOf(kind, item, place) };
  });
}

function confirmed(kind: Kind, doomed: readonly Named[]): Promise<boolean> {
  const where = remotesOf(doomed);
  const count = doomed.length;
  const one = vscode.l10n.t(kind.data.one);
  const many = vscode.l10n.t(kind.data.many).toLocaleLowerCase();
  // Where they differ, their names say it.
  const holder = heldBy(doomed) ?? '';
  const belongs =
    count === 1 ? vscode.l10n.t('It belongs to {0}.', holder) : vscode.l10n.t('They belong to {0}.', holder);
  const detail = [
    ...(count === 1 ? [] : [`${namesOf(doomed)}.`]),
    ...(holder ? [belongs] : []),
    vscode.l10n.t('This cannot be undone.'),
  ].join(' ');
  return agreed(
    count,
    count === 1
      ? vscode.l10n.t('Delete the {0} {1} on {2}?', one, namesOf(doomed), where)
      : vscode.l10n.t('Delete {0} {1} on {2}?', count, many, where),
    detail,
    count === 1 ? vscode.l10n.t('Delete') : vscode.l10n.t('Delete {0}', count),
    vscode.l10n.t('Type {0} to delete {0} {1}.', count, many),
  );
}

function textsOf({ data }: Kind) {
  return {
    title: (names: readonly string[]) =>
      names.length === 1
        ? vscode.l10n.t('Deleting {0}', names[0] ?? '')
        : vscode.l10n.t('Deleting {0} {1}', names.length, vscode.l10n.t(data.many).toLocaleLowerCase()),
    failed: (name: string) => vscode.l10n.t('Could not delete {0}', name),
    part: (done: number, all: number) => vscode.l10n.t('Deleted {0} of {1}.', done, all),
    isOnce: true as const,
  };
}
