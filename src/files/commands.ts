import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { InstanceRef } from '../model/key';
import type { CommandHandler, Commands } from '../shell/commands';
import type { CommandSpec } from '../shell/contributions';
import type { TreeNode } from '../shell/node';
import type { Presenter } from '../shell/present';
import { fileCommands as specs } from './contribution';
import { type FileAccess, type FileRef, isFileRef } from './node';
import { pickPath } from './pickPath';

export interface FileCommandsOptions {
  readonly commands: Commands;
  readonly present: Presenter;
  readonly access: FileAccess;
  /** Finds the instance that a command was called on, or asks. */
  instance: (args: readonly unknown[], placeholder: string) => Promise<InstanceRef | undefined>;
  /** Lists the rows of a folder again. */
  refresh: (folder: FileRef) => void;
}

/** Registers what a person can do with the rows of files. */
export function registerFileCommands(options: FileCommandsOptions): Disposable {
  const store = new DisposableStore();
  const add = (spec: CommandSpec, handler: CommandHandler): void => {
    store.add(options.commands.register(spec, handler));
  };
  add(specs.open, async (args) => {
    for (const { ref, path } of selected(args))
      await vscode.commands.executeCommand('vscode.open', options.access.uri(ref, path));
  });
  add(specs.openFolder, (args) => openFolder(args, options));
  add(specs.openFile, (args) => openFile(args, options));
  add(specs.newFile, (args) => create('file', args, options));
  add(specs.newFolder, (args) => create('folder', args, options));
  add(specs.refresh, (args) => {
    for (const folder of selected(args)) options.refresh(folder);
  });
  add(specs.copyPath, (args) =>
    vscode.env.clipboard.writeText(
      selected(args)
        .map(({ path }) => path)
        .join('\n'),
    ),
  );
  add(specs.rename, (args) => rename(args, options));
  add(specs.remove, (args) => remove(args, options));
  return store;
}

/** The files that a command was called on: a row and the selection it is part of, or references. */
function selected(args: readonly unknown[]): readonly FileRef[] {
  const [first, second] = args;
  const rows = Array.isArray(second) && second.length > 0 ? (second as readonly unknown[]) : [first];
  return rows.map((row) => (isNode(row) ? row.ref : row)).filter(isFileRef);
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'row' in value;
}

async function openFolder(
  args: readonly unknown[],
  { access, instance }: FileCommandsOptions,
): Promise<void> {
  const [folder] = selected(args);
  const ref = folder?.ref ?? (await instance(args, vscode.l10n.t('Instance whose folder to open')));
  if (!ref) return;
  // Called from the palette, nothing says which folder is meant.
  const path =
    folder?.path ?? (args.length ? '/' : await pickPath(access, ref, { start: '/', folders: true }));
  if (path === undefined) return;
  const uri = access.uri(ref, path);
  const open = vscode.workspace.workspaceFolders ?? [];
  if (open.some((other) => other.uri.toString() === uri.toString())) return;
  const name = path === '/' ? ref.instance : `${ref.instance} · ${path}`;
  vscode.workspace.updateWorkspaceFolders(open.length, 0, { uri, name });
}

async function openFile(args: readonly unknown[], { access, instance }: FileCommandsOptions): Promise<void> {
  const [folder] = selected(args);
  const ref = folder?.ref ?? (await instance(args, vscode.l10n.t('Instance whose file to open')));
  if (!ref) return;
  const path = await pickPath(access, ref, { start: folder?.path ?? '/', folders: false });
  if (path !== undefined) await vscode.commands.executeCommand('vscode.open', access.uri(ref, path));
}

async function create(
  what: 'file' | 'folder',
  args: readonly unknown[],
  { access, refresh }: FileCommandsOptions,
): Promise<void> {
  const [folder] = selected(args);
  if (!folder) return;
  const name = await vscode.window.showInputBox({
    title:
      what === 'file'
        ? vscode.l10n.t('New File in {0}', folder.path)
        : vscode.l10n.t('New Folder in {0}', folder.path),
    validateInput: fileNameProblem,
  });
  if (name === undefined) return;
  const uri = access.uri(folder.ref, posix.join(folder.path, name));
  if (what === 'folder') await vscode.workspace.fs.createDirectory(uri);
  else {
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false });
    if (!(await vscode.workspace.applyEdit(edit)))
      throw vscode.FileSystemError.FileExists(posix.join(folder.path, name));
  }
  refresh(folder);
  if (what === 'file') await vscode.commands.executeCommand('vscode.open', uri);
}

async function rename(args: readonly unknown[], { access, refresh }: FileCommandsOptions): Promise<void> {
  const [file] = selected(args);
  if (!file) return;
  const before = posix.basename(file.path);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', before),
    value: before,
    valueSelection: [0, before.length - posix.extname(before).length],
    validateInput: fileNameProblem,
  });
  if (name === undefined || name === before) return;
  const folder = posix.dirname(file.path);
  await vscode.workspace.fs.rename(
    access.uri(file.ref, file.path),
    access.uri(file.ref, posix.join(folder, name)),
    { overwrite: false },
  );
  refresh({ ref: file.ref, path: folder, directory: true });
}

async function remove(args: readonly unknown[], { access, refresh }: FileCommandsOptions): Promise<void> {
  const files = selected(args);
  const [first] = files;
  if (!first) return;
  const button = files.length === 1 ? vscode.l10n.t('Delete') : vscode.l10n.t('Delete {0}', files.length);
  const question =
    files.length === 1
      ? vscode.l10n.t('Delete {0} in {1}?', first.path, first.ref.instance)
      : vscode.l10n.t('Delete {0} files and folders in {1}?', files.length, first.ref.instance);
  const folders = files.some(({ directory }) => directory)
    ? vscode.l10n.t('Folders go with everything in them. ')
    : '';
  const list = files.length === 1 ? '' : `${files.map(({ path }) => path).join('\n')}\n`;
  const detail = vscode.l10n.t('{0}{1}This cannot be undone.', list, folders);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) return;
  try {
    for (const { ref, path } of files)
      await vscode.workspace.fs.delete(access.uri(ref, path), { recursive: true });
  } finally {
    for (const { ref, path } of files) refresh({ ref, path: posix.dirname(path), directory: true });
  }
}

function fileNameProblem(name: string): string | undefined {
  if (name === '') return vscode.l10n.t('A name is needed');
  if (name.includes('/') || name === '.' || name === '..')
    return vscode.l10n.t('A name cannot contain a slash, or be . or ..');
  if (Buffer.byteLength(name) > 255) return vscode.l10n.t('A name can be 255 bytes long at most');
  return undefined;
}
