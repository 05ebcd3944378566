import * as vscode from 'vscode';
import type { Presenter } from '../shell/present';
import type { Saved } from './store';
import { documentUri, parseUri } from './uri';
import type { KindRegistry } from '../kinds/registry';

/** Asks what to do about a conflict. Nothing is lost whatever a person answers: mine stays in the editor, unsaved. */
export function askAboutConflict(
  uri: vscode.Uri,
  saved: Saved & { kind: 'conflict' },
  { registry, present, settled }: { registry: KindRegistry; present: Presenter; settled: () => void },
): void {
  const ref = parseUri(uri, registry)?.ref;
  if (!ref) return;
  const name = ref.parts.at(-1) || ref.remote;
  const [base, theirs, mine] = (['base', 'theirs', 'mine'] as const).map((view) => documentUri(ref, view));
  const merge = async (): Promise<void> => {
    settled();
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: theirs, title: vscode.l10n.t('On the server') },
      input2: { uri: mine, title: vscode.l10n.t('Yours') },
      output: uri,
    });
  };
  const showDifference = async (): Promise<void> => {
    await takeOver(uri, saved);
    settled();
    const title = vscode.l10n.t('{0}: on the server ↔ yours', name);
    await vscode.commands.executeCommand('vscode.diff', theirs, uri, title);
  };
  present.warning(vscode.l10n.t('{0} changed on the server meanwhile.', name), [
    { title: vscode.l10n.t('Merge'), run: merge },
    { title: vscode.l10n.t('Show Difference'), run: showDifference },
  ]);
}

/** What only they changed comes into the document, so that saving it later does not take it back. */
async function takeOver(uri: vscode.Uri, { merged }: Saved & { kind: 'conflict' }): Promise<void> {
  const { textOf } = await import('./yamlText');
  const document = await vscode.workspace.openTextDocument(uri);
  const head = document
    .getText()
    .split('\n')
    .filter((line) => line.startsWith('# '));
  const firstKey = document
    .getText()
    .split('\n')
    .findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const edit = new vscode.WorkspaceEdit();
  const comments = head.slice(0, Math.max(0, firstKey)).map((line) => line.slice(2));
  edit.replace(
    uri,
    new vscode.Range(0, 0, document.lineCount, 0),
    textOf(merged, { head: comments.slice(0, 2) }),
  );
  await vscode.workspace.applyEdit(edit);
}
