import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import type { Clock } from '../base/signal';
import { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import type { ContextKeys } from '../shell/contextKeys';
import { pickOne } from '../shell/pick';
import { pickServer } from '../shell/pickRemote';
import { askForChoice } from './ask';
import { type StreamChoice, choiceOf } from './choice';
import { eventStreamCommands as specs, streamingKey } from './contribution';
import { startStream } from './stream';

export interface EventStreamOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly contextKeys: ContextKeys;
  readonly clock: Clock;
}

/** "Show Event Stream": an output channel for each remote, with one stream at a time. */
export class EventStreams implements Disposable {
  private readonly store = new DisposableStore();
  private readonly channels = new Map<string, vscode.OutputChannel>();
  private readonly running = new Map<string, Disposable>();

  constructor(private readonly options: EventStreamOptions) {
    this.store.add(options.commands.register(specs.show, (args) => this.show(args)));
    this.store.add(options.commands.register(specs.stop, (args) => this.stop(args)));
  }

  dispose(): void {
    this.store.dispose();
    for (const stream of this.running.values()) stream.dispose();
    for (const channel of this.channels.values()) channel.dispose();
  }

  private async show(args: readonly unknown[]): Promise<void> {
    const given = choiceOf(args[0]);
    if (given) {
      this.start(given.remote, given.choice);
      return;
    }
    const [target] = this.options.commands.targets(args, ...specs.show.menus.map(({ row }) => row)) ?? [];
    const connection =
      target instanceof Connection
        ? target
        : await pickServer(this.options.remotes, vscode.l10n.t('Remote whose events to show'));
    const choice = connection && (await askForChoice(connection));
    if (choice) this.start(connection.name, choice);
  }

  private start(remote: string, choice: StreamChoice): void {
    const { remotes, clock } = this.options;
    if (!remotes.get(remote)) {
      throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', remote));
    }
    this.end(remote);
    const channel = this.channelOf(remote);
    channel.show(true);
    const stream = startStream({
      remotes,
      clock,
      channel,
      remote,
      choice,
      onEnd: () => {
        if (this.running.get(remote) === stream) this.running.delete(remote);
        this.tell();
      },
    });
    this.running.set(remote, stream);
    this.tell();
  }

  /** One that is named, the only one, or one that is chosen. */
  private async stop([argument]: readonly unknown[]): Promise<void> {
    const named = choiceOf(argument)?.remote;
    const remote = named ?? (await this.pickRunning());
    if (remote !== undefined) this.end(remote);
    this.tell();
  }

  private end(remote: string): void {
    this.running.get(remote)?.dispose();
    this.running.delete(remote);
  }

  private tell(): void {
    void this.options.contextKeys.set(streamingKey, this.running.size > 0);
  }

  private channelOf(remote: string): vscode.OutputChannel {
    const known = this.channels.get(remote);
    if (known) return known;
    const channel = vscode.window.createOutputChannel(vscode.l10n.t('LXD Events: {0}', remote), 'log');
    this.channels.set(remote, channel);
    return channel;
  }

  private async pickRunning(): Promise<string | undefined> {
    const remotes = [...this.running.keys()];
    if (remotes.length < 2) return remotes[0];
    const item = await pickOne({
      placeholder: vscode.l10n.t('Event stream to stop'),
      nothing: '',
      load: () => Promise.resolve(remotes.map((label) => ({ label }))),
    });
    return item?.label;
  }
}
