import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { FlatFiles, replaceText } from '../shell/flatFiles';
import { apiScheme } from './contribution';
import { type ApiRequest, nameOf, pathOf } from './request';

/** Well before VS Code keeps a copy, which is after a second; in milliseconds. */
const saveMs = 200;

/** What stands behind a document. */
export interface ApiDocument {
  readonly request: ApiRequest;
  /** True for an answer, which nobody edits. */
  readonly isAnswer: boolean;
  /** True for an answer that is text, and no JSON. */
  readonly isPlain?: boolean;
  /** The body that was sent for this answer. */
  readonly sent?: string | undefined;
  /** Objects whose fields are offered while a body is typed. */
  readonly samples: readonly unknown[];
}

/**
 * Requests and answers as documents, in memory: they are gone when VS Code ends. What is typed is saved at once, as VS
 * Code keeps copies of unsaved documents on the disk, and there may be secrets in these.
 */
export class ApiDocuments extends FlatFiles implements vscode.FileSystemProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly texts = new Map<string, { bytes: Uint8Array; readonly?: boolean; mtime: number }>();
  private readonly known = new Map<string, ApiDocument>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly saving = new Map<string, NodeJS.Timeout>();
  private count = 0;

  constructor() {
    super();
    this.store.add(this.changes);
    this.store.add(vscode.workspace.registerFileSystemProvider(apiScheme, this, { isCaseSensitive: true }));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme !== apiScheme || !document.isDirty) return;
        const path = keyOf(document.uri);
        clearTimeout(this.saving.get(path));
        this.saving.set(
          path,
          setTimeout(() => void document.save(), saveMs),
        );
      }),
    );
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme !== apiScheme) return;
        this.texts.delete(keyOf(uri));
        this.known.delete(keyOf(uri));
        clearTimeout(this.saving.get(keyOf(uri)));
        this.saving.delete(keyOf(uri));
      }),
    );
  }

  dispose(): void {
    for (const timer of this.saving.values()) clearTimeout(timer);
    this.store.dispose();
  }

  get(uri: vscode.Uri): ApiDocument | undefined {
    return uri.scheme === apiScheme ? this.known.get(keyOf(uri)) : undefined;
  }

  /**
   * After its request was sent: what it is made from now.
   * @param text what takes the place of what was sent; what was typed since then stays
   */
  async renew(
    uri: vscode.Uri,
    document: ApiDocument,
    { sent, text }: { sent: string; text: string | undefined },
  ): Promise<void> {
    this.known.set(keyOf(uri), document);
    const open = vscode.workspace.textDocuments.find((each) => String(each.uri) === String(uri));
    if (text === undefined || text === sent || open?.getText() !== sent) return;
    await replaceText(open, text);
    await open.save();
  }

  /** Opens a document, beside the active one or in its place. */
  async open(document: ApiDocument, text: string, column: vscode.ViewColumn): Promise<vscode.TextEditor> {
    const uri = this.add(document, text);
    const opened = await vscode.workspace.openTextDocument(uri);
    return vscode.window.showTextDocument(opened, { viewColumn: column, preview: false });
  }

  private add(document: ApiDocument, text: string): vscode.Uri {
    const { request, isAnswer, isPlain } = document;
    const last = decodeURIComponent(pathOf(request).split('/').at(-1) ?? '').replaceAll('/', '∕');
    // The number makes it another document; the name is what the tab shows, and the path what stands above the text.
    const name = isAnswer ? `${last || 'answer'}${isPlain ? '' : '.json'}` : `${request.method} ${last}.json`;
    const uri = vscode.Uri.from({
      scheme: apiScheme,
      path: `/${request.remote}/${name}`,
      query: String(++this.count),
    });
    this.texts.set(keyOf(uri), { bytes: Buffer.from(text), readonly: isAnswer, mtime: Date.now() });
    this.known.set(keyOf(uri), document);
    return uri;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const found = this.find(uri);
    return {
      type: vscode.FileType.File,
      ctime: found.mtime,
      mtime: found.mtime,
      size: found.bytes.length,
      ...(found.readonly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.find(uri).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    if (this.find(uri).readonly) throw vscode.FileSystemError.NoPermissions(uri);
    this.texts.set(keyOf(uri), { bytes, mtime: Date.now() });
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  private find(uri: vscode.Uri) {
    const found = this.texts.get(keyOf(uri));
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }
}

const keyOf = ({ path, query }: vscode.Uri): string => `${path}?${query}`;

/** `PUT /1.0/profiles/web to prod`, as a document is introduced. */
export function headline({ request }: ApiDocument): string {
  return vscode.l10n.t('{0} to {1}', nameOf(request), request.remote);
}
