import * as vscode from 'vscode';
import { isCancelled } from '../base/errors';
import type { Abortable } from '../base/signal';

export interface PickOptions<T extends vscode.QuickPickItem> {
  readonly placeholder: string;
  /** Shown where there is nothing. */
  readonly nothing: string;
  load(options: Abortable): Promise<readonly T[]>;
}

/**
 * A quick pick that opens at once and fills when its items have come; leaving it ends the loading.
 * @returns undefined when the person left it
 */
export async function pickOne<T extends vscode.QuickPickItem>(
  options: PickOptions<T>,
): Promise<T | undefined> {
  const chosen = await pick(options, false);
  return chosen?.[0];
}

/** The same with a box before each row; those with `picked` are checked at first. */
export function pickMany<T extends vscode.QuickPickItem>(
  options: PickOptions<T>,
): Promise<readonly T[] | undefined> {
  return pick(options, true);
}

async function pick<T extends vscode.QuickPickItem>(
  options: PickOptions<T>,
  many: boolean,
): Promise<readonly T[] | undefined> {
  const stop = new AbortController();
  const list = vscode.window.createQuickPick<T>();
  list.placeholder = options.placeholder;
  list.matchOnDescription = true;
  list.canSelectMany = many;
  list.busy = true;
  list.show();
  try {
    const chosen = new Promise<readonly T[] | undefined>((resolve) => {
      list.onDidAccept(() => {
        // What has not come cannot be chosen, nor unchosen.
        if (list.busy || (!many && !list.selectedItems.length)) return;
        resolve(list.selectedItems);
      });
      list.onDidHide(() => {
        stop.abort();
        resolve(undefined);
      });
    });
    const filled = options.load({ signal: stop.signal }).then((items) => {
      list.items = items;
      if (many) list.selectedItems = items.filter(({ picked }) => picked);
      list.busy = false;
      if (!items.length) list.placeholder = options.nothing;
    });
    const failed = filled.then(() => chosen);
    return await Promise.race([chosen, failed]);
  } catch (error) {
    if (isCancelled(error)) return undefined;
    throw error;
  } finally {
    stop.abort();
    list.dispose();
  }
}
