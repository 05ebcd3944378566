import * as vscode from 'vscode';
import { isCancelled, messageOf } from '../base/errors';
import { isObject } from '../client/decode';
import type { BatchResult, BatchResults, Presenter } from './present';

interface Row extends vscode.QuickPickItem {
  /** What names the row in the tree. */
  readonly ref?: unknown;
}

/**
 * Lists what has come of each that the last command on several was done to: what failed first, with the server's words.
 * A row leads to that in the tree; "Retry Failed" does again what failed, and lists again where something still does.
 */
export async function listResults(present: Presenter): Promise<void> {
  for (let { results } = present; ; results = present.results) {
    if (!results) {
      present.status(vscode.l10n.t('Nothing was done to several at once yet'));
      return;
    }
    const answer = await ask(results);
    if (answer !== 'retry') {
      if (answer) await reveal(answer.ref);
      return;
    }
    await results.retry?.();
    if (!present.results?.retry) return;
  }
}

/** @returns undefined where the person left */
function ask({ text, all, retry }: BatchResults): Promise<Row | 'retry' | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  const again = { iconPath: new vscode.ThemeIcon('debug-rerun'), tooltip: vscode.l10n.t('Retry Failed') };
  pick.title = text;
  pick.placeholder = vscode.l10n.t('Enter goes to its row in the tree');
  pick.matchOnDescription = pick.matchOnDetail = pick.ignoreFocusOut = true;
  pick.buttons = retry ? [again] : [];
  pick.items = [...all].sort((a, b) => rank(a) - rank(b)).map(rowOf);
  return new Promise<Row | 'retry' | undefined>((resolve) => {
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row?.ref !== undefined) resolve(row);
    });
    pick.onDidTriggerButton(() => {
      resolve('retry');
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  }).finally(() => {
    pick.dispose();
  });
}

/** What failed, what was cancelled, what is done. */
function rank({ error }: BatchResult): number {
  return error === undefined ? 2 : isCancelled(error) ? 1 : 0;
}

function rowOf(result: BatchResult): Row {
  const { item, error } = result;
  const { name, ref } = item;
  const icon = ['error', 'circle-slash', 'check'][rank(result)] ?? '';
  const where = isObject(ref) ? [ref['remote'], ref['project']].filter(Boolean).join('/') : '';
  const isOff = error !== undefined && isCancelled(error);
  return {
    label: `$(${icon}) ${name}`,
    description: [where, isOff ? vscode.l10n.t('cancelled') : ''].filter(Boolean).join(' · '),
    ...(error === undefined || isOff ? {} : { detail: messageOf(error) }),
    ...(hasRow(item) ? { ref } : {}),
  };
}

/** Whether the tree can be asked for its row: it names one, and it is not deleted. */
function hasRow(item: BatchResult['item']): boolean {
  const { ref } = item;
  const isGone = 'isGone' in item && item.isGone === true;
  return !isGone && isObject(ref) && ('instance' in ref || ('kind' in ref && 'parts' in ref));
}

function reveal(ref: unknown): Thenable<unknown> {
  const command = isObject(ref) && 'instance' in ref ? 'lxd.instance.reveal' : 'lxd.resource.reveal';
  return vscode.commands.executeCommand(command, ref);
}
