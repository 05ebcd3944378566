import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { StepButton } from '../../shell/steps';

/** The command that makes a server print a token for this computer. */
export function tokenCommand(product: 'lxd' | 'incus'): string {
  const host = /^[\w.-]+$/.test(hostname()) ? hostname() : 'NAME';
  return product === 'incus' ? `incus config trust add ${host}` : `lxc config trust add --name ${host}`;
}

/** The button that tells how to get a token, and copies the command that makes one. */
export function howToButton(): StepButton {
  return {
    iconPath: new vscode.ThemeIcon('question'),
    tooltip: vscode.l10n.t('How to Get a Token'),
    run: explain,
  };
}

async function explain(): Promise<void> {
  const [lxd, incus] = [vscode.l10n.t('Copy for LXD'), vscode.l10n.t('Copy for Incus')];
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The administrator of the server runs "{0}" there, on Incus "{1}". It prints a token that lets this computer in, once.',
      tokenCommand('lxd'),
      tokenCommand('incus'),
    ),
    lxd,
    incus,
  );
  if (chosen !== undefined)
    await vscode.env.clipboard.writeText(tokenCommand(chosen === incus ? 'incus' : 'lxd'));
}
