import * as vscode from 'vscode';
import type { Connection } from '../../model/connection';
import { pickOne } from '../../shell/pick';
import type { RemoteParts } from '../parts';

/** Set Default Project…: the one that is shown first. */
export async function setDefaultProject(parts: RemoteParts, connection: Connection): Promise<void> {
  const { name, project } = connection.config;
  const item = await pickOne({
    placeholder: vscode.l10n.t('Default project of {0}', name),
    nothing: vscode.l10n.t('There is no project'),
    load: async (options) =>
      (await parts.projects(connection, options)).map((label) => ({
        label,
        description: label === project ? vscode.l10n.t('now') : '',
      })),
  });
  if (!item || item.label === project) return;
  const isOwn = connection.config.source === 'settings';
  await parts.store.change(name, { project: isOwn && item.label === 'default' ? undefined : item.label });
  await parts.remotes.discover();
}
