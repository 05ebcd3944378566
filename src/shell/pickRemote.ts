import * as vscode from 'vscode';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import { pickOne } from './pick';

/** The connected server, or the one that a person chooses among several; image servers are none. */
export async function pickServer(remotes: Remotes, placeholder: string): Promise<Connection | undefined> {
  const ready = remotes.all.filter(({ server, config }) => server && !isImageServer(config));
  if (ready.length === 1) return ready[0];
  const item = await pickOne({
    placeholder,
    nothing: vscode.l10n.t('No remote is connected'),
    load: () =>
      Promise.resolve(
        ready.map((connection) => ({
          label: connection.name,
          description: connection.config.location,
          connection,
        })),
      ),
  });
  return item?.connection;
}
