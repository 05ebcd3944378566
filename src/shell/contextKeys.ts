import * as vscode from 'vscode';
import type { ContextKey } from './contributions';

/** Sets facts that `when` clauses test; unchanged ones are not sent again. */
export class ContextKeys {
  private readonly last = new Map<ContextKey, unknown>();

  async set(key: ContextKey, value: string | boolean | undefined): Promise<void> {
    if (this.last.has(key) && this.last.get(key) === value) return;
    this.last.set(key, value);
    await vscode.commands.executeCommand('setContext', key, value);
  }
}
