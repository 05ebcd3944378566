import { posix } from 'node:path';
import * as vscode from 'vscode';
import { isCancelled, messageOf } from '../base/errors';
import type { InstanceRef } from '../model/key';
import type { FileAccess, FileEntry } from './node';

export interface PickPathOptions {
  /** Folder to begin in. */
  readonly start: string;
  /** True asks for a folder, false for a file. */
  readonly folders: boolean;
  /** Instead of the instance's name; what has a title of its own was dear to get, and stays when VS Code loses the focus. */
  readonly title?: string;
}

interface PathItem extends vscode.QuickPickItem {
  readonly path: string;
  /** Goes into this folder instead of ending. */
  readonly enter: boolean;
}

/**
 * Asks for a path in an instance, listing folders while it is typed; Enter on a folder goes in. Each folder is listed
 * once.
 * @returns undefined when the person left
 */
export async function pickPath(
  access: Pick<FileAccess, 'list'>,
  ref: InstanceRef,
  options: PickPathOptions,
): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<PathItem>();
  const stop = new AbortController();
  const listed = new Map<string, Promise<readonly FileEntry[]>>();
  const list = (folder: string): Promise<readonly FileEntry[]> => {
    const known = listed.get(folder) ?? access.list(ref, folder, { signal: stop.signal });
    listed.set(folder, known);
    return known;
  };
  const show = async (): Promise<void> => {
    const typed = pick.value;
    const folder = typed.endsWith('/') ? typed : `${posix.dirname(typed)}/`.replace('//', '/');
    pick.busy = true;
    const items = await itemsOf(list, folder, typed, options);
    if (pick.value !== typed) return; // a newer key has been pressed
    pick.busy = false;
    pick.items = items;
  };
  const showSafely = (): void => {
    show().catch((error: unknown) => {
      if (isCancelled(error)) return;
      pick.busy = false;
      pick.items = [{ label: `$(error) ${messageOf(error)}`, path: '', enter: false, alwaysShow: true }];
    });
  };
  pick.title =
    options.title ??
    (options.folders
      ? vscode.l10n.t('Folder in {0}', ref.instance)
      : vscode.l10n.t('File in {0}', ref.instance));
  pick.ignoreFocusOut = options.title !== undefined;
  pick.placeholder = '/etc/hosts';
  pick.value = options.start.endsWith('/') ? options.start : `${options.start}/`;
  pick.onDidChangeValue(showSafely);
  try {
    return await new Promise<string | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (!item?.path) return;
        if (!item.enter) {
          resolve(item.path);
          return;
        }
        pick.value = item.path;
        showSafely();
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
      showSafely();
    });
  } finally {
    stop.abort();
    pick.dispose();
  }
}

async function itemsOf(
  list: (folder: string) => Promise<readonly FileEntry[]>,
  folder: string,
  typed: string,
  { folders }: PickPathOptions,
): Promise<PathItem[]> {
  const entries = await list(folder);
  const base = typed.slice(folder.length).toLowerCase();
  const fitting = entries.filter(
    ({ name, kind }) =>
      name.toLowerCase().startsWith(base) && (kind === 'directory' || (!folders && kind === 'file')),
  );
  const items = fitting.map(({ name, kind }): PathItem => {
    const path = `${folder}${name}${kind === 'directory' ? '/' : ''}`;
    const icon = kind === 'directory' ? 'folder' : 'file';
    return { label: `$(${icon}) ${name}`, path, enter: kind === 'directory', alwaysShow: true };
  });
  if (!folders) {
    if (items.length || base === '') return items;
    return [
      {
        label: `$(circle-slash) ${vscode.l10n.t('There is no {0}', typed)}`,
        path: '',
        enter: false,
        alwaysShow: true,
      },
    ];
  }
  const here = folder === '/' ? '/' : folder.slice(0, -1);
  return [
    { label: `$(check) ${vscode.l10n.t('Open {0}', here)}`, path: here, enter: false, alwaysShow: true },
    ...items,
  ];
}
