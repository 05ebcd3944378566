import type { Log } from '../../../src/base/log';
import { silentLog } from '../../../src/base/log';
import { Collection } from '../../../src/model/collection';
import type { CollectionChange, CollectionSource } from '../../../src/model/collectionSource';
import { type Deferred, deferred } from '../../support/deferred';
import { FakeConnection } from '../../support/fakeConnection';
import { ManualClock, settled } from '../../support/manualClock';

export interface Item {
  readonly name: string;
  readonly value: number;
  /** What only get() and complete() know. */
  readonly fact?: string;
}

/** More than the time in which events are gathered. */
export const gathered = 20;

/** A server whose answers come when the test says so. */
export class Source implements CollectionSource<Item> {
  readonly lists: Deferred<readonly Item[]>[] = [];
  readonly gets: (Deferred<Item | undefined> & { name: string; signal: AbortSignal })[] = [];
  readonly completes: Deferred<readonly Item[]>[] = [];
  completing = false;
  wants: ((item: Item) => boolean) | undefined;
  earlyAction = '';

  nameOf(item: Item): string {
    return item.name;
  }

  list(): Promise<readonly Item[]> {
    const answer = deferred<readonly Item[]>();
    this.lists.push(answer);
    return answer.promise;
  }

  get(name: string, { signal }: { signal: AbortSignal }): Promise<Item | undefined> {
    const answer = deferred<Item | undefined>();
    this.gets.push({ ...answer, name, signal });
    signal.addEventListener('abort', () => {
      answer.reject(signal.reason);
    });
    return answer.promise;
  }

  touches({ source, context }: { source: string; context: Readonly<Record<string, unknown>> }): string[] {
    const old = context['old_name'];
    return [source.split('/').pop() ?? '', ...(typeof old === 'string' ? [old] : [])];
  }

  complete(): Promise<readonly Item[]> {
    if (!this.completing) return Promise.resolve([]);
    const answer = deferred<readonly Item[]>();
    this.completes.push(answer);
    return answer.promise;
  }

  keep(known: Item, listed: Item): Item {
    return known.fact === undefined ? listed : { ...listed, fact: known.fact };
  }

  toldEarly({ action }: { action: string }): boolean {
    return action === this.earlyAction;
  }

  unsettled(item: Item): boolean {
    return this.wants?.(item) ?? false;
  }

  get asked(): string[] {
    return this.gets.map(({ name }) => name);
  }
}

export const item = (name: string, value: number, fact?: string): Item =>
  fact === undefined ? { name, value } : { name, value, fact };

export function make() {
  const warnings: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (text) => warnings.push(text),
    error: (text) => warnings.push(text),
  };
  const server = new FakeConnection();
  const clock = new ManualClock();
  const source = new Source();
  const collection = new Collection<Item>(server.connection, source, { log, clock });
  const changes: CollectionChange[] = [];
  collection.onDidChange((change) => changes.push(change));
  const values = () => Object.fromEntries(collection.items.map(({ name, value }) => [name, value]));
  /** Opens it with these items. */
  const opened = async (...items: Item[]) => {
    server.connect();
    const reader = collection.open();
    await settled();
    source.lists[0]!.resolve(items);
    await settled();
    return reader;
  };
  return { server, clock, source, collection, changes, values, opened, warnings };
}

export const never = () => new AbortController().signal;
