import { AppError, describeChain, isCancelled, messageOf } from '../base/errors';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable';
import { Emitter, type Event } from '../base/emitter';
import { Coalescer, limit } from '../base/gate';
import type { Log } from '../base/log';
import { type Abortable, type Clock, raceAbort } from '../base/signal';
import { asLifecycle } from '../client/events';
import type { CollectionChange, CollectionSource, CollectionStatus } from './collectionSource';
import { type Connection, whenReady } from './connection';

/** More names than this at once are cheaper to list than to fetch one by one. */
const floodSize = 24;
/** Events within this time, in milliseconds, are answered together. */
const gatherMs = 15;
/** When an unsettled item is looked at again, in milliseconds after the change: a few times, then never. */
const settleDelaysMs = [700, 2_000, 5_000];
/** When a fetch that failed is tried again: Incus trips over an instance that is just stopping ("Invalid PID"). */
const repairDelaysMs = [100, ...settleDelaysMs];
const earlyDelaysMs = [300]; // after an event that came too early

/** What is looked at again, and how; `since` says which event each name was last touched by. */
interface Settling {
  names: readonly string[];
  since: ReadonlyMap<string, number>;
  signal: AbortSignal;
  again: () => Promise<void>;
}

/**
 * The items of one kind in one project of one remote: a list, kept true by events. Opens with its first reader and
 * closes after the last; nothing polls.
 */
export class Collection<T> {
  private readonly byName = new Map<string, T>();
  private readonly changes: Emitter<CollectionChange>;
  private readers = 0;
  private session: { store: DisposableStore; signal: AbortSignal } | undefined;
  private current: CollectionStatus = { kind: 'closed' };
  private readonly fetches = new Coalescer();
  private readonly atOnce = limit(6);
  private readonly touched = new Set<string>();
  /** Names whose last fetch has failed: what is shown of them may be wrong. */
  private readonly broken = new Set<string>();
  /** Names whose last event may have come before the change. */
  private readonly early = new Set<string>();
  /** Ends the fetch that an event has overtaken: servers answer late while an instance changes its state. */
  private readonly inFlight = new Map<string, AbortController>();
  /** Counts invalidations, so that a slow list cannot overwrite what was fetched after it was asked for. */
  private clockwork = 0;
  private readonly touchedAt = new Map<string, number>();
  private willRelist = false;

  constructor(
    private readonly connection: Connection,
    private readonly source: CollectionSource<T>,
    private readonly options: { log: Log; clock: Clock },
  ) {
    this.changes = new Emitter((error) => {
      options.log.error(describeChain(error));
    });
  }

  get items(): readonly T[] {
    return [...this.byName.values()];
  }

  item(name: string): T | undefined {
    return this.byName.get(name);
  }

  get status(): CollectionStatus {
    return this.current;
  }

  get onDidChange(): Event<CollectionChange> {
    return this.changes.event;
  }

  /** Keeps the collection open until disposed. */
  open(): Disposable {
    if (this.readers++ === 0) this.begin();
    return toDisposable(() => {
      if (--this.readers === 0) this.end();
    });
  }

  /** Waits for the first list. @throws AppError why there is none, AbortError */
  async loaded({ signal }: Abortable): Promise<readonly T[]> {
    const reader = this.open();
    try {
      await this.connection.ready({ signal });
      while (this.current.kind === 'loading') await this.nextChange(signal);
      if (this.current.kind === 'failed') throw this.current.error;
      return this.items;
    } finally {
      reader.dispose();
    }
  }

  /** Lists again. */
  async refresh(): Promise<void> {
    if (this.session) await this.fetches.run('*', () => this.relist());
  }

  private begin(): void {
    const life = new AbortController();
    const store = new DisposableStore();
    store.add(
      toDisposable(() => {
        life.abort();
      }),
    );
    this.session = { store, signal: life.signal };
    this.current = { kind: 'loading' };
    store.add(
      this.connection.onEvent((event) => {
        const lifecycle = asLifecycle(event);
        if (!lifecycle) return;
        const names = this.source.touches(lifecycle, [...this.byName.keys()]);
        if (names === 'all') return void this.relistSoon();
        this.invalidate(names);
        if (this.source.toldEarly?.(lifecycle)) for (const name of names) this.early.add(name);
      }),
    );
    store.add(
      this.connection.onAnyOperation(({ operation }) => {
        const ended = operation.statusCode >= 200;
        if (ended && this.source.relistAfter?.(operation.description)) void this.relistSoon();
      }),
    );
    store.add(whenReady(this.connection, () => void this.refresh()));
  }

  private end(): void {
    this.session?.store.dispose();
    this.session = undefined;
    this.current = { kind: 'closed' };
    for (const kept of [this.byName, this.touched, this.touchedAt, this.broken, this.early]) kept.clear();
  }

  /** A burst of events is one list. */
  private async relistSoon(): Promise<void> {
    if (!this.session || this.willRelist) return;
    const { signal } = this.session;
    this.willRelist = true;
    await this.quietly(signal, () => this.options.clock.sleep(gatherMs, { signal }));
    this.willRelist = false;
    if (!signal.aborted) await this.refresh();
  }

  private invalidate(names: readonly string[]): void {
    if (!names.length || !this.session) return;
    for (const name of names) {
      this.touchedAt.set(name, ++this.clockwork);
      this.inFlight.get(name)?.abort();
    }
    const first = this.touched.size === 0;
    for (const name of names) this.touched.add(name);
    if (first) void this.gather(this.session.signal);
  }

  private async gather(signal: AbortSignal): Promise<void> {
    await this.quietly(signal, () => this.options.clock.sleep(gatherMs, { signal }));
    if (signal.aborted) return; // what is touched now belongs to the next session
    const names = [...this.touched];
    this.touched.clear();
    const since = new Map(this.touchedAt);
    if (names.length > floodSize) {
      await this.refresh();
      await this.settle({ names, since, signal, again: () => this.completeItems(signal) });
    } else {
      await Promise.all(
        names.map(async (name) => {
          const again = (): Promise<void> => this.fetch(name, signal);
          await again();
          await this.settle({ names: [name], since, signal, again });
        }),
      );
    }
  }

  /** Looks again, a few times, while one of these items lacks a fact or could not be fetched and no newer event has taken over. */
  private async settle({ names, since, signal, again }: Settling): Promise<void> {
    const isLast = (name: string): boolean => this.touchedAt.get(name) === since.get(name);
    const isEarly = names.filter((name) => isLast(name) && this.early.delete(name)).length > 0;
    const open = (): boolean =>
      names.some((name) => {
        if (!isLast(name)) return false;
        const item = this.byName.get(name);
        return isEarly || this.broken.has(name) || (item !== undefined && this.source.unsettled?.(item));
      });
    const isBroken = names.some((name) => this.broken.has(name));
    const delays = isBroken ? repairDelaysMs : isEarly ? earlyDelaysMs : settleDelaysMs;
    for (const delay of delays) {
      if (!open()) return;
      await this.quietly(signal, () => this.options.clock.sleep(delay, { signal }));
      if (signal.aborted || !open()) return;
      await this.quietly(signal, again);
    }
  }

  private fetch(name: string, signal: AbortSignal): Promise<void> {
    return this.fetches.run(`=${name}`, () =>
      this.quietly(signal, async () => {
        const overtaken = new AbortController();
        this.inFlight.set(name, overtaken);
        const either = AbortSignal.any([signal, overtaken.signal]);
        try {
          const item = await this.atOnce(() => this.source.get(name, { signal: either }));
          if (either.aborted) return;
          this.broken.delete(name);
          this.put(name, item);
        } catch (error) {
          if (!either.aborted) this.broken.add(name);
          throw error;
        } finally {
          if (this.inFlight.get(name) === overtaken) this.inFlight.delete(name);
        }
      }),
    );
  }

  private put(name: string, item: T | undefined): void {
    const had = this.byName.has(name);
    if (item === undefined) this.byName.delete(name);
    else this.byName.set(name, item);
    this.changes.fire({ names: [name], structure: had !== (item !== undefined) });
  }

  private async relist(): Promise<void> {
    const { session } = this;
    if (!session) return;
    const { signal } = session;
    const asked = this.clockwork;
    // Who asks now waits for this list instead of hearing of an earlier failure.
    if (this.current.kind === 'failed') this.current = { kind: 'loading' };
    try {
      const items = await this.source.list({ signal });
      if (signal.aborted) return;
      this.replace(items, asked);
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.current = {
        kind: 'failed',
        error: AppError.is(error) ? error : new AppError('protocol', messageOf(error), { cause: error }),
      };
      this.changes.fire({ names: [], structure: true });
      return;
    }
    void this.quietly(signal, () => this.completeItems(signal));
  }

  private replace(items: readonly T[], asked: number): void {
    const newer = (name: string): boolean => (this.touchedAt.get(name) ?? 0) > asked;
    const before = new Map(this.byName);
    this.byName.clear();
    for (const item of items) {
      const name = this.source.nameOf(item);
      const known = before.get(name);
      const kept = known === undefined ? item : (this.source.keep?.(known, item) ?? item);
      if (!newer(name)) this.byName.set(name, kept);
    }
    for (const [name, item] of before) if (newer(name)) this.byName.set(name, item);
    for (const name of this.broken) if (!newer(name)) this.broken.delete(name);
    this.current = { kind: 'ready' };
    this.changes.fire({ names: [], structure: true });
  }

  private async completeItems(signal: AbortSignal): Promise<void> {
    const asked = this.clockwork;
    const items = (await this.source.complete?.(this.items, { signal })) ?? [];
    if (signal.aborted) return;
    const fresh = items.filter((item) => {
      const name = this.source.nameOf(item);
      return this.byName.has(name) && (this.touchedAt.get(name) ?? 0) <= asked;
    });
    for (const item of fresh) this.byName.set(this.source.nameOf(item), item);
    if (fresh.length)
      this.changes.fire({ names: fresh.map((item) => this.source.nameOf(item)), structure: false });
  }

  /** Background work: an abort ends it, a failure is logged; the next event or reconnect repairs. */
  private async quietly(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.options.log.warn(messageOf(error));
    }
  }

  private nextChange(signal: AbortSignal): Promise<void> {
    let listening: Disposable | undefined;
    const change = new Promise<void>((resolve) => {
      listening = this.changes.event(() => {
        resolve();
      });
    });
    return raceAbort(change, signal).finally(() => listening?.dispose());
  }
}
