import assert from 'node:assert/strict';
import { AppError, isCancelled } from '../../../src/base/errors';
import type { Log } from '../../../src/base/log';
import { silentLog } from '../../../src/base/log';
import { Collection } from '../../../src/model/collection';
import type { CollectionChange, CollectionSource } from '../../../src/model/collectionSource';
import { type Deferred, deferred } from '../../support/deferred';
import { FakeConnection } from '../../support/fakeConnection';
import { ManualClock, settled } from '../../support/manualClock';

interface Item {
  readonly name: string;
  readonly value: number;
  /** What only get() and complete() know. */
  readonly fact?: string;
}

/** More than the time in which events are gathered. */
const gathered = 20;

/** A server whose answers come when the test says so. */
class Source implements CollectionSource<Item> {
  readonly lists: Deferred<readonly Item[]>[] = [];
  readonly gets: (Deferred<Item | undefined> & { name: string; signal: AbortSignal })[] = [];
  readonly completes: Deferred<readonly Item[]>[] = [];
  completing = false;
  wants: ((item: Item) => boolean) | undefined;

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

  unsettled(item: Item): boolean {
    return this.wants?.(item) ?? false;
  }

  get asked(): string[] {
    return this.gets.map(({ name }) => name);
  }
}

const item = (name: string, value: number, fact?: string): Item =>
  fact === undefined ? { name, value } : { name, value, fact };

function make() {
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

const never = () => new AbortController().signal;

describe('Collection', () => {
  it('asks nothing before it is opened, and lists when the connection is ready', async () => {
    const { server, source, collection } = make();
    await settled();
    assert.equal(source.lists.length, 0);
    collection.open();
    await settled();
    assert.equal(source.lists.length, 0);
    server.connect();
    await settled();
    assert.equal(source.lists.length, 1);
    assert.equal(collection.status.kind, 'loading');
    source.lists[0]!.resolve([item('a', 1)]);
    await settled();
    assert.equal(collection.status.kind, 'ready');
    assert.deepEqual(collection.item('a'), item('a', 1));
  });

  it('fetches what an event names, in one GET for a burst', async () => {
    const { server, clock, source, values, opened, changes } = make();
    await opened(item('a', 1), item('b', 1));
    changes.length = 0;
    for (let i = 0; i < 20; i++) server.touch('a');
    await clock.pass(gathered);
    assert.deepEqual(source.asked, ['a']);
    source.gets[0]!.resolve(item('a', 2));
    await settled();
    assert.deepEqual(values(), { a: 2, b: 1 });
    assert.deepEqual(changes, [{ names: ['a'], structure: false }]);
    assert.equal(source.lists.length, 1);
  });

  it('ends a GET that an event has overtaken, and makes exactly one more', async () => {
    const { server, clock, source, values, opened } = make();
    await opened(item('a', 1));
    server.touch('a');
    await clock.pass(gathered);
    for (let i = 0; i < 5; i++) server.touch('a');
    await clock.pass(gathered);
    assert.deepEqual(source.asked, ['a', 'a']);
    assert.ok(source.gets[0]!.signal.aborted);
    source.gets[0]!.resolve(item('a', -1)); // late and wrong
    source.gets[1]!.resolve(item('a', 3));
    await clock.pass(gathered);
    assert.deepEqual(values(), { a: 3 });
    assert.equal(source.gets.length, 2);
  });

  it('removes what is gone, adds what is new, and says that rows came or went', async () => {
    const { server, clock, source, values, opened, changes } = make();
    await opened(item('a', 1));
    changes.length = 0;
    server.touch('a');
    server.touch('n');
    await clock.pass(gathered);
    source.gets.find(({ name }) => name === 'a')!.resolve(undefined);
    source.gets.find(({ name }) => name === 'n')!.resolve(item('n', 1));
    await settled();
    assert.deepEqual(values(), { n: 1 });
    assert.deepEqual(changes, [
      { names: ['a'], structure: true },
      { names: ['n'], structure: true },
    ]);
  });

  it('follows a rename by both names', async () => {
    const { server, clock, source, values, opened } = make();
    await opened(item('old', 1));
    server.touch('new', 'instance-renamed', { old_name: 'old' });
    await clock.pass(gathered);
    for (const get of source.gets) get.resolve(get.name === 'new' ? item('new', 1) : undefined);
    await settled();
    assert.deepEqual(values(), { new: 1 });
  });

  describe('while a list is under way', () => {
    it('keeps what a GET after an event has brought: the list is older', async () => {
      const { server, clock, source, collection, values } = make();
      server.connect();
      collection.open();
      await settled();
      server.touch('a');
      await clock.pass(gathered);
      source.gets[0]!.resolve(item('a', 2));
      await settled();
      source.lists[0]!.resolve([item('a', 1), item('b', 1)]);
      await settled();
      assert.deepEqual(values(), { a: 2, b: 1 });
    });

    it('does not bring back what was deleted meanwhile', async () => {
      const { server, clock, source, collection, values } = make();
      server.connect();
      collection.open();
      await settled();
      server.touch('a');
      await clock.pass(gathered);
      source.gets[0]!.resolve(undefined);
      await settled();
      source.lists[0]!.resolve([item('a', 1), item('b', 1)]);
      await settled();
      assert.deepEqual(values(), { b: 1 });
    });

    it('takes the GET that comes after the list', async () => {
      const { server, clock, source, collection, values } = make();
      server.connect();
      collection.open();
      await settled();
      server.touch('a');
      await clock.pass(gathered);
      source.lists[0]!.resolve([item('a', 1)]);
      await settled();
      source.gets[0]!.resolve(item('a', 2));
      await settled();
      assert.deepEqual(values(), { a: 2 });
    });
  });

  it('takes a later list for more than an earlier event', async () => {
    const { server, clock, source, collection, values, opened } = make();
    await opened(item('a', 1));
    server.touch('a');
    await clock.pass(gathered);
    source.gets[0]!.resolve(item('a', 2));
    await settled();
    void collection.refresh();
    await settled();
    source.lists[1]!.resolve([item('a', 5)]);
    await settled();
    assert.deepEqual(values(), { a: 5 });
  });

  it('answers a flood of names with one list, and no GET', async () => {
    const { server, clock, source, values, opened } = make();
    await opened(item('n1', 1));
    for (let i = 0; i < 200; i++) server.touch(`n${i % 100}`);
    await clock.pass(gathered);
    assert.equal(source.gets.length, 0);
    assert.equal(source.lists.length, 2);
    source.lists[1]!.resolve([item('n1', 2), item('n2', 2)]);
    await settled();
    assert.deepEqual(values(), { n1: 2, n2: 2 });
  });

  describe('facts that the list leaves out', () => {
    it('are kept over a new list until they have been asked for again', async () => {
      const { source, collection, opened } = make();
      source.completing = true;
      await opened(item('a', 1));
      source.completes[0]!.resolve([item('a', 1, 'first')]);
      await settled();
      void collection.refresh();
      await settled();
      source.lists[1]!.resolve([item('a', 2)]);
      await settled();
      assert.deepEqual(collection.item('a'), item('a', 2, 'first'));
      source.completes[1]!.resolve([item('a', 2, 'second')]);
      await settled();
      assert.deepEqual(collection.item('a'), item('a', 2, 'second'));
    });

    it('do not overwrite what an event has brought meanwhile, nor bring back what went', async () => {
      const { server, clock, source, collection, opened } = make();
      source.completing = true;
      await opened(item('a', 1), item('b', 1));
      server.touch('a');
      server.touch('b');
      await clock.pass(gathered);
      source.gets[0]!.resolve(item('a', 2, 'new'));
      source.gets[1]!.resolve(undefined);
      await settled();
      source.completes[0]!.resolve([item('a', 1, 'old'), item('b', 1, 'old')]);
      await settled();
      assert.deepEqual(collection.items, [item('a', 2, 'new')]);
    });

    it('that come soon are looked for three times, and then no more', async () => {
      const { server, clock, source, opened } = make();
      await opened(item('a', 1));
      source.wants = () => true;
      server.touch('a');
      await clock.pass(gathered);
      for (let i = 0; i < 10; i++) {
        source.gets.at(-1)!.resolve(item('a', i));
        await clock.pass(10_000);
      }
      assert.equal(source.gets.length, 4);
      assert.equal(clock.waiting, 0);
    });

    it('that have come are not looked for again', async () => {
      const { server, clock, source, collection, opened } = make();
      await opened(item('a', 1));
      source.wants = ({ fact }) => fact === undefined;
      server.touch('a');
      await clock.pass(gathered);
      source.gets[0]!.resolve(item('a', 2));
      await clock.pass(1000);
      assert.equal(source.gets.length, 2);
      source.gets[1]!.resolve(item('a', 2, '10.0.0.1'));
      await clock.pass(60_000);
      assert.equal(source.gets.length, 2);
      assert.equal(collection.item('a')?.fact, '10.0.0.1');
    });

    it('are looked for once, not by each of several events', async () => {
      const { server, clock, source, opened } = make();
      await opened(item('a', 1));
      source.wants = () => true;
      server.touch('a');
      await clock.pass(gathered);
      server.touch('a');
      await clock.pass(gathered);
      assert.equal(source.gets.length, 2);
      source.gets[1]!.resolve(item('a', 2));
      await clock.pass(1000);
      assert.equal(source.gets.length, 3);
    });

    it('are looked for after a flood, by completing all together', async () => {
      const { server, clock, source, collection, opened } = make();
      const names = Array.from({ length: 50 }, (_, i) => `n${i}`);
      source.completing = true;
      await opened(...names.map((name) => item(name, 0)));
      source.completes[0]!.resolve([]);
      source.wants = ({ value, fact }) => value === 1 && fact === undefined;
      for (const name of names) server.touch(name);
      await clock.pass(gathered);
      source.lists[1]!.resolve(names.map((name) => item(name, 1)));
      await settled();
      source.completes[1]!.resolve([]);
      await clock.pass(1000);
      assert.equal(source.completes.length, 3);
      source.completes[2]!.resolve(names.map((name) => item(name, 1, 'address')));
      await clock.pass(60_000);
      assert.equal(source.completes.length, 3);
      assert.equal(source.gets.length, 0);
      assert.ok(collection.items.every(({ fact }) => fact === 'address'));
    });
  });

  describe('its readers', () => {
    it('keep it open until the last has left; then it asks nothing more', async () => {
      const { server, clock, source, collection, opened } = make();
      const first = await opened(item('a', 1));
      const second = collection.open();
      await settled();
      assert.equal(source.lists.length, 1);
      first.dispose();
      first.dispose();
      server.touch('a');
      await clock.pass(gathered);
      assert.equal(source.gets.length, 1);
      second.dispose();
      assert.ok(source.gets[0]!.signal.aborted);
      server.touch('a');
      server.connect();
      await clock.pass(60_000);
      assert.equal(source.gets.length, 1);
      assert.equal(source.lists.length, 1);
      assert.deepEqual([collection.status.kind, collection.items.length], ['closed', 0]);
    });

    it('that come back at once get a list of their own, not the answer to the ones that left', async () => {
      const { source, collection, values, server } = make();
      server.connect();
      collection.open().dispose();
      collection.open();
      await settled();
      for (const list of source.lists.slice(0, -1)) list.resolve([item('old', 1)]);
      await settled();
      source.lists.at(-1)!.resolve([item('new', 1)]);
      await settled();
      assert.deepEqual(values(), { new: 1 });
    });

    it('that come back while a GET of the last session is under way hear of new events', async () => {
      const { server, clock, source, collection, values, opened } = make();
      const first = await opened(item('a', 1));
      server.touch('a');
      await clock.pass(gathered);
      server.touch('a');
      first.dispose();
      collection.open();
      await settled();
      source.lists[1]!.resolve([item('a', 2)]);
      await settled();
      server.touch('a');
      await clock.pass(gathered);
      source.gets.at(-1)!.resolve(item('a', 3));
      await settled();
      assert.deepEqual(values(), { a: 3 });
    });
  });

  describe('loaded()', () => {
    it('gives the first list, and leaves nothing open', async () => {
      const { server, source, collection } = make();
      const loading = collection.loaded({ signal: never() });
      server.connect();
      await settled();
      source.lists[0]!.resolve([item('a', 1)]);
      assert.deepEqual(await loading, [item('a', 1)]);
      assert.equal(collection.status.kind, 'closed');
    });

    it('throws why there is no list', async () => {
      const { server, source, collection } = make();
      const loading = collection.loaded({ signal: never() });
      server.connect();
      await settled();
      source.lists[0]!.reject(new AppError('forbidden', 'not for you'));
      await assert.rejects(loading, (error) => AppError.is(error, 'forbidden'));
    });

    it('throws why there is no connection', async () => {
      const { server, collection } = make();
      const loading = collection.loaded({ signal: never() });
      server.lose();
      await assert.rejects(loading, (error) => AppError.is(error, 'unreachable'));
    });

    it('ends with its signal, aborted before or meanwhile', async () => {
      const { server, collection } = make();
      server.connect();
      await assert.rejects(collection.loaded({ signal: AbortSignal.abort() }), isCancelled);
      const stop = new AbortController();
      const loading = collection.loaded({ signal: stop.signal });
      await settled();
      stop.abort();
      await assert.rejects(loading, isCancelled);
      assert.equal(collection.status.kind, 'closed');
    });

    it('waits for the list after a reconnect instead of telling the failure before it', async () => {
      const { server, source, collection, opened } = make();
      await opened(item('a', 1));
      void collection.refresh();
      await settled();
      source.lists[1]!.reject(new AppError('unreachable', 'cut'));
      await settled();
      assert.equal(collection.status.kind, 'failed');
      server.lose();
      server.connect();
      await settled();
      const loading = collection.loaded({ signal: never() });
      await settled();
      source.lists[2]!.resolve([item('a', 2)]);
      assert.deepEqual(await loading, [item('a', 2)]);
    });
  });

  it('keeps its items when the connection is lost, and lists again when it is back', async () => {
    const { server, source, values, opened } = make();
    await opened(item('a', 1), item('b', 1));
    server.lose();
    assert.deepEqual(values(), { a: 1, b: 1 });
    server.connect();
    await settled();
    assert.deepEqual(values(), { a: 1, b: 1 });
    source.lists[1]!.resolve([item('b', 2)]);
    await settled();
    assert.deepEqual(values(), { b: 2 });
  });

  it('logs a GET that fails, keeps the item, and tries again: there may be no other event', async () => {
    const { server, clock, source, values, opened, warnings } = make();
    await opened(item('a', 1));
    server.touch('a');
    await clock.pass(gathered);
    source.gets[0]!.reject(new AppError('rejected', 'server is confused'));
    await settled();
    assert.deepEqual(values(), { a: 1 });
    assert.deepEqual(warnings, ['server is confused']);
    await clock.pass(200);
    source.gets[1]!.resolve(item('a', 2));
    await clock.pass(60_000);
    assert.deepEqual(values(), { a: 2 });
    assert.equal(source.gets.length, 2);
  });

  it('gives up on a GET that keeps failing until the next event', async () => {
    const { server, clock, source, values, opened } = make();
    await opened(item('a', 1));
    server.touch('a');
    await clock.pass(gathered);
    for (let i = 0; i < 10; i++) {
      source.gets.at(-1)!.reject(new AppError('rejected', 'no'));
      await clock.pass(10_000);
    }
    assert.equal(source.gets.length, 5);
    server.touch('a');
    await clock.pass(gathered);
    source.gets.at(-1)!.resolve(item('a', 2));
    await settled();
    assert.deepEqual(values(), { a: 2 });
  });
});
