import * as vscode from 'vscode';
import type { Connection } from '../model/connection';
import { apiRequestCommands as commands, apiScheme } from './contribution';
import { type ApiDocuments, headline } from './documents';

/** The line above a request or an answer: what it is, and what to do with it. */
export function registerLenses(
  documents: ApiDocuments,
  connectionOf: (remote: string) => Connection | undefined,
): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider(
    { scheme: apiScheme },
    {
      provideCodeLenses({ uri }): vscode.CodeLens[] {
        const document = documents.get(uri);
        if (!document) return [];
        const client = connectionOf(document.request.remote)?.server?.product === 'incus' ? 'incus' : 'lxc';
        const lens = (title: string, command: string): vscode.CodeLens =>
          new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [uri] });
        const send = document.isAnswer
          ? vscode.l10n.t('$(refresh) Send Again')
          : vscode.l10n.t('$(send) Send');
        return [
          lens(`${send}: ${headline(document)}`, commands.sendDocument.id),
          lens(vscode.l10n.t('Copy as curl'), commands.copyCurl.id),
          lens(vscode.l10n.t('Copy as {0} query', client), commands.copyQuery.id),
        ];
      },
    },
  );
}
