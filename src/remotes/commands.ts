import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { Connection } from '../model/connection';
import type { CommandHandler, Commands } from '../shell/commands';
import type { CommandSpec } from '../shell/contributions';
import type { TreeNode } from '../shell/node';
import type { Presenter } from '../shell/present';
import { remoteCommands as specs, remoteKind } from './contribution';

/** Registers what a person can do with a remote. */
export function registerRemoteCommands(
  commands: Commands,
  present: Presenter,
  refresh: (id: string) => void,
): Disposable {
  const store = new DisposableStore();
  const onRemotes =
    (work: (connection: Connection) => unknown): CommandHandler =>
    async (args) => {
      for (const target of commands.targets(args, { kind: remoteKind }) ?? [])
        if (target instanceof Connection) await work(target);
    };
  const add = (spec: CommandSpec, handler: CommandHandler): void => {
    store.add(commands.register(spec, handler));
  };
  add(
    specs.retry,
    onRemotes((connection) => {
      connection.retry();
    }),
  );
  add(
    specs.reconnect,
    onRemotes((connection) => {
      connection.reconnect();
    }),
  );
  add(
    specs.copyFix,
    onRemotes(async (connection) => {
      const group = connection.config.location.includes('incus') ? 'incus-admin' : 'lxd';
      const command = `sudo usermod -aG ${group} ${userInfo().username}`;
      await vscode.env.clipboard.writeText(command);
      present.status(vscode.l10n.t('Copied {0}', command));
    }),
  );
  add(specs.retryList, async ([node]) => {
    const parent = (node as TreeNode | undefined)?.parent;
    await parent?.reload?.();
    if (parent) refresh(parent.id);
  });
  return store;
}
