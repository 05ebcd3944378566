import * as vscode from 'vscode';
import type { Presenter } from '../shell/present';
import { documentUri, parseUri } from './uri';
import type { KindRegistry } from '../kinds/registry';

/**
 * Asks what to do about a conflict. Nothing is lost whatever a person answers: mine stays in the editor, unsaved. It is
 * VS Code's diff editor and not its merge editor that shows both sides: that one saves its result as it opens.
 */
export function askAboutConflict(
  uri: vscode.Uri,
  mergedText: string,
  { registry, present, settled }: { registry: KindRegistry; present: Presenter; settled: () => void },
): void {
  const ref = parseUri(uri, registry)?.ref;
  if (!ref) return;
  const name = ref.parts.at(-1) || ref.remote;
  const showDifference = async (): Promise<void> => {
    await takeOver(uri, mergedText);
    settled();
    const title = vscode.l10n.t('{0}: on the server ↔ yours', name);
    await vscode.commands.executeCommand('vscode.diff', documentUri(ref, 'theirs'), uri, title);
  };
  present.warning(vscode.l10n.t('{0} changed on the server meanwhile.', name), [
    { title: vscode.l10n.t('Show Difference'), run: showDifference },
  ]);
}

/** What only they changed comes into the document, so that saving it later does not take it back. */
async function takeOver(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}
