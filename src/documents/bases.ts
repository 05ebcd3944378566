import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Origin } from './store';

/** A text that an editor may hold, and what it was made from; undefined where that is not known. */
interface Made {
  readonly text: string;
  readonly origin: Origin | undefined;
}

/** So many texts of a document are waited for at once. */
const most = 4;

/**
 * What the text in an editor was made from, which is what a save compares with. It is not what was read last: VS Code
 * reads for other reasons, too, and does not take what it reads into an editor with unsaved changes. So an object is the
 * base only from when an editor holds the very text that was read. What is typed changes no base, even where it becomes a
 * text that was there before: a person may well want that back.
 */
export class Bases implements Disposable {
  /** What VS Code has read, and no editor has shown yet. */
  private readonly read = new Map<string, readonly Made[]>();
  private readonly current = new Map<string, Origin | undefined>();
  /** The text before something was taken over into it, and the one after that. */
  private readonly turns = new Map<string, readonly Made[]>();
  private readonly owned = new DisposableStore();

  constructor() {
    this.owned.add(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.look(document);
      }),
    );
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
        // Undo and Redo lead from one text of a turn to the other.
        if (reason === undefined) this.look(document);
        else this.find(document, this.turns);
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Undefined where nobody knows, as after a restart with unsaved changes. */
  of(uri: vscode.Uri): Origin | undefined {
    return this.current.get(String(uri));
  }

  /** VS Code reads this text: an editor may come to hold it. */
  remember(uri: vscode.Uri, text: string, origin: Origin): void {
    this.read.set(String(uri), [...(this.read.get(String(uri)) ?? []), { text, origin }].slice(-most));
    const open = vscode.workspace.textDocuments.find((document) => String(document.uri) === String(uri));
    if (open) this.look(open);
  }

  /** What the editor holds was saved, and is this object now, whatever was typed since. */
  saved(uri: vscode.Uri, origin: Origin): void {
    this.turns.delete(String(uri));
    this.read.delete(String(uri));
    this.current.set(String(uri), origin);
  }

  /** What others changed was taken over into an editor: its text became another one, made from another object. */
  turned(uri: vscode.Uri, before: string, after: string, origin: Origin): void {
    this.turns.set(String(uri), [
      { text: before, origin: this.of(uri) },
      { text: after, origin },
    ]);
    this.current.set(String(uri), origin);
  }

  forget(uri: vscode.Uri): void {
    for (const known of [this.read, this.current, this.turns]) known.delete(String(uri));
  }

  private look(document: vscode.TextDocument): void {
    if (this.find(document, this.read)) this.read.delete(String(document.uri));
  }

  private find(document: vscode.TextDocument, among: ReadonlyMap<string, readonly Made[]>): boolean {
    const known = among.get(String(document.uri));
    if (!known) return false;
    const text = document.getText();
    const found = known.findLast((each) => each.text === text);
    if (found) this.current.set(String(document.uri), found.origin);
    return found !== undefined;
  }
}
