import * as vscode from 'vscode';

/** The codicon of a row that something is done to; VS Code itself does not still it for those who want no motion. */
export function busyIcon(): string {
  return isStill() ? 'sync' : 'loading~spin';
}

/** The same for the status bar, where what runs is the sign of synchronising. */
export function syncIcon(): string {
  return isStill() ? 'sync' : 'sync~spin';
}

function isStill(): boolean {
  return vscode.workspace.getConfiguration('workbench').get('reduceMotion') === 'on';
}
