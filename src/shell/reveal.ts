import * as vscode from 'vscode';
import { messageOf } from '../base/errors';
import { parseKey } from '../model/key';
import { remotesView } from './contributions';
import type { Presenter } from './present';
import { reach } from './reach';
import type { RemotesView } from './remotesView';
import type { Tree } from './tree';

/** So long a row is waited for that is not there yet, in milliseconds. */
const newcomerMs = 2_000;
/** So often a row is shown again that VS Code did not find, and so long its rows are waited for, in milliseconds. */
const [mostRefusals, settlingMs] = [4, 250];

/**
 * Selects the row that is reached through these ids, opening what is above it; says where it cannot.
 * @param ids from the remote down; ids of levels that are not shown are passed over
 */
export async function reveal(shown: RemotesView, ids: readonly string[], present: Presenter): Promise<void> {
  const { tree } = shown;
  await vscode.commands.executeCommand(`${remotesView}.focus`);
  let until: number | undefined;
  for (let refusals = 0; ;) {
    const { node, paged, hidden } = await reach(tree, ids);
    if (node) {
      try {
        await shown.show(node, { select: true, focus: true });
        return;
      } catch (error) {
        // VS Code gives up where its rows are drawn anew meanwhile.
        if (++refusals > mostRefusals) {
          present.warning(vscode.l10n.t('VS Code does not show its row: {0}', messageOf(error)));
          return;
        }
        await newsOf(tree, settlingMs);
        continue;
      }
    }
    if (hidden !== undefined) {
      const title = vscode.l10n.t('Clear Filter');
      const run = async (): Promise<void> => {
        await vscode.commands.executeCommand('lxd.view.clearFilter');
        await newsOf(tree, newcomerMs);
        await reveal(shown, ids, present);
      };
      present.warning(vscode.l10n.t('{0} is hidden by the filter', hidden), [{ title, run }]);
      return;
    }
    // What was made just now comes with its event.
    if (paged) until = undefined;
    until ??= performance.now() + newcomerMs;
    if (!(await newsOf(tree, until - performance.now()))) break;
  }
  const [name = ''] = parseKey(ids.at(-1) ?? '').name.split('@');
  const label = decodeURIComponent(name.split('/').at(-1) ?? '');
  present.warning(vscode.l10n.t('{0} is not in the tree', label));
}

/** Waits for the next news of any row. @returns false where none came within `ms` milliseconds */
function newsOf(tree: Tree, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (came: boolean): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(came);
    };
    const timer = setTimeout(end, Math.max(0, ms), false);
    const listening = tree.onDidChangeTreeData(() => {
      end(true);
    });
  });
}
