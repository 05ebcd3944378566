import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { isObject } from '../../src/client/decode';
import type { Target } from '../support/targets';
import type { Dialogs } from './extensionHost';

/** What another client sees of an object; undefined where there is none. */
export async function query(target: Target, path: string): Promise<unknown> {
  try {
    const found = JSON.parse(await target.cli(['query', path])) as unknown;
    // A cluster tells the members of a network in another order each time.
    if (isObject(found) && Array.isArray(found['locations'])) found['locations'].sort();
    return found;
  } catch {
    return undefined;
  }
}

/** Opens a resource by its command. */
export async function openDocument(kind: string, ref: object): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand(`lxd.${kind}.edit`, ref);
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, 'lxd-config');
  return document;
}

/** Replaces a document's text, and saves it. */
export async function saveWith(
  document: vscode.TextDocument,
  change: (text: string) => string,
  dialogs: Dialogs,
): Promise<void> {
  // What the server tells of an earlier change may come while the text is being replaced.
  await waitFor('the edit', async () => {
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const text = change(document.getText());
    edit.replace(document.uri, all, text);
    return (await vscode.workspace.applyEdit(edit)) && document.getText() === text;
  });
  const problems = () => JSON.stringify(vscode.languages.getDiagnostics(document.uri));
  assert.equal(await document.save(), true, dialogs.errors.join() || problems());
}

/** Saves a resource without a change, with one, and as it was: the object is compared field by field. */
export async function editAndBack(
  { target, dialogs }: { target: Target; dialogs: Dialogs },
  { kind, ref, path, change }: { kind: string; ref: object; path: string; change: (text: string) => string },
): Promise<void> {
  const before = await query(target, path);
  assert.ok(before, `${path} is not there`);
  const document = await openDocument(kind, ref);
  const text = document.getText();
  await saveWith(document, (whole) => `${whole}# a comment\n`, dialogs);
  assert.deepEqual(await query(target, path), before, 'saved without a change');
  // What uses it may be told differently by then: only the line that was added is looked for.
  await waitFor('the text of the server', () => {
    if (!document.getText().includes('# a comment')) return true;
    throw new Error(document.getText());
  });
  await saveWith(document, change, dialogs);
  assert.notDeepEqual(await query(target, path), before);
  await saveWith(document, () => text, dialogs);
  assert.deepEqual(await query(target, path), before);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
}
