import assert from 'node:assert/strict';
import { AppError, isCancelled } from '../../../src/base/errors';
import { settled } from '../../support/manualClock';
import { gathered, item, make, never } from './collectionSupport';

describe('Collection', () => {
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
});
