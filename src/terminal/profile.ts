import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import { shellProfile } from './contribution';
import type { ShellTarget, Shells } from './shells';

/** Offers "LXD Shell" among the terminal profiles; `pick` asks which instance. */
export function registerShellProfile(
  shells: () => Promise<Shells>,
  pick: () => Promise<ShellTarget | undefined>,
): Disposable {
  return vscode.window.registerTerminalProfileProvider(shellProfile, {
    provideTerminalProfile: async () => {
      const target = await pick();
      return target && (await shells()).profileOf(target);
    },
  });
}
