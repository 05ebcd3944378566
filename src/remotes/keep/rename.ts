import * as vscode from 'vscode';
import { checkRemoteName } from '../../client/auth/remoteInput';
import type { Connection } from '../../model/connection';
import type { RemoteParts } from '../parts';
import { belongsElsewhere } from './elsewhere';

/** Rename…: the name is checked while it is typed. */
export async function renameRemote(parts: RemoteParts, { config }: Connection): Promise<void> {
  const { name } = config;
  if (config.source !== 'settings') {
    await belongsElsewhere(config, ['remote', 'rename', config.cliName ?? name, vscode.l10n.t('NEW-NAME')]);
    return;
  }
  const taken = parts.remotes.all.map((other) => other.name).filter((other) => other !== name);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', name),
    value: name,
    validateInput: (text) => checkRemoteName(text.trim(), taken),
  });
  const newName = typed?.trim();
  if (newName === undefined || newName === name) return;
  // Also for whoever answers without the box: an existing entry is never overwritten.
  if (checkRemoteName(newName, taken) !== undefined) return;
  await parts.signIns.copy(name, newName);
  try {
    await parts.store.rename(name, newName);
  } catch (error) {
    await parts.signIns.forget(newName);
    throw error;
  }
  await parts.signIns.forget(name);
  await parts.remotes.discover();
}
