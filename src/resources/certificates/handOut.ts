import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Connection } from '../../model/connection';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import { addCertificate } from './api';
import { dateText, scopeText } from './look';
import { type ProjectNames, askForScope } from './scope';
import type { AccessTargets, TokenTarget } from './targets';
import { type TrustToken, trustTokenOf } from './token';

interface HandOutContext {
  readonly targets: AccessTargets;
  readonly present: Presenter;
  readonly projectNames: ProjectNames;
}

/**
 * Makes a trust token, puts it into the clipboard and shows it with what to do with it.
 * @returns the token, undefined when the person left
 */
export async function handOutToken(
  args: readonly unknown[],
  context: HandOutContext,
): Promise<string | undefined> {
  const connection = await context.targets.server(args, vscode.l10n.t('Server to let somebody in to'));
  if (!connection) return undefined;
  const title = vscode.l10n.t('Hand Out Token for {0}', connection.name);
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the computer or person that will use the token'),
    placeHolder: vscode.l10n.t('laptop'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() ? undefined : vscode.l10n.t('A name is needed')),
  });
  if (!name?.trim()) return undefined;
  const scope = await askForScope(title, connection, context.projectNames);
  if (!scope) return undefined;
  const body = { type: 'client', token: true, name: name.trim(), ...scope };
  const answer = await withProgress(title, remotesView, (options) =>
    connection.transport.send(addCertificate({ body }), options),
  );
  if (!answer) return undefined;
  const token = answer.kind === 'operation' ? trustTokenOf(answer.operation) : undefined;
  if (!token) throw new AppError('protocol', vscode.l10n.t('The server answered without a token'));
  await vscode.env.clipboard.writeText(token.text);
  await show(token, connection);
  return token.text;
}

/** Puts the tokens of these rows into the clipboard again, a line each. */
export async function copyTokens(tokens: readonly TokenTarget[], present: Presenter): Promise<void> {
  if (!tokens.length) return;
  await vscode.env.clipboard.writeText(tokens.map(({ token }) => token.text).join('\n'));
  present.status(vscode.l10n.t('Copied the token for {0}', tokens.map(({ name }) => name).join(', ')));
}

async function show(token: TrustToken, connection: Connection): Promise<void> {
  const client = connection.server?.product === 'incus' ? 'incus' : 'lxc';
  const command = `${client} remote add ${shellWord(connection.server?.name || connection.name)} ${token.text}`;
  const copy = vscode.l10n.t('Copy Token');
  const copyCommand = vscode.l10n.t('Copy as Command');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The token for {0} is in the clipboard', token.name),
    {
      modal: true,
      detail: [
        vscode.l10n.t('Paste it on the other computer into Add Remote…, or after "{0} remote add".', client),
        token.expires
          ? vscode.l10n.t('One computer can use it once, until {0}.', dateText(token.expires))
          : vscode.l10n.t('One computer can use it once; it does not expire.'),
        token.restricted
          ? vscode.l10n.t('Whoever uses it may use {0}.', scopeText(token))
          : vscode.l10n.t('Whoever has it may do everything on {0}: keep it secret.', connection.name),
        '',
        token.text,
      ].join('\n'),
    },
    copy,
    copyCommand,
  );
  if (answer === copy) await vscode.env.clipboard.writeText(token.text);
  if (answer === copyCommand) await vscode.env.clipboard.writeText(command);
}

function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
