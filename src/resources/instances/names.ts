import * as vscode from 'vscode';
import type { ServerInfo } from '../../client/server';
import { hostNameProblem } from '../../kinds/names';

/** What a server would say against a name, or undefined. @param server whose rules hold, where it is known */
export function nameProblem(
  name: string,
  server: Pick<ServerInfo, 'product'> | undefined,
): string | undefined {
  if (name === '') return vscode.l10n.t('A name is needed');
  if (name.includes('/')) return vscode.l10n.t('The character "/" is reserved for snapshots');
  return hostNameProblem(name, server);
}

/** The same, and against one that is there already. */
export function newNameProblem(
  name: string,
  { project, server }: { readonly project: string; readonly server: ServerInfo | undefined },
  isTaken: boolean,
): string | undefined {
  return (
    nameProblem(name, server) ??
    (isTaken ? vscode.l10n.t('{0} exists already in project {1}', name, project) : undefined)
  );
}
