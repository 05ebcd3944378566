import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import { configScheme } from './contribution';

/** Which documents VS Code is about to save by itself: after a pause, or as the window loses the focus. */
export class UnaskedSaves implements Disposable {
  private readonly uris = new Set<string>();
  private readonly listening = vscode.workspace.onWillSaveTextDocument(({ document: { uri }, reason }) => {
    if (uri.scheme !== configScheme) return;
    if (reason === vscode.TextDocumentSaveReason.Manual) this.uris.delete(String(uri));
    else this.uris.add(String(uri));
  });

  /** Whether the save that comes now is one of these. */
  takes(uri: vscode.Uri): boolean {
    return this.uris.delete(String(uri));
  }

  dispose(): void {
    this.listening.dispose();
  }
}
