import { type Disposable, DisposableStore } from '../base/disposable';
import { Emitter, type Event } from '../base/emitter';
import { describeChain, isCancelled, messageOf } from '../base/errors';
import { limit } from '../base/gate';
import type { Log } from '../base/log';
import { asLifecycle } from '../client/events';
import type { Connection } from '../model/connection';
import { followRemotes } from '../model/followRemotes';
import type { Remotes } from '../model/remotes';
import { requestAt, rowId } from './address';
import type { Kind, KindRef } from './kind';

/** What changes how much of something is used. */
const changesUsage = /^(instance|image|storage-volume|storage-bucket|network|project)-/;
/** So long is waited for more of it, in milliseconds. */
const pauseMs = 2_000;
/** How many are asked for at once. */
const atOnce = 4;

interface Entry {
  readonly connection: Connection;
  text: string;
  /** Asked, and nothing has happened since. */
  isFresh: boolean;
}

/**
 * How much of what they may is used by resources whose rows are shown. It is asked when a row is drawn and, once
 * something happened on its server, when it is drawn again; nobody who does not look causes a request.
 */
export class UsageStore implements Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly owned = new DisposableStore();
  private readonly life = new AbortController();
  private readonly gate = limit(atOnce);
  private readonly changes: Emitter<Connection>;
  private readonly due = new Map<Connection, NodeJS.Timeout>();

  constructor(private readonly options: { readonly remotes: Remotes; readonly log: Log }) {
    const { remotes, log } = options;
    this.changes = new Emitter((error) => {
      log.error(describeChain(error));
    });
    this.owned.add(
      followRemotes(remotes, (connection) => {
        const following = new DisposableStore();
        following.add(
          connection.onEvent((event) => {
            if (changesUsage.test(asLifecycle(event)?.action ?? '')) this.later(connection);
          }),
        );
        // What happened while it was away is not known.
        following.add(
          connection.onDidChangeState(({ kind }) => {
            if (kind === 'ready') this.later(connection);
          }),
        );
        following.add({
          dispose: () => {
            this.forget(connection);
          },
        });
        return following;
      }),
    );
  }

  /** Rows of this server are to be drawn again. */
  get onDidChange(): Event<Connection> {
    return this.changes.event;
  }

  /** As it was last known; '' until it is. @param item says whether there is anything to ask */
  of(kind: Kind, item: unknown, connection: Connection, ref: KindRef): string {
    const { usage, operations } = kind;
    const { server } = connection;
    const { state } = operations;
    if (!usage || !state || !server || connection.state.kind !== 'ready') return '';
    if ((state.needs !== undefined && !server.extensions.has(state.needs)) || !usage.asks(item, server))
      return '';
    const id = rowId(ref);
    const known = this.entries.get(id);
    // A remote that was configured anew is another connection under the same name.
    const entry = known?.connection === connection ? known : { connection, text: '', isFresh: false };
    this.entries.set(id, entry);
    if (!entry.isFresh) void this.ask(kind, entry, ref);
    return entry.text;
  }

  dispose(): void {
    this.life.abort();
    for (const timer of this.due.values()) clearTimeout(timer);
    this.owned.dispose();
  }

  private async ask(kind: Kind, entry: Entry, { project, parents, parts }: KindRef): Promise<void> {
    const { usage, operations } = kind;
    if (!usage || !operations.state) return;
    entry.isFresh = true;
    const request = requestAt(operations.state, { project, names: [...parents, ...parts] });
    try {
      const state = await this.gate(() =>
        entry.connection.transport.value(request, { signal: this.life.signal }),
      );
      const text = usage.text(state);
      if (text === entry.text) return;
      entry.text = text;
      this.changes.fire(entry.connection);
    } catch (error) {
      // Its row says nothing then; it is asked again after the next event.
      if (!isCancelled(error)) this.options.log.trace(`${entry.connection.name}: ${messageOf(error)}`);
    }
  }

  private forget(connection: Connection): void {
    clearTimeout(this.due.get(connection));
    this.due.delete(connection);
    for (const [id, entry] of this.entries) if (entry.connection === connection) this.entries.delete(id);
  }

  /** Once for all that happens within a moment. */
  private later(connection: Connection): void {
    if (this.due.has(connection)) return;
    this.due.set(
      connection,
      setTimeout(() => {
        this.due.delete(connection);
        const old = [...this.entries].filter(([, entry]) => entry.connection === connection);
        for (const [, entry] of old) entry.isFresh = false;
        if (old.length) this.changes.fire(connection);
      }, pauseMs),
    );
  }
}
