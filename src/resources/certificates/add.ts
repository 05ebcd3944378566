import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { AppError, messageOf } from '../../base/errors';
import { offeredClipboard } from '../../shell/clipboard';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import { addCertificate } from './api';
import { type ReadCertificate, readPem } from './pem';
import { type ProjectNames, askForScope } from './scope';
import type { AccessTargets } from './targets';

/** No certificate is larger; reading more would only keep the person waiting. */
const largestFile = 1024 * 1024;

interface AddContext {
  readonly targets: AccessTargets;
  readonly present: Presenter;
  readonly projectNames: ProjectNames;
}

/**
 * Makes a server trust a certificate that somebody sent.
 * @returns its fingerprint, undefined when the person left
 */
export async function addTrustedCertificate(
  args: readonly unknown[],
  { targets, present, projectNames }: AddContext,
): Promise<string | undefined> {
  const connection = await targets.server(args, vscode.l10n.t('Server that will trust the certificate'));
  if (!connection) return undefined;
  const title = vscode.l10n.t('Add Certificate to {0}', connection.name);
  const certificate = await askForCertificate(title);
  if (!certificate) return undefined;
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the certificate'),
    value: certificate.commonName,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() ? undefined : vscode.l10n.t('A name is needed')),
  });
  if (!name?.trim()) return undefined;
  const type = await askForType(title, connection.server?.extensions.has('metrics') ?? false);
  if (!type) return undefined;
  const scope = await askForScope(title, connection, projectNames);
  if (!scope) return undefined;
  const body = { type, name: name.trim(), certificate: certificate.der, ...scope };
  const done = await withProgress(title, remotesView, (options) =>
    connection.transport.send(addCertificate({ body }), options),
  );
  if (!done) return undefined;
  present.status(vscode.l10n.t('{0} trusts {1}', connection.name, body.name));
  return certificate.fingerprint;
}

async function askForCertificate(title: string): Promise<ReadCertificate | undefined> {
  const clipboard = await offeredClipboard();
  const file = { label: vscode.l10n.t('From a File…'), from: 'file' } as const;
  const paste = { label: vscode.l10n.t('Paste Its Text…'), from: 'paste' } as const;
  const copied = { label: vscode.l10n.t('From the Clipboard'), from: 'clipboard' } as const;
  const items = [...(clipboard.includes('-----BEGIN CERTIFICATE-----') ? [copied] : []), file, paste];
  const way = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('A certificate in PEM form, like client.crt; never its key'),
  });
  switch (way?.from) {
    case 'clipboard':
      return readPem(clipboard, new Date());
    case 'file':
      return readFromFile(title);
    case 'paste': {
      const text = await vscode.window.showInputBox({
        title,
        prompt: vscode.l10n.t('The text of the certificate'),
        placeHolder: '-----BEGIN CERTIFICATE-----',
        ignoreFocusOut: true,
        validateInput: problemWith,
      });
      return text === undefined ? undefined : readPem(text, new Date());
    }
    case undefined:
      return undefined;
  }
}

function problemWith(text: string): string | undefined {
  if (!text.trim()) return undefined;
  try {
    readPem(text, new Date());
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function readFromFile(title: string): Promise<ReadCertificate | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Add Certificate'),
      filters: {
        [vscode.l10n.t('Certificates')]: ['crt', 'pem', 'cer'],
        [vscode.l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  if (!file) return undefined;
  try {
    const { size } = await stat(file.fsPath);
    if (size > largestFile)
      throw new AppError('rejected', vscode.l10n.t('{0} is too large for a certificate', file.fsPath));
    return readPem(await readFile(file.fsPath, 'utf8'), new Date());
  } catch (error) {
    throw AppError.is(error) ? error : new AppError('rejected', messageOf(error), { cause: error });
  }
}

async function askForType(title: string, metrics: boolean): Promise<string | undefined> {
  if (!metrics) return 'client';
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('Client'), detail: vscode.l10n.t('Uses the API'), type: 'client' },
      {
        label: vscode.l10n.t('Metrics'),
        detail: vscode.l10n.t('May only read /1.0/metrics'),
        type: 'metrics',
      },
    ],
    { title, placeHolder: vscode.l10n.t('What the certificate is for') },
  );
  return picked?.type;
}
