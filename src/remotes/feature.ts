import type * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Log } from '../base/log';
import type { Abortable, Clock } from '../base/signal';
import type { Machine } from '../client/auth/discover';
import type { Connection } from '../model/connection';
import type { Commands } from '../shell/commands';
import type { Presenter } from '../shell/present';
import { openSecrets } from '../shell/secrets';
import { onDidChangeSetting, settings } from '../shell/settings';
import { type AddArguments, addRemote } from './add/addRemote';
import { trustRemote } from './add/trust';
import { watchCertificates } from './certificates';
import { registerRemoteCommands } from './commands';
import { remoteCommands } from './contribution';
import { Identities } from './identities';
import type { RemoteParts } from './parts';
import { RemoteSet } from './remoteSet';
import { RemoteStore } from './store';
import { SignIns } from './tokens';

export interface RemotesOptions {
  readonly machine: Machine;
  readonly secrets: vscode.SecretStorage;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  /** Names of a remote's projects. */
  projects(connection: Connection, options: Abortable): Promise<readonly string[]>;
}

/** What the feature needs of the tree, once that is there. */
export interface RemotesHost {
  readonly commands: Commands;
  refresh(id: string): void;
  /** Shows the row with this id, opened. */
  open(id: string): Promise<void>;
}

/** Finding, adding and keeping remotes. */
export class RemotesFeature implements Disposable {
  readonly set: RemoteSet;
  private readonly parts: RemoteParts;
  private readonly disposables = new DisposableStore();

  constructor(options: RemotesOptions) {
    const { machine, log, clock, present } = options;
    const secrets = openSecrets(options.secrets);
    const identities = new Identities(secrets, machine);
    const signIns = new SignIns(secrets);
    const store = new RemoteStore();
    this.set = this.disposables.add(
      new RemoteSet({
        log,
        clock,
        random: Math.random,
        machine,
        bearer: (config) => signIns.bearerOf(config),
        cliRemotes: () => settings.useCliRemotes(),
        entries: () => store.read(),
        identities: () => identities.load(),
        onProblem: (problem) => {
          present.warning(problem);
        },
      }),
    );
    const projects: RemoteParts['projects'] = (connection, within) => options.projects(connection, within);
    this.parts = { remotes: this.set, store, identities, signIns, machine, present, log, projects };
  }

  /** Registers the commands, and follows the settings. */
  register(host: RemotesHost): void {
    const { commands } = host;
    const { disposables, set, parts } = this;
    disposables.add(
      registerRemoteCommands(commands, parts, (id) => {
        host.refresh(id);
      }),
    );
    disposables.add(watchCertificates(set, parts.present, (connection) => trustRemote(parts, connection)));
    disposables.add(
      commands.register(remoteCommands.add, async ([first]) => {
        const name = await addRemote(parts, argumentsOf(first));
        if (name !== undefined) await host.open(encodeURIComponent(name));
        return name;
      }),
    );
    for (const name of ['useCliRemotes', 'remotes'])
      disposables.add(onDidChangeSetting(name, () => void set.discover()));
  }

  dispose(): void {
    this.disposables.dispose();
  }
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
