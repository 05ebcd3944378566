import * as vscode from 'vscode';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import type { KindContext } from './common';
import type { Kind } from './kind';
import { shownName } from './remove';

/** Does to resources what one request of their kind does; asks before where something is lost by it. */
export async function runAction(
  kind: Kind,
  verb: string,
  args: readonly unknown[],
  context: KindContext,
): Promise<void> {
  const refs = await context.targets.resolve(kind, args);
  const action = kind.data.actions?.find((each) => each.verb === verb);
  const request = kind.actions?.[verb];
  const [first] = refs;
  if (!first || !action || !request) return;
  const title = vscode.l10n.t(action.title);
  const items = refs.map((ref) => ({ ref, name: shownName(kind, ref, context) }));
  if (action.asks) {
    const names = items.map(({ name }) => name).join(', ');
    const question = vscode.l10n.t(action.asks.question, names, first.parents.at(-1) ?? first.remote);
    const detail = vscode.l10n.t(action.asks.detail);
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, title);
    if (answer !== title) return;
  }
  const texts = {
    title: (names: readonly string[]) => `${title}: ${names.join(', ')}`,
    failed: (name: string) => vscode.l10n.t('{0}: {1}', title, name),
    part: (done: number, all: number) => vscode.l10n.t('{0}: {1} of {2} done.', title, done, all),
  };
  await runBatch(context.present, items, texts, ({ ref }, options) =>
    carryOut(context.targets.connection(ref.remote), request(ref), options),
  );
}
