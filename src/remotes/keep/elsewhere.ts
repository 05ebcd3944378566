import * as vscode from 'vscode';
import type { RemoteConfig } from '../../client/remoteConfig';

/** Says that a remote is not ours to change, and offers the command that changes it. */
export async function belongsElsewhere(
  { name, source, location }: RemoteConfig,
  words: readonly string[],
): Promise<void> {
  if (source === 'local') {
    const text = vscode.l10n.t(
      '{0} is the server of this machine, at {1}. It can be disabled.',
      name,
      location,
    );
    void vscode.window.showInformationMessage(text);
    return;
  }
  const command = [source, ...words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`))].join(
    ' ',
  );
  const copy = vscode.l10n.t('Copy Command');
  const text = vscode.l10n.t(
    '{0} belongs to the {1} client, whose configuration is not changed from here.',
    name,
    source,
  );
  if ((await vscode.window.showInformationMessage(text, copy)) === copy)
    await vscode.env.clipboard.writeText(command);
}
