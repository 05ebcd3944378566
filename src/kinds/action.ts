import * as vscode from 'vscode';
import { AppError, isCancelled, messageOf } from '../base/errors';
import { unhurried } from '../base/unhurried';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import { aboveOf, namesOf, ofProject, toldApart } from './asking';
import type { KindContext } from './common';
import type { Connection } from '../model/connection';
import type { Kind, Prelude } from './kind';
import type { ActionData } from './kindContribution';
import { named } from './remove';

/** Does to resources what one request of their kind does; asks before where something is lost by it. */
export async function runAction(
  kind: Kind,
  verb: string,
  args: readonly unknown[],
  context: KindContext,
): Promise<void> {
  const action = kind.data.actions?.find((each) => each.verb === verb);
  const request = kind.actions?.[verb];
  if (!action || !request) return;
  // Where one is meant it is the row of the menu, whatever else is selected.
  const refs = await context.targets.resolve(kind, action.single ? args.slice(0, 1) : args);
  const title = vscode.l10n.t(action.title);
  if (action.single && refs.length > 1)
    throw new AppError('rejected', vscode.l10n.t('{0} takes one at a time', title));
  const chosen = named(kind, refs, context);
  const prelude = kind.preludes?.[verb];
  const first = prelude && action.first !== undefined ? vscode.l10n.t(action.first) : undefined;
  const answer = chosen.length ? await answerTo(action, title, first, chosen) : undefined;
  if (answer === undefined) return;
  const items = toldApart(chosen);
  const texts = {
    title: (names: readonly string[]) => `${title}: ${names.join(', ')}`,
    failed: (name: string) => vscode.l10n.t('{0}: {1}', title, name),
    part: (done: number, all: number) => vscode.l10n.t('{0}: {1} of {2} done.', title, done, all),
  };
  await runBatch(context.present, items, texts, async ({ ref }, options) => {
    const connection = context.targets.connection(ref.remote);
    const kept = answer === first ? prelude?.(ref) : undefined;
    if (kept) await carryOut(connection, kept.make, options);
    try {
      await carryOut(connection, request(ref), options);
    } catch (error) {
      if (kept && !isCancelled(error)) await undo(connection, kept);
      throw error;
    }
    if (kept) await connection.transport.value(kept.look, unhurried()).catch(lost);
  });
}

/** What was kept is in nobody's way. @throws AppError that says that it stays */
async function undo(connection: Connection, { undo: request }: Prelude): Promise<void> {
  await carryOut(connection, request, unhurried()).catch((error: unknown) => {
    connection.transport.log.warn(`What was kept before an action stays: ${messageOf(error)}`);
  });
}

function lost(error: unknown): never {
  if (!AppError.is(error, 'notFound')) throw error;
  const text = vscode.l10n.t('It is done, but the server has deleted with it what was to keep the present');
  throw new AppError('operationFailed', text, { cause: error });
}

/** Asks where something is lost, a sentence for each remote. @returns the button, undefined where the person left */
async function answerTo(
  { asks, single }: ActionData,
  title: string,
  first: string | undefined,
  items: ReturnType<typeof named>,
): Promise<string | undefined> {
  if (!asks) return title;
  const sentences = [...new Set(items.map(({ ref }) => ref.remote))].map((remote) => {
    const here = items.filter(({ ref }) => ref.remote === remote);
    const [first] = here;
    return single && first
      ? vscode.l10n.t(asks.question, first.name, ofProject(aboveOf(first.ref), first.ref.project))
      : vscode.l10n.t(asks.question, namesOf(toldApart(here)), remote);
  });
  const detail = vscode.l10n.t(asks.detail);
  const buttons = [...(first === undefined ? [] : [first]), title];
  return vscode.window.showWarningMessage(sentences.join(' '), { modal: true, detail }, ...buttons);
}
