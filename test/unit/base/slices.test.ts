import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/base/errors';
import { mapInSlices } from '../../../src/base/slices';

describe('mapInSlices', () => {
  const never = new AbortController().signal;
  const numbers = Array.from({ length: 200 }, (_, index) => index);
  const slowly = (value: number): number => {
    for (const end = performance.now() + 0.5; performance.now() < end;);
    return value * 2;
  };

  it('maps all, in order', async () => {
    assert.deepEqual(
      await mapInSlices(numbers, (value) => value * 2, { signal: never }),
      numbers.map((n) => n * 2),
    );
    assert.deepEqual(await mapInSlices([], slowly, { signal: never }), []);
  });

  it('lets the event loop come round while it takes long', async () => {
    let rounds = 0;
    let ended = false;
    const count = (): void => {
      rounds++;
      if (!ended) setImmediate(count);
    };
    setImmediate(count);
    assert.deepEqual(
      await mapInSlices(numbers, slowly, { signal: never }),
      numbers.map((n) => n * 2),
    );
    ended = true;
    assert.ok(rounds >= 4, `${rounds} rounds`);
  });

  it('keeps the turn while it is quick', async () => {
    let others = 0;
    setImmediate(() => others++);
    await mapInSlices(numbers.slice(0, 10), (value) => value, { signal: never });
    assert.equal(others, 0);
  });

  it('lets others have the turn first where there are many', async () => {
    let others = 0;
    setImmediate(() => others++);
    let before = -1;
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    await mapInSlices(many, () => (before = before < 0 ? others : before), { signal: never });
    assert.equal(before, 1);
  });

  it('stops when it is aborted, and throws what map throws', async () => {
    const stop = new AbortController();
    setImmediate(() => {
      stop.abort();
    });
    let mapped = 0;
    const mapping = mapInSlices(numbers, (n) => ((mapped = n), slowly(n)), stop);
    await assert.rejects(mapping, (error) => isCancelled(error));
    assert.ok(mapped < numbers.length - 1, `${mapped} were mapped`);
    const failing = mapInSlices(
      numbers,
      () => {
        throw new Error('no');
      },
      { signal: never },
    );
    await assert.rejects(failing, /no/);
  });
});
