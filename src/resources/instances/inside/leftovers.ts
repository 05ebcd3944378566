import * as vscode from 'vscode';
import { ago } from '../../../kinds/timeTexts';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import type { Presenter } from '../../../shell/present';
import type { Leftover } from './copies';

/** Says which copies are still on a server, and offers to delete them. Nothing goes unless a person says so. */
export function offerLeftovers(remote: string, leftovers: readonly Leftover[], present: Presenter): void {
  if (!leftovers.length) return;
  const names = leftovers
    .map(({ name, made }) => vscode.l10n.t('{0} (made {1})', name, ago(made)))
    .join(', ');
  const [text, title] =
    leftovers.length === 1
      ? [
          vscode.l10n.t(
            'A copy of a snapshot that was made to read its files is still on {0}: {1}. Another window may be using it.',
            remote,
            names,
          ),
          vscode.l10n.t('Remove It'),
        ]
      : [
          vscode.l10n.t(
            'Copies of snapshots that were made to read their files are still on {0}: {1}. Other windows may be using them.',
            remote,
            names,
          ),
          vscode.l10n.t('Remove Them'),
        ];
  const run = (): Promise<unknown> => runBatch(present, leftovers, removing, (each) => each.remove());
  present.warning(text, [{ title, run }]);
}

const removing: BatchTexts = {
  title: (names) => vscode.l10n.t('Deleting {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not delete {0}', name),
  part: (done, all) => vscode.l10n.t('Deleted {0} of {1} copies.', done, all),
};
