import * as vscode from 'vscode';
import type { Log } from '../base/log';

/** The extension's output channel; its level is VS Code's own setting. */
export function createLog(): vscode.LogOutputChannel & Log {
  return vscode.window.createOutputChannel('LXD & Incus', { log: true });
}
