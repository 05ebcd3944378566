import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { ConfirmLoss, Loss } from '../client/files/remoteFiles';
import type { InstanceRef } from '../model/key';

/** Asks before a save or a copy drops special mode bits: both servers lose them, and only a chmod brings them back. */
export function askAboutLoss({ instance }: InstanceRef): ConfirmLoss {
  return async (loss) => {
    const name = posix.basename(loss.path);
    const bits = loss.bits.join(', ');
    const question = vscode.l10n.t('{0} would lose its special mode ({1}).', name, bits);
    const button = vscode.l10n.t('Save Anyway');
    const answer = await vscode.window.showWarningMessage(
      question,
      { modal: true, detail: reason(loss, instance) },
      button,
    );
    return answer === button;
  };
}

function reason({ why }: Loss, instance: string): string {
  return why === 'stopped'
    ? vscode.l10n.t(
        '{0} is stopped, and only a running instance can set it again. Start it first to keep it.',
        instance,
      )
    : vscode.l10n.t('{0} has no chmod, which is needed to set it again.', instance);
}
