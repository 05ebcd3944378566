import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../base/errors';

const folderKey = 'lxd.localFolder';

/** Asks for files and folders of the machine that the extension runs on, beginning where the last one was. */
export class LocalFiles {
  constructor(private readonly state: vscode.Memento) {}

  /** Where something is to be written: VS Code asks before a file is replaced. @returns undefined where the person left */
  async target(name: string, title: string): Promise<string | undefined> {
    const uri = await vscode.window.showSaveDialog({
      title,
      defaultUri: vscode.Uri.file(join(this.last, name)),
      saveLabel: vscode.l10n.t('Export'),
    });
    return uri && this.kept(uri);
  }

  /** A file that is to be read. @param filters see showOpenDialog @returns undefined where the person left */
  async source(title: string, filters: Readonly<Record<string, string[]>>): Promise<string | undefined> {
    return (await this.open({ title, filters: withAll(filters), openLabel: vscode.l10n.t('Import') }))?.[0];
  }

  /** The same for several at once. */
  sources(
    title: string,
    filters: Readonly<Record<string, string[]>>,
  ): Promise<readonly string[] | undefined> {
    const openLabel = vscode.l10n.t('Import');
    return this.open({ title, filters: withAll(filters), openLabel, canSelectMany: true });
  }

  /** A folder that something is to be written to. @returns undefined where the person left */
  async folder(title: string): Promise<string | undefined> {
    const openLabel = vscode.l10n.t('Export');
    const [uri] =
      (await vscode.window.showOpenDialog({
        ...{ title, openLabel, defaultUri: vscode.Uri.file(this.last) },
        ...{ canSelectFolders: true, canSelectFiles: false },
      })) ?? [];
    return uri && this.kept(uri, uri.fsPath);
  }

  private async open(options: vscode.OpenDialogOptions): Promise<readonly string[] | undefined> {
    const uris = await vscode.window.showOpenDialog({ ...options, defaultUri: vscode.Uri.file(this.last) });
    return uris && Promise.all(uris.map((uri) => this.kept(uri)));
  }

  private get last(): string {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const own = first?.uri.scheme === 'file' ? first.uri.fsPath : homedir();
    return this.state.get<string>(folderKey) ?? own;
  }

  private async kept(uri: vscode.Uri, folder = dirname(uri.fsPath)): Promise<string> {
    if (uri.scheme !== 'file')
      throw new AppError(
        'unsupported',
        vscode.l10n.t('{0} is not on the machine that the extension runs on', uri.toString(true)),
      );
    await this.state.update(folderKey, folder);
    return uri.fsPath;
  }
}

/** A path as a person reads it, with `~` for the home folder. */
export function pathText(path: string): string {
  const home = homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function withAll(filters: Readonly<Record<string, string[]>>): Record<string, string[]> {
  return { ...filters, [vscode.l10n.t('All files')]: ['*'] };
}
