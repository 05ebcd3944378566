import * as vscode from 'vscode';

/** The codicon of a row that something is done to; VS Code itself does not still it for those who want no motion. */
export function busyIcon(): string {
  return vscode.workspace.getConfiguration('workbench').get('reduceMotion') === 'on'
    ? 'sync'
    : 'loading~spin';
}
