import * as vscode from 'vscode';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import { pickOne } from './pick';

/**
 * What may be asked: no image servers, nothing that is switched off or not reachable. It may not be connected yet:
 * nothing is while nobody has looked at the tree.
 */
export function usableServers(remotes: Remotes): readonly Connection[] {
  return remotes.all.filter(
    ({ config, state }) => !isImageServer(config) && !config.disabled && state.kind !== 'lost',
  );
}

/** The only usable server, or the one that a person chooses among several. */
export async function pickServer(remotes: Remotes, placeholder: string): Promise<Connection | undefined> {
  const usable = usableServers(remotes);
  if (usable.length === 1) return usable[0];
  const item = await pickOne({
    placeholder,
    nothing: vscode.l10n.t('No remote is connected'),
    load: () =>
      Promise.resolve(
        usable.map((connection) => ({
          label: connection.name,
          description: connection.config.location,
          connection,
        })),
      ),
  });
  return item?.connection;
}
