import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Origin } from './store';

/** A text that an editor may hold, and what it was made from; undefined where that is not known. */
interface Made {
  readonly text: string;
  readonly origin: Origin | undefined;
}

/** So many texts of a document are known at once. */
const most = 6;

/**
 * What the text in an editor was made from, which is what a save compares with. It is not what was read last: VS Code
 * reads for other reasons, too, and does not take what it reads into an editor with unsaved changes. So an object is the
 * base only from when an editor without such changes holds the very text that was made from it. What is typed changes no
 * base, even where it becomes a text that was there before: a person may well want that back.
 */
export class Bases implements Disposable {
  private readonly made = new Map<string, readonly Made[]>();
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
        // Undo and Redo lead from one of these to the other.
        if (reason !== undefined && document.isDirty) this.find(document, this.turns);
        else this.look(document);
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

  /** An editor may come to hold this text, or holds it. */
  remember(uri: vscode.Uri, text: string, origin: Origin): void {
    const others = (this.made.get(String(uri)) ?? []).filter((made) => made.text !== text);
    this.made.set(String(uri), [...others, { text, origin }].slice(-most));
    const open = vscode.workspace.textDocuments.find((document) => String(document.uri) === String(uri));
    if (open) this.look(open);
  }

  /** What the editor holds was saved with this text, whatever was typed since. */
  saved(uri: vscode.Uri, text: string, origin: Origin): void {
    this.turns.delete(String(uri));
    this.made.set(String(uri), [{ text, origin }]);
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
    for (const known of [this.made, this.current, this.turns]) known.delete(String(uri));
  }

  private look(document: vscode.TextDocument): void {
    if (!document.isDirty) this.find(document, this.made);
  }

  private find(document: vscode.TextDocument, among: ReadonlyMap<string, readonly Made[]>): void {
    const known = among.get(String(document.uri));
    if (!known) return;
    const text = document.getText();
    const found = known.find((each) => each.text === text);
    if (found) this.current.set(String(document.uri), found.origin);
  }
}
