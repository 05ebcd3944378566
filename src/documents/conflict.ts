import * as vscode from 'vscode';
import { replaceText } from '../shell/flatFiles';
import type { Presenter } from '../shell/present';
import type { Bases } from './bases';
import { type ServerObject, editableOf } from './editable';
import { merge } from './merge';
import type { Origin, Resource } from './store';
import { documentUri, parseUri } from './uri';
import { readText } from './yamlText';
import type { KindRegistry } from '../kinds/registry';

/**
 * Asks what to do about a conflict. Nothing is lost whatever a person answers: mine stays in the editor, unsaved. It is
 * VS Code's diff editor and not its merge editor that shows both sides: that one saves its result as it opens.
 * @param bring brings what only they changed into the document
 */
export function askAboutConflict(
  uri: vscode.Uri,
  { registry, present, bring }: { registry: KindRegistry; present: Presenter; bring: () => Promise<void> },
): void {
  const ref = parseUri(uri, registry)?.ref;
  if (!ref) return;
  const name = ref.parts.at(-1) || ref.remote;
  const showDifference = async (): Promise<void> => {
    await bring();
    const title = vscode.l10n.t('{0}: on the server ↔ yours', name);
    await vscode.commands.executeCommand('vscode.diff', documentUri(ref, 'theirs'), uri, title);
  };
  present.warning(vscode.l10n.t('{0} changed on the server meanwhile.', name), [
    { title: vscode.l10n.t('Show Difference'), run: showDifference },
  ]);
}

/** A document in conflict, and what it has to do with. */
interface InConflict {
  readonly uri: vscode.Uri;
  readonly resource: Resource;
  readonly theirs: Origin;
  readonly bases: Bases;
  readonly textOf: (value: ServerObject) => Promise<string>;
}

/**
 * Brings what only they changed into a document as it is now, so that saving it later does not take that back; Undo does.
 * @returns false where it stays in conflict: it cannot be read now, or VS Code did not let it be changed
 */
export async function takeOver({ uri, resource, theirs, bases, textOf }: InConflict): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  const [mine, base, fields] = [document.getText(), bases.of(uri), resource.kind];
  const parsed = readText(mine, theirs.object, fields);
  if (!parsed.ok) return false;
  const before = base ? editableOf(base.object, fields) : {};
  const { value } = merge(before, parsed.value, editableOf(theirs.object, fields));
  const merged = await textOf(value as ServerObject);
  if (!(await replaceText(document, merged))) return false;
  bases.turned(uri, mine, merged, theirs);
  return true;
}
