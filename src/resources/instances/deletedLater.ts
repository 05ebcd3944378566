import * as vscode from 'vscode';
import type { ActionOptions } from '../../model/carryOut';
import type { Presenter } from '../../shell/present';

/** For making an instance: says at once what becomes of one that can no longer be cancelled. */
export function deletedLater(name: string, options: ActionOptions, present: Presenter): ActionOptions {
  const text = vscode.l10n.t('{0} can no longer be cancelled: it is deleted as soon as it is there', name);
  return {
    ...options,
    onLeft: () => {
      present.status(text);
    },
  };
}
