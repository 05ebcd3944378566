import * as vscode from 'vscode';
import { AppError } from '../../../base/errors';
import type { Steps } from '../../../shell/steps';

/** What is given to cloud-init, and what a person calls it. */
export interface UserData {
  readonly name: string;
  readonly text: string;
}

interface Row extends vscode.QuickPickItem {
  take(): Promise<UserData | undefined>;
}

/** In bytes: nobody writes more by hand, and the server keeps it in its database. */
const largest = 1024 ** 2;

/**
 * Asks for the user data of cloud-init: none, a file, or an open editor that has some.
 * @param nothing what it is called that there is none
 * @returns undefined for none
 * @throws AppError where the file cannot be used; AbortError where they leave
 */
export async function askUserData(ui: Steps, nothing: string): Promise<UserData | undefined> {
  const none: Row = { label: nothing, take: () => Promise.resolve(undefined) };
  const file: Row = { label: vscode.l10n.t('$(folder-opened) From a File…'), take: fromFile };
  const open = vscode.workspace.textDocuments.filter((document) => isUserData(document.getText())).map(rowOf);
  const row = await ui.pick({
    placeholder: vscode.l10n.t('What cloud-init does at the first start; the image must have it'),
    items: () => [none, file, ...open],
  });
  return row.take();
}

/** An open editor whose text cloud-init would take. */
function rowOf(document: vscode.TextDocument): Row {
  const name = document.uri.path.split('/').at(-1) ?? '';
  return {
    label: `$(file-code) ${name}`,
    description: vscode.l10n.t('open in an editor'),
    take: () => Promise.resolve({ name, text: document.getText() }),
  };
}

async function fromFile(): Promise<UserData | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ openLabel: vscode.l10n.t('Use') })) ?? [];
  if (!uri) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  const name = uri.path.split('/').at(-1) ?? '';
  const text = size > largest ? '' : Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  if (!isUserData(text))
    throw new AppError(
      'rejected',
      vscode.l10n.t('{0} is nothing for cloud-init: it begins with neither #cloud-config nor #!', name),
    );
  return { name, text };
}

/** How cloud-init tells what it is given: by its first line. */
function isUserData(text: string): boolean {
  return /^(#cloud-config|#!|#include|#cloud-boothook|#part-handler|#cloud-config-archive|## template:|Content-Type: multipart)/i.test(
    text,
  );
}
