import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { FlatFiles } from '../../../shell/flatFiles';
import { formatFileUri } from '../../../shell/uri';
import { snapshotScheme } from './contribution';
import type { SnapshotPlace } from './copies';

/** Files of snapshots as documents that nobody can change: in memory, as long as an editor shows them. */
export class SnapshotDocuments extends FlatFiles implements vscode.FileSystemProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly contents = new Map<string, { readonly bytes: Uint8Array; readonly read: number }>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private count = 0;

  constructor() {
    super();
    this.store.add(this.changes);
    const options = { isCaseSensitive: true, isReadonly: true };
    this.store.add(vscode.workspace.registerFileSystemProvider(snapshotScheme, this, options));
    this.store.add(
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        const shown = new Set(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(urisOf)));
        for (const uri of closed.flatMap(urisOf)) if (!shown.has(uri)) this.contents.delete(uri);
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Keeps what a file of a snapshot has in it. */
  add({ connection, project, name, snapshot }: SnapshotPlace, path: string, bytes: Uint8Array): vscode.Uri {
    const inside = posix.join('/', snapshot, path);
    const uri = vscode.Uri.from({
      ...formatFileUri({ remote: connection.name, project, instance: name, path: inside }),
      scheme: snapshotScheme,
      // A snapshot that goes may come again with the same name, and other files.
      query: String(++this.count),
    });
    this.contents.set(String(uri), { bytes, read: Date.now() });
    return uri;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, read } = this.find(uri);
    const permissions = vscode.FilePermission.Readonly;
    return { type: vscode.FileType.File, ctime: read, mtime: read, size: bytes.length, permissions };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.find(uri).bytes;
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private find(uri: vscode.Uri) {
    const found = this.contents.get(String(uri));
    if (found) return found;
    throw vscode.FileSystemError.FileNotFound(
      vscode.l10n.t('Files of snapshots are kept only while they are shown: browse the snapshot again'),
    );
  }
}

/** What a tab shows, where that is one or two files. */
function urisOf({ input }: vscode.Tab): string[] {
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom)
    return [String(input.uri)];
  return input instanceof vscode.TabInputTextDiff ? [String(input.original), String(input.modified)] : [];
}
