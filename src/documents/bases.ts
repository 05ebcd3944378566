import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { configScheme } from './contribution';
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
 * base only from when an editor holds the very text that was made from it, Undo and Redo included.
 */
export class Bases implements Disposable {
  private readonly made = new Map<string, readonly Made[]>();
  private readonly current = new Map<string, Origin | undefined>();
  private readonly owned = new DisposableStore();

  constructor() {
    const seen = (document: vscode.TextDocument): void => {
      if (document.uri.scheme === configScheme) this.look(document);
    };
    this.owned.add(vscode.workspace.onDidOpenTextDocument(seen));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        seen(document);
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
  remember(uri: vscode.Uri, text: string, origin: Origin | undefined): void {
    const others = (this.made.get(String(uri)) ?? []).filter((made) => made.text !== text);
    this.made.set(String(uri), [...others, { text, origin }].slice(-most));
    const open = vscode.workspace.textDocuments.find((document) => String(document.uri) === String(uri));
    if (open) this.look(open);
  }

  /** What the editor holds came from this text, whatever was typed since. */
  set(uri: vscode.Uri, text: string, origin: Origin): void {
    this.remember(uri, text, origin);
    this.current.set(String(uri), origin);
  }

  forget(uri: vscode.Uri): void {
    this.made.delete(String(uri));
    this.current.delete(String(uri));
  }

  private look(document: vscode.TextDocument): void {
    const known = this.made.get(String(document.uri));
    if (!known) return;
    const text = document.getText();
    const made = known.find((each) => each.text === text);
    if (made) this.current.set(String(document.uri), made.origin);
  }
}
