import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { isImageServer } from '../client/remoteConfig';
import { Connection } from '../model/connection';
import type { Commands } from '../shell/commands';
import type { CommandSpec } from '../shell/contributions';
import type { TreeNode } from '../shell/node';
import { pickOne } from '../shell/pick';
import { type AddArguments, addRemote } from './add/addRemote';
import { trustRemote } from './add/trust';
import { remoteCommands as specs, remoteKind } from './contribution';
import { setDefaultProject } from './keep/project';
import { removeRemote } from './keep/remove';
import { renameRemote } from './keep/rename';
import { shareRemote } from './keep/share';
import type { RemoteParts } from './parts';

interface RemoteCommand {
  readonly spec: CommandSpec;
  /** Whether it can be done with this remote. */
  readonly fits: (connection: Connection) => boolean;
  readonly run: (connection: Connection) => unknown;
}

/** Registers adding a remote, and what a person can do with one that is there. */
export function registerRemoteCommands(
  commands: Commands,
  parts: RemoteParts,
  host: {
    refresh(id: string): void;
    /** Shows the row with this id, opened. */
    open(id: string): Promise<void>;
  },
): Disposable {
  const store = new DisposableStore();
  for (const { spec, fits, run } of remoteTable(parts)) {
    store.add(
      commands.register(spec, async (args) => {
        for (const connection of await targetsOf(commands, parts, args, spec, fits)) await run(connection);
      }),
    );
  }
  store.add(
    commands.register(specs.retryList, async ([node]) => {
      const parent = (node as TreeNode | undefined)?.parent;
      await parent?.reload?.();
      if (parent) host.refresh(parent.id);
    }),
  );
  store.add(
    commands.register(specs.add, async ([first]) => {
      const name = await addRemote(parts, argumentsOf(first));
      if (name !== undefined) await host.open(encodeURIComponent(name));
      return name;
    }),
  );
  return store;
}

function remoteTable(parts: RemoteParts): readonly RemoteCommand[] {
  const isOwn = ({ config }: Connection): boolean => config.source === 'settings';
  const isEnabled = ({ config }: Connection): boolean => !config.disabled;
  const disable = async ({ name }: Connection, disabled: true | undefined): Promise<void> => {
    await parts.store.change(name, { disabled });
    await parts.remotes.discover();
  };
  return [
    {
      spec: specs.retry,
      fits: isEnabled,
      run: (connection) => {
        connection.retry();
      },
    },
    {
      spec: specs.reconnect,
      fits: isEnabled,
      run: (connection) => {
        connection.reconnect();
      },
    },
    { spec: specs.copyFix, fits: isEnabled, run: (connection) => copyFix(parts, connection) },
    {
      spec: specs.trust,
      fits: ({ state, config }) =>
        state.kind === 'lost' && state.error.kind === 'untrusted' && config.address.kind === 'tls',
      run: (connection) => trustRemote(parts, connection),
    },
    { spec: specs.rename, fits: isOwn, run: (connection) => renameRemote(parts, connection) },
    { spec: specs.remove, fits: isOwn, run: (connection) => removeRemote(parts, connection) },
    {
      spec: specs.share,
      fits: ({ config }) => config.source === 'settings' && config.address.kind === 'tls',
      run: (connection) => shareRemote(parts, connection),
    },
    {
      spec: specs.setProject,
      fits: ({ state, config }) => state.kind === 'ready' && !isImageServer(config),
      run: (connection) => setDefaultProject(parts, connection),
    },
    { spec: specs.disable, fits: isEnabled, run: (connection) => disable(connection, true) },
    {
      spec: specs.enable,
      fits: ({ config }) => config.disabled === true,
      run: (connection) => disable(connection, undefined),
    },
  ];
}

/** The remotes that a command was called on, by row or by name; from the palette the person chooses. */
async function targetsOf(
  commands: Commands,
  { remotes }: RemoteParts,
  args: readonly unknown[],
  { title }: CommandSpec,
  fits: (connection: Connection) => boolean,
): Promise<readonly Connection[]> {
  const named = commands.targets(args, { kind: remoteKind });
  if (named) return named.flatMap((target) => connectionOf(remotes.all, target) ?? []);
  const item = await pickOne({
    placeholder: title.replace('…', ''),
    nothing: vscode.l10n.t('There is no remote that this fits'),
    load: () =>
      Promise.resolve(
        remotes.all.filter(fits).map((connection) => ({
          label: connection.name,
          description: connection.config.location,
          connection,
        })),
      ),
  });
  return item ? [item.connection] : [];
}

function connectionOf(all: readonly Connection[], target: unknown): Connection | undefined {
  if (target instanceof Connection) return target;
  const name: unknown =
    typeof target === 'object' && target !== null ? Reflect.get(target, 'remote') : target;
  return all.find((connection) => connection.name === name);
}

async function copyFix({ present }: RemoteParts, { config }: Connection): Promise<void> {
  const group = config.location.includes('incus') ? 'incus-admin' : 'lxd';
  const command = `sudo usermod -aG ${group} ${userInfo().username}`;
  await vscode.env.clipboard.writeText(command);
  present.status(vscode.l10n.t('Copied {0}', command));
}

/** What a keybinding, a walkthrough or another extension passes. */
function argumentsOf(value: unknown): AddArguments {
  if (typeof value !== 'object' || value === null) return {};
  const of = (key: keyof AddArguments): Partial<AddArguments> => {
    const text: unknown = Reflect.get(value, key);
    return typeof text === 'string' && text ? { [key]: text } : {};
  };
  return { ...of('text'), ...of('name'), ...of('fingerprint') };
}
