import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Activities } from './activities';
import { type Activity, detailsOf } from './activity';
import { titleOf } from './look';

const scheme = 'lxd-operation';

/** Operations as read-only documents, which follow what the server tells. */
export class OperationDetails implements vscode.TextDocumentContentProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;

  constructor(private readonly activities: Activities) {
    this.store.add(this.changes);
    this.store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.store.add(
      activities.onDidChange((activity) => {
        if (!activity) return;
        for (const { uri } of vscode.workspace.textDocuments)
          if (uri.scheme === scheme && uri.query === activity.key) this.changes.fire(uri);
      }),
    );
  }

  /** Opens what is known of an operation, as a preview. */
  async open(activity: Activity): Promise<void> {
    // The tab shows the last part, and what stands above the text is the whole path.
    const name = `${titleOf(activity).replaceAll('/', '∕')}.json`;
    const uri = vscode.Uri.from({ scheme, path: `/${activity.remote}/${name}`, query: activity.key });
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const activity = this.activities.get(uri.query);
    // A tab of an earlier window: no server knows its operations for that long.
    if (!activity) throw vscode.FileSystemError.FileNotFound(uri);
    return detailsOf(activity);
  }

  dispose(): void {
    this.store.dispose();
  }
}
