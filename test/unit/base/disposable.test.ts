import assert from 'node:assert/strict';
import { DisposableStore, toDisposable } from '../../../src/base/disposable';

describe('DisposableStore', () => {
  it('ends what it owns last-in first-out, once', () => {
    const ended: number[] = [];
    const store = new DisposableStore();
    for (const i of [1, 2, 3]) store.add(toDisposable(() => ended.push(i)));
    store.dispose();
    store.dispose();
    assert.deepEqual(ended, [3, 2, 1]);
  });

  it('disposes at once what is added too late', () => {
    const store = new DisposableStore();
    store.dispose();
    let ended = 0;
    store.add(toDisposable(() => ended++));
    assert.equal(ended, 1);
  });

  it('ends the others when one throws, and throws then', () => {
    const ended: number[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => ended.push(1)));
    store.add({
      dispose: () => {
        throw new Error('stuck');
      },
    });
    store.add(toDisposable(() => ended.push(3)));
    assert.throws(() => {
      store.dispose();
    }, /stuck/);
    assert.deepEqual(ended, [3, 1]);
  });
});

describe('toDisposable', () => {
  it('runs its function once', () => {
    let times = 0;
    const disposable = toDisposable(() => times++);
    disposable.dispose();
    disposable.dispose();
    assert.equal(times, 1);
  });
});
