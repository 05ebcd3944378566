import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Log } from '../base/log';
import type { Abortable, Clock } from '../base/signal';
import type { Machine } from '../client/auth/discover';
import type { Connection } from '../model/connection';
import type { Commands } from '../shell/commands';
import type { Presenter } from '../shell/present';
import { openSecrets } from '../shell/secrets';
import { onDidChangeSetting, settings } from '../shell/settings';
import type { openBearer } from './bearer';
import { watchCertificates } from './certificates';
import type { registerRemoteCommands } from './commands';
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
  /** What nothing needs before a command is called, or a remote is signed in to. */
  later(): Promise<{
    readonly openBearer: typeof openBearer;
    readonly registerRemoteCommands: typeof registerRemoteCommands;
  }>;
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

  constructor(private readonly options: RemotesOptions) {
    const { machine, log, clock, present } = options;
    const secrets = openSecrets(options.secrets);
    const identities = new Identities(secrets, machine);
    const signIns = new SignIns(secrets, () => options.later());
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
      commands.registerLate(Object.values(remoteCommands), async () =>
        (await this.options.later()).registerRemoteCommands(commands, parts, host),
      ),
    );
    const compare = (connection: Connection): unknown =>
      vscode.commands.executeCommand(remoteCommands.trust.id, connection);
    disposables.add(watchCertificates(set, parts.present, compare));
    for (const name of ['useCliRemotes', 'remotes'])
      disposables.add(onDidChangeSetting(name, () => void set.discover()));
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
