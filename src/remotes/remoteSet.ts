import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disposable } from '../base/disposable';
import { describeChain, isCancelled, messageOf } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import { Coalescer } from '../base/gate';
import { type Machine, discoverRemotes } from '../client/auth/discover';
import { type RemoteConfig, isImageServer } from '../client/remoteConfig';
import { Connection, type ConnectionOptions } from '../model/connection';
import type { Remotes } from '../model/remotes';
import type { Entries } from './entries';
import { type IdentityOf, mergeRemotes } from './merge';

export interface RemoteSetOptions extends ConnectionOptions {
  readonly machine: Machine;
  /** Whether the remotes of the clients' configuration are wanted. */
  cliRemotes(): boolean;
  /** The remotes of the settings. */
  entries(): Entries;
  /** Our certificates. */
  identities(): Promise<IdentityOf>;
  /** One line about a configuration that cannot be used. */
  onProblem(problem: string): void;
}

/** How long a configuration file may take to be written, in milliseconds. */
const settleMs = 200;

/** The remotes of this machine, kept up to date while their configuration changes. */
export class RemoteSet implements Remotes, Disposable {
  private connections: readonly Connection[] = [];
  private readonly changes: Emitter<void>;
  private readonly rounds = new Coalescer();
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly told = new Set<string>();
  private readonly life = new AbortController();

  constructor(private readonly options: RemoteSetOptions) {
    this.changes = new Emitter((error) => {
      options.log.error(describeChain(error));
    });
  }

  get all(): readonly Connection[] {
    return this.connections;
  }

  get onDidChange(): Event<void> {
    return this.changes.event;
  }

  get(name: string): Connection | undefined {
    return this.connections.find((connection) => connection.name === name);
  }

  /** Looks for remotes again. Unchanged ones keep their connection; local ones stay when their server is away. */
  discover(): Promise<void> {
    return this.rounds.run('', () => this.round());
  }

  dispose(): void {
    this.life.abort();
    for (const watcher of this.watchers.values()) watcher.close();
    for (const connection of this.connections) connection.dispose();
    this.changes.dispose();
  }

  private async round(): Promise<void> {
    const begun = Date.now();
    const [found, identityOf] = await Promise.all([
      discoverRemotes(this.options.machine, this.options.cliRemotes()),
      this.options.identities(),
    ]);
    if (this.life.signal.aborted) return;
    const entries = this.options.entries();
    const remotes = mergeRemotes(found.remotes, entries, identityOf);
    for (const problem of found.problems) this.tell(problem);
    for (const [name, reason] of entries.broken)
      this.tell(`The remote ${name} in the setting lxd.remotes cannot be used: ${reason}`);
    const watched = found.folders.filter((folder) => this.watchFolder(folder));
    const before = this.connections;
    const kept = before.filter(({ config }) => remotes.some((remote) => same(remote, config)));
    // A server that is away for a moment keeps its row, and so does what an unreadable file has named.
    const lasting: readonly string[] = ['local', ...found.unreadable];
    const away = before.filter(
      ({ config }) => lasting.includes(config.source) && !remotes.some(({ name }) => name === config.name),
    );
    const next = remotes.map(
      (config) =>
        kept.find((connection) => same(connection.config, config)) ?? new Connection(config, this.options),
    );
    this.connections = [...away, ...next].sort((a, b) => rank(a.config) - rank(b.config));
    for (const connection of before) if (!this.connections.includes(connection)) connection.dispose();
    this.changes.fire();
    // What was written after it was read and before it was watched is told by nobody.
    for (const folder of watched) if (await changedSince(folder, begun)) void this.discoverSoon();
  }

  /** Waits until whoever writes the file has likely finished. */
  private async discoverSoon(): Promise<void> {
    try {
      await this.options.clock.sleep(settleMs, { signal: this.life.signal });
    } catch (error) {
      if (isCancelled(error)) return;
      throw error;
    }
    await this.discover();
  }

  private tell(problem: string): void {
    if (this.told.has(problem)) return;
    this.told.add(problem);
    this.options.onProblem(problem);
  }

  /** A folder that is not there is not watched; Refresh finds what appears in it later. @returns whether it is from now on */
  private watchFolder(folder: string): boolean {
    if (this.watchers.has(folder)) return false;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, file) => {
        if (file === null || /^(config\.yml|client\.|unix\.socket)/.test(file)) void this.discoverSoon();
      });
      watcher.on('error', () => {
        this.watchers.delete(folder);
        watcher.close();
      });
      this.watchers.set(folder, watcher);
      return true;
    } catch (error) {
      this.options.log.trace(`${folder} is not watched: ${messageOf(error)}`);
      return false;
    }
  }
}

/** File systems stamp with a clock of ticks, milliseconds apart. */
const tickMs = 20;

/** Whether a client's configuration, or what its folder holds, was changed since a time in milliseconds. */
async function changedSince(folder: string, since: number): Promise<boolean> {
  const times = await Promise.all(
    [folder, join(folder, 'config.yml')].map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0, // there is none
      ),
    ),
  );
  return Math.max(...times) >= since - tickMs;
}

function same(a: RemoteConfig, b: RemoteConfig): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Local sockets, other remotes as configured, image servers, disabled ones. */
function rank(config: RemoteConfig): number {
  if (config.disabled) return 3;
  if (config.source === 'local') return 0;
  return isImageServer(config) ? 2 : 1;
}
