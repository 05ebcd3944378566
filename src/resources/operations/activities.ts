import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable';
import { Emitter, type Event } from '../../base/emitter';
import { describeChain, isCancelled, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import type { Connection } from '../../model/connection';
import { type Activity, activityOf, isRunning } from './activity';

/** So long is one shown that ended well or was cancelled, in milliseconds. */
const goodMs = 60_000;
/** A script that fails all day must not fill the memory: of those that ended, the latest are kept. */
const mostEnded = 200;
/** Late updates come within moments; so many operations do not end in between. */
const manyEnded = 1_000;

export interface ActivitiesOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** What a server runs now. */
  list(connection: Connection, options: Abortable): Promise<readonly Activity[]>;
}

/**
 * The operations of all remotes: what runs, what ended a moment ago, and what failed until it is cleared. Read from the
 * events, and from one list whenever a remote becomes ready, for what began before.
 */
export class Activities implements Disposable {
  private readonly known = new Map<string, Activity>();
  /** Keys of those that ended last. */
  private readonly ended = new Set<string>();
  private readonly life = new AbortController();
  private readonly changes: Emitter<Activity | undefined>;

  constructor(private readonly options: ActivitiesOptions) {
    this.changes = new Emitter((error) => {
      options.log.error(describeChain(error));
    });
  }

  /** Fires with an activity that has news, and without where one came or went. */
  get onDidChange(): Event<Activity | undefined> {
    return this.changes.event;
  }

  /** The latest first. One that ends stays where it is: rows must not move under the pointer. */
  get all(): readonly Activity[] {
    return [...this.known.values()].sort((a, b) => b.begun - a.begun || (a.key < b.key ? -1 : 1));
  }

  get(key: string): Activity | undefined {
    return this.known.get(key);
  }

  /** Follows the operations of one remote until disposed. */
  follow(connection: Connection): Disposable {
    const store = new DisposableStore();
    let listing = new AbortController();
    const list = (): void => {
      listing = new AbortController();
      void this.list(connection, AbortSignal.any([listing.signal, this.life.signal]));
    };
    store.add(
      connection.onAnyOperation(({ event }) => {
        this.take(activityOf(connection.name, event));
      }),
    );
    store.add(
      connection.onDidChangeState(({ kind }) => {
        if (kind !== 'lost' && kind !== 'ready') return;
        listing.abort();
        // The end of what ran before is not told to a stream that opens later.
        this.forget((activity) => activity.remote === connection.name && isRunning(activity));
        if (kind === 'ready') list();
      }),
    );
    store.add(
      toDisposable(() => {
        listing.abort();
        this.forget(({ remote }) => remote === connection.name);
      }),
    );
    if (connection.server) list();
    return store;
  }

  /** Forgets those that have ended, however they did. */
  clearFinished(): void {
    this.forget((activity) => !isRunning(activity));
  }

  dispose(): void {
    this.life.abort();
    this.changes.dispose();
  }

  private async list(connection: Connection, signal: AbortSignal): Promise<void> {
    try {
      const listed = await this.options.list(connection, { signal });
      if (signal.aborted) return;
      // Events are newer than the list, and what has ended is no news to who was not there.
      for (const activity of listed)
        if (isRunning(activity) && !this.known.has(activity.key)) this.take(activity);
    } catch (error) {
      if (isCancelled(error)) return;
      this.options.log.warn(`${connection.name}: ${messageOf(error)}`);
    }
  }

  private take(activity: Activity): void {
    const { key, operation } = activity;
    // A token only waits to be used.
    if (operation.class === 'token') return;
    // LXD sends updates side by side: "running" can come after "success", and would stay.
    if (this.ended.has(key)) return;
    // Behind the others, as the one that has news last: those that ended longest ago go first.
    const isNew = !this.known.delete(key);
    this.known.set(key, activity);
    const dropped = !isRunning(activity) && this.end(activity);
    this.changes.fire(isNew || dropped ? undefined : activity);
  }

  /** @returns whether an older one had to go */
  private end({ key, state }: Activity): boolean {
    this.ended.add(key);
    const [oldest] = this.ended;
    if (this.ended.size > manyEnded && oldest !== undefined) this.ended.delete(oldest);
    if (state !== 'failed') void this.expire(key);
    const kept = [...this.known.values()].filter((each) => !isRunning(each));
    for (const each of kept.slice(0, -mostEnded)) this.known.delete(each.key);
    return kept.length > mostEnded;
  }

  private async expire(key: string): Promise<void> {
    try {
      await this.options.clock.sleep(goodMs, { signal: this.life.signal });
    } catch {
      return; // only the end of everything ends the sleep early
    }
    if (this.known.delete(key)) this.changes.fire(undefined);
  }

  private forget(which: (activity: Activity) => boolean): void {
    const gone = [...this.known.values()].filter(which);
    for (const { key } of gone) this.known.delete(key);
    if (gone.length) this.changes.fire(undefined);
  }
}
