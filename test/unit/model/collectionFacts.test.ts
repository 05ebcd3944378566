import assert from 'node:assert/strict';
import { settled } from '../../support/manualClock';
import { gathered, item, make } from './collectionSupport';

describe('Collection', () => {
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

    it('that an event told of too early are looked at once more, and then no more', async () => {
      const { server, clock, source, collection, opened } = make();
      source.earlyAction = 'profile-updated';
      await opened(item('a', 1));
      server.touch('a', 'profile-updated');
      await clock.pass(gathered);
      source.gets[0]!.resolve(item('a', 1));
      await clock.pass(400);
      source.gets[1]!.resolve(item('a', 2));
      await clock.pass(10_000);
      assert.deepEqual(collection.items, [item('a', 2)]);
      assert.equal(source.gets.length, 2);
      server.touch('a', 'profile-renamed');
      await clock.pass(gathered);
      source.gets[2]!.resolve(item('a', 3));
      await clock.pass(10_000);
      assert.equal(source.gets.length, 3);
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
});
