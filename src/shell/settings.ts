import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';

/** By what instances are grouped, and what decides their order. */
export type GroupBy = 'none' | 'state' | 'type' | 'location' | 'profile';
export type SortBy = 'name' | 'created' | 'lastUsed';

/** The settings, typed. Read when needed, so that a change takes effect without a reload. */
export const settings = {
  useCliRemotes: () => read('useCliRemotes', true),
  treeProjects: () => read<'auto' | 'always' | 'together'>('tree.projects', 'auto'),
  groupBy: () => read<GroupBy>('tree.groupBy', 'none'),
  sortBy: () => read<SortBy>('tree.sortBy', 'name'),
  showEmpty: () => read('tree.showEmpty', false),
  confirmStop: () => read<'remote' | 'never' | 'always'>('confirm.stop', 'remote'),
  /** Seconds. */
  stopTimeout: () => Math.max(1, read('stopTimeout', 30)),
  /** Megabytes. */
  largeFile: () => read('files.largeFile', 50),
  newFileOwner: () => read<'directory' | 'root'>('files.newFileOwner', 'directory'),
};

/** Changes a setting of the person, for all workspaces. */
export async function changeSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('lxd').update(name, value, vscode.ConfigurationTarget.Global);
}

function read<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration('lxd').get<T>(name) ?? otherwise;
}

/** Calls back when a setting whose name begins with `lxd.<section>` changed. */
export function onDidChangeSetting(section: string, listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`lxd.${section}`)) listener();
  });
}
