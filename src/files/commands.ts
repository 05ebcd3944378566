import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { InstanceRef } from '../model/key';
import type { Commands } from '../shell/commands';
import type { CommandSpec } from '../shell/contributions';
import type { CommandHandler } from '../shell/lateCommands';
import type { Presenter } from '../shell/present';
import { fileCommands as specs, fileRows } from './contribution';
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
    for (const { ref, path } of selected(args, options))
      await vscode.commands.executeCommand('vscode.open', options.access.uri(ref, path));
  });
  add(specs.openFolder, (args) => openFolder(args, options));
  add(specs.openFile, (args) => openFile(args, options));
  add(specs.newFile, (args) => create('file', args, options));
  add(specs.newFolder, (args) => create('folder', args, options));
  add(specs.refresh, (args) => {
    for (const folder of selected(args, options)) options.refresh(folder);
  });
  add(specs.copyPath, (args) =>
    vscode.env.clipboard.writeText(
      selected(args, options)
        .map(({ path }) => path)
        .join('\n'),
    ),
  );
  add(specs.rename, (args) => rename(args, options));
  add(specs.remove, (args) => remove(args, options));
  return store;
}

/** The files that a command was called on: a row and the selection it is part of, or references. */
function selected(args: readonly unknown[], { commands }: FileCommandsOptions): readonly FileRef[] {
  return (commands.targets(args, ...fileRows) ?? []).filter(isFileRef);
}

async function openFolder(args: readonly unknown[], options: FileCommandsOptions): Promise<void> {
  const { access, instance } = options;
  const [folder] = selected(args, options);
  const ref = folder?.ref ?? (await instance(args, vscode.l10n.t('Instance whose folder to open')));
  if (!ref) return;
  // Called from the palette, nothing says which folder is meant.
  const path =
    folder?.path ?? (args.length ? '/' : await pickPath(access, ref, { start: '/', folders: true }));
  if (path === undefined) return;
  const uri = access.uri(ref, path);
  const open = vscode.workspace.workspaceFolders ?? [];
  if (open.some((other) => other.uri.toString() === uri.toString())) return;
  if (!(await mayReload(open.length, ref, path))) return;
  const name = path === '/' ? ref.instance : `${ref.instance} · ${path}`;
  vscode.workspace.updateWorkspaceFolders(open.length, 0, { uri, name });
}

/** VS Code makes a window with one folder or none anew when another folder joins; says so where something is open. */
async function mayReload(folders: number, ref: InstanceRef, path: string): Promise<boolean> {
  const open =
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0) || vscode.window.terminals.length > 0;
  if (folders > 1 || !open) return true;
  const button = vscode.l10n.t('Open Folder');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Open {0} of {1} in this window?', path, ref.instance),
    {
      modal: true,
      detail: vscode.l10n.t('The window opens anew as a workspace: its editors close and its shells end.'),
    },
    button,
  );
  return answer === button;
}

async function openFile(args: readonly unknown[], options: FileCommandsOptions): Promise<void> {
  const { access, instance } = options;
  const [folder] = selected(args, options);
  const ref = folder?.ref ?? (await instance(args, vscode.l10n.t('Instance whose file to open')));
  if (!ref) return;
  const path = await pickPath(access, ref, { start: folder?.path ?? '/', folders: false });
  if (path !== undefined) await vscode.commands.executeCommand('vscode.open', access.uri(ref, path));
}

async function create(
  what: 'file' | 'folder',
  args: readonly unknown[],
  options: FileCommandsOptions,
): Promise<void> {
  const { access, refresh } = options;
  const [folder] = selected(args, options);
  if (!folder) return;
  const taken = await namesIn(access, folder.ref, folder.path);
  const name = await vscode.window.showInputBox({
    title:
      what === 'file'
        ? vscode.l10n.t('New File in {0}', folder.path)
        : vscode.l10n.t('New Folder in {0}', folder.path),
    validateInput: (text) => fileNameProblem(text) ?? takenProblem(taken, text),
  });
  if (name === undefined) return;
  const uri = access.uri(folder.ref, posix.join(folder.path, name));
  if (what === 'folder') await vscode.workspace.fs.createDirectory(uri);
  else {
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uri, { overwrite: false, ignoreIfExists: false });
    if (!(await vscode.workspace.applyEdit(edit)))
      throw vscode.FileSystemError.FileExists(
        vscode.l10n.t('{0} exists already', posix.join(folder.path, name)),
      );
  }
  refresh(folder);
  if (what === 'file') await vscode.commands.executeCommand('vscode.open', uri);
}

async function rename(args: readonly unknown[], options: FileCommandsOptions): Promise<void> {
  const { access, refresh } = options;
  const [file] = selected(args, options);
  if (!file) return;
  const before = posix.basename(file.path);
  const taken = await namesIn(access, file.ref, posix.dirname(file.path));
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', before),
    value: before,
    valueSelection: [0, before.length - posix.extname(before).length],
    validateInput: (text) =>
      fileNameProblem(text) ?? (text === before ? undefined : takenProblem(taken, text)),
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

/** As the clients write it, with the project where it is not the default one. */
function inFull({ ref, path }: FileRef): string {
  const project = ref.project === 'default' ? '' : ` (${ref.project})`;
  return `${ref.remote}:${ref.instance}${path}${project}`;
}

/** Without what goes anyway, because its folder goes. */
function outermost(files: readonly FileRef[]): readonly FileRef[] {
  const inside = (file: FileRef, folder: FileRef): boolean =>
    folder.directory && sameInstance(file.ref, folder.ref) && file.path.startsWith(`${folder.path}/`);
  return files.filter((file) => !files.some((folder) => inside(file, folder)));
}

function sameInstance(a: InstanceRef, b: InstanceRef): boolean {
  return a.remote === b.remote && a.project === b.project && a.instance === b.instance;
}

async function remove(args: readonly unknown[], options: FileCommandsOptions): Promise<void> {
  const { access, refresh } = options;
  const files = outermost(selected(args, options));
  const [first] = files;
  if (!first) return;
  const button = files.length === 1 ? vscode.l10n.t('Delete') : vscode.l10n.t('Delete {0}', files.length);
  const question =
    files.length === 1
      ? vscode.l10n.t('Delete {0} in {1}?', first.path, first.ref.instance)
      : vscode.l10n.t('Delete {0} files and folders?', files.length);
  const folders = files.some(({ directory }) => directory)
    ? vscode.l10n.t('Folders go with everything in them. ')
    : '';
  const list = files.length === 1 ? '' : `${files.map(inFull).join('\n')}\n`;
  const detail = vscode.l10n.t('{0}{1}This cannot be undone.', list, folders);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button) return;
  try {
    for (const { ref, path } of files)
      await vscode.workspace.fs.delete(access.uri(ref, path), { recursive: true });
  } finally {
    for (const { ref, path } of files) refresh({ ref, path: posix.dirname(path), directory: true });
  }
}

async function namesIn(access: FileAccess, ref: InstanceRef, folder: string): Promise<ReadonlySet<string>> {
  const entries = await access.list(ref, folder, { signal: AbortSignal.timeout(10_000) });
  return new Set(entries.map(({ name }) => name));
}

function takenProblem(taken: ReadonlySet<string>, name: string): string | undefined {
  return taken.has(name) ? vscode.l10n.t('{0} exists already', name) : undefined;
}

function fileNameProblem(name: string): string | undefined {
  if (name === '') return vscode.l10n.t('A name is needed');
  if (name.includes('/') || name === '.' || name === '..')
    return vscode.l10n.t('A name cannot contain a slash, or be . or ..');
  if (Buffer.byteLength(name) > 255) return vscode.l10n.t('A name can be 255 bytes long at most');
  return undefined;
}
