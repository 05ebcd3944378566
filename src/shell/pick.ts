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
  const stop = new AbortController();
  const pick = vscode.window.createQuickPick<T>();
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.show();
  try {
    const chosen = new Promise<T | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) resolve(item);
      });
      pick.onDidHide(() => {
        stop.abort();
        resolve(undefined);
      });
    });
    const filled = options.load({ signal: stop.signal }).then((items) => {
      pick.items = items;
      pick.busy = false;
      if (!items.length) pick.placeholder = options.nothing;
    });
    const failed = filled.then(() => chosen);
    return await Promise.race([chosen, failed]);
  } catch (error) {
    if (isCancelled(error)) return undefined;
    throw error;
  } finally {
    stop.abort();
    pick.dispose();
  }
}
