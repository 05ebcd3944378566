import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { settled } from '../../support/manualClock';
import { gathered, item, make } from './collectionSupport';

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
