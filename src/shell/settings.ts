import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';

/** The settings, typed. Read when needed, so that a change takes effect without a reload. */
export const settings = {
  useCliRemotes: () => read('useCliRemotes', true),
  treeProjects: () => read<'auto' | 'always'>('tree.projects', 'auto'),
  confirmStop: () => read<'remote' | 'never' | 'always'>('confirm.stop', 'remote'),
  /** Seconds. */
  stopTimeout: () => Math.max(1, read('stopTimeout', 30)),
  newFileOwner: () => read<'directory' | 'root'>('files.newFileOwner', 'directory'),
};

function read<T>(name: string, otherwise: T): T {
  return vscode.workspace.getConfiguration('lxd').get<T>(name) ?? otherwise;
}

/** Calls back when a setting whose name begins with `lxd.<section>` changed. */
export function onDidChangeSetting(section: string, listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`lxd.${section}`)) listener();
  });
}
