import assert from 'node:assert/strict';
import { type Disposable, DisposableStore, toDisposable } from '../../../src/base/disposable';
import { LateCommands } from '../../../src/shell/lateCommands';
import { deferred } from '../../support/deferred';

describe('commands whose code is loaded at their first call', () => {
  /** Handles "a" and "b" by telling of it, once `load` is through. */
  function feature(load: () => Promise<void> = () => Promise.resolve()) {
    const late = new LateCommands();
    const told: string[] = [];
    let loads = 0;
    const held = late.hold(['a', 'b'], async () => {
      loads++;
      await load();
      const store = new DisposableStore();
      store.add(toDisposable(() => told.push('disposed')));
      for (const id of ['a', 'b']) {
        const taken = late.take(id, (args) => told.push(`${id} ${args.join()}`));
        store.add(taken ?? toDisposable(() => told.push(`${id} ended`)));
      }
      return store;
    });
    return { late, told, held, loads: () => loads };
  }

  it('load nothing before they are called, and nothing at all where they never are', () => {
    const { held, loads, told } = feature();
    held.handlerOf('a');
    held.dispose();
    assert.equal(loads(), 0);
    assert.deepEqual(told, []);
  });

  it('run what was asked for, with its arguments, also what was asked meanwhile', async () => {
    const gate = deferred();
    const { held, told, loads } = feature(() => gate.promise);
    const calls = [held.handlerOf('a')([1, 2]), held.handlerOf('b')([3])];
    assert.deepEqual(told, []);
    gate.resolve();
    await Promise.all(calls);
    await held.handlerOf('a')([4]);
    assert.deepEqual(told, ['a 1,2', 'b 3', 'a 4']);
    assert.equal(loads(), 1);
  });

  it('return what the handler returns, and throw what it throws', async () => {
    const late = new LateCommands();
    const held = late.hold(['good', 'bad'], () => {
      late.take('good', () => 42);
      late.take('bad', () => {
        throw new Error('of the handler');
      });
      return Promise.resolve<Disposable>({ dispose: () => undefined });
    });
    assert.equal(await held.handlerOf('good')([]), 42);
    await assert.rejects(held.handlerOf('bad')([]), /of the handler/);
  });

  it('try again after a load that failed, even one that failed half way', async () => {
    const late = new LateCommands();
    let tries = 0;
    const held = late.hold(['a'], () => {
      late.take('a', () => 'done');
      return tries++ === 0
        ? Promise.reject(new Error('no file'))
        : Promise.resolve<Disposable>({ dispose: () => undefined });
    });
    await assert.rejects(held.handlerOf('a')([]), /no file/);
    assert.equal(await held.handlerOf('a')([]), 'done');
  });

  it('end with what was loaded, also where it is loaded too late', async () => {
    const gate = deferred();
    const early = feature();
    await early.held.handlerOf('a')([]);
    early.held.dispose();
    assert.deepEqual(early.told, ['a ', 'disposed']);
    const slow = feature(() => gate.promise);
    const call = slow.held.handlerOf('a')([]);
    slow.held.dispose();
    gate.resolve();
    assert.equal(await call, undefined);
    assert.deepEqual(slow.told, ['b ended', 'a ended', 'disposed']);
  });

  it('are told apart from those that are not held', () => {
    const { late } = feature();
    assert.equal(
      late.take('other', () => undefined),
      undefined,
    );
  });

  it('refuse a second handler, and a part that brings none', async () => {
    const late = new LateCommands();
    const held = late.hold(['a'], () => Promise.resolve<Disposable>({ dispose: () => undefined }));
    await assert.rejects(held.handlerOf('a')([]), /does not handle it/);
    late.take('a', () => 1);
    assert.throws(() => late.take('a', () => 2), /has a handler already/);
  });
});
