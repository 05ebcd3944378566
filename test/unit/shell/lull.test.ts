import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { deferred } from '../../support/deferred';
import { Lull } from '../../../src/shell/lull';

describe('Lull', () => {
  const waits = (lull: Lull, ...times: readonly number[]) => {
    const start = performance.now();
    return new Promise<number>((resolve) => {
      lull.next(
        () => {
          resolve(performance.now() - start);
        },
        ...(times as [number]),
      );
    });
  };

  it('calls in a later turn where nothing is under way', async () => {
    const lull = new Lull();
    let called = false;
    lull.next(() => (called = true), 10);
    assert.equal(called, false);
    await sleep(20);
    assert.equal(called, true);
  });

  it('waits for what is under way and a moment more, but no longer than is said', async () => {
    const lull = new Lull();
    const work = deferred();
    const during = lull.during(() => work.promise);
    assert.ok((await waits(lull, 10, 30)) >= 29);
    const ending = sleep(20).then(() => {
      work.resolve();
    });
    assert.ok((await waits(lull, 30)) >= 45);
    await Promise.all([during, ending]);
  });

  it('does not call before the time that is said, though nothing is under way or it is late', async () => {
    const lull = new Lull();
    assert.ok((await waits(lull, 1, 5, performance.now() + 40)) >= 38);
  });

  it('calls nobody once it is disposed', async () => {
    const lull = new Lull();
    lull.next(() => assert.fail('called'), 1);
    lull.dispose();
    await sleep(10);
  });
});
