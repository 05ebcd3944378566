import * as vscode from 'vscode';
import type { Abortable } from '../../base/signal';
import { runBatch, type BatchTexts } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import { carryOut } from '../../model/carryOut';
import * as api from './api';
import type { KindContext } from '../../kinds/common';
import type { Collection } from '../../model/collection';
import { Facts } from './create/facts';
import { instanceKind } from './contribution';
import { newNameProblem } from './names';
import { SharedNames } from './sharedNames';
import type { InstanceStore } from './store';
import type { InstanceTarget, InstanceTargets } from './targets';

const stopped = { kind: instanceKind, all: ['stopped'], none: ['lost'] };

interface RenameOptions {
  readonly targets: InstanceTargets;
  readonly present: Presenter;
  readonly store: InstanceStore;
  readonly kinds: () => Pick<KindContext, 'registry' | 'store'>;
}

/** Renames one instance; the name is checked while it is typed. */
export async function renameInstanceCommand(
  args: readonly unknown[],
  { targets, present, store, kinds }: RenameOptions,
): Promise<void> {
  const [target] = await targets.resolve(args, stopped, vscode.l10n.t('Instance to rename'));
  if (!target) return;
  if (!targets.fits(target, stopped)) {
    present.status(vscode.l10n.t('Stop {0} first: only a stopped instance can be renamed', target.name));
    return;
  }
  const options = { present, taken: store.of(target.connection, target.ref.project), ...kinds() };
  const name = await ask(target, options);
  if (name === undefined || name === target.name) return;
  await runBatch(present, [target], texts, (item, options) => rename(item, name, options));
}

/** @returns undefined where the person left */
async function ask(
  { connection, ref, name: old }: InstanceTarget,
  {
    present,
    taken,
    ...context
  }: Pick<KindContext, 'registry' | 'store' | 'present'> & { readonly taken: Collection<unknown> },
): Promise<string | undefined> {
  const { project } = ref;
  const leaving = new AbortController();
  const self = { name: old, project };
  const place = { connection, project, parents: [] };
  const shared = new SharedNames(place, context.registry, new Facts(place, context, leaving), self);
  // Nobody waits for it: a name that is typed before it has come is not held against it.
  shared.load(leaving).catch((error: unknown) => {
    present.error(old, error);
  });
  const check = (text: string): string | vscode.InputBoxValidationMessage | undefined => {
    if (text === old) return undefined;
    const { server } = connection;
    const problem = newNameProblem(text, { project, server }, taken.item(text) !== undefined);
    if (problem) return problem;
    const message = shared.problem(text);
    return message === undefined
      ? undefined
      : { message, severity: vscode.InputBoxValidationSeverity.Warning };
  };
  try {
    const title = vscode.l10n.t('Rename {0}', old);
    return await vscode.window.showInputBox({ title, value: old, validateInput: check });
  } finally {
    leaving.abort();
  }
}

async function rename({ connection, ref }: InstanceTarget, name: string, options: Abortable): Promise<void> {
  await carryOut(
    connection,
    api.postInstance({ project: ref.project, name: ref.instance, body: { name } }),
    options,
  );
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Renaming {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not rename {0}', name),
  part: () => '',
};
