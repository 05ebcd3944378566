import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import { idOf, placeOf, requestAt } from './address';
import type { KindContext } from './common';
import type { Kind } from './kind';
import { nameProblem } from './names';
import { nameOf } from './registry';

/** Renames one resource; the name is checked while it is typed. The second argument is the new name, where it is said. */
export async function renameResource(
  kind: Kind,
  args: readonly unknown[],
  { targets, store, present }: KindContext,
): Promise<void> {
  const [ref] = await targets.resolve(kind, args);
  const operation = kind.operations.rename;
  if (!ref || !operation) return;
  const old = nameOf(ref);
  const connection = targets.connection(ref.remote);
  const taken = store.of(kind, placeOf(kind, ref, connection));
  const above = ref.parts.slice(0, -1);
  const check = (text: string): string | undefined =>
    nameProblem(
      rulesFor(kind, taken.item(idOf(kind, ref))),
      text,
      (name) => taken.item(idOf(kind, { ...ref, parts: [...above, name] })) !== undefined,
      connection.server,
    );
  const given = typeof args[1] === 'string' ? args[1] : undefined;
  if (given !== undefined) {
    const problem = check(given);
    if (problem) throw new AppError('rejected', problem);
  }
  const ask = async (): Promise<string | undefined> => {
    const reader = taken.open();
    try {
      return await vscode.window.showInputBox({
        title: vscode.l10n.t('Rename {0}', old),
        value: old,
        validateInput: (text) => (text === old ? undefined : check(text)),
      });
    } finally {
      reader.dispose();
    }
  };
  const name = given ?? (await ask());
  if (name === undefined || name === old) return;
  const body = kind.renameBody?.(name) ?? { name };
  const { project, parents, parts, member } = ref;
  const endpoint = requestAt(operation, { project, names: [...parents, ...parts], member }, { body });
  await runBatch(present, [{ name: old }], texts, (_item, options) =>
    carryOut(connection, endpoint, options),
  );
}

/** What is not listed yet may be one that the rules do not hold for: then the server says what is wrong. */
function rulesFor(kind: Kind, item: unknown): Pick<Kind, 'names' | 'mayHaveSlashes'> {
  const holds = !kind.namesHold || (item !== undefined && kind.namesHold(item));
  return holds ? kind : { mayHaveSlashes: kind.mayHaveSlashes ?? false };
}

const texts = {
  title: (names: readonly string[]) => vscode.l10n.t('Renaming {0}', names[0] ?? ''),
  failed: (name: string) => vscode.l10n.t('Could not rename {0}', name),
  part: () => '',
};
