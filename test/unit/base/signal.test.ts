import assert from 'node:assert/strict';
import { isCancelled } from '../../../src/base/errors';
import { raceAbort, systemClock } from '../../../src/base/signal';
import { deferred } from '../../support/deferred';
import { settled } from '../../support/manualClock';

/** What nobody has caught while `work` ran. */
async function unhandled(work: () => Promise<void>): Promise<unknown[]> {
  const found: unknown[] = [];
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (error) => found.push(error));
  try {
    await work();
    await settled();
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return found;
}

describe('raceAbort', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController();
    assert.equal(await raceAbort(Promise.resolve(3), signal), 3);
    await assert.rejects(raceAbort(Promise.reject(new Error('own')), signal), /own/);
  });

  it('rejects at once when aborted, and what the work does later is nobody’s unhandled rejection', async () => {
    const found = await unhandled(async () => {
      for (const before of [true, false]) {
        const controller = new AbortController();
        const work = deferred();
        if (before) controller.abort();
        const racing = raceAbort(work.promise, controller.signal);
        controller.abort();
        await assert.rejects(racing, isCancelled);
        work.reject(new Error('later'));
      }
    });
    assert.deepEqual(found, []);
  });
});

describe('systemClock', () => {
  it('sleeps, and moves on', async () => {
    const before = systemClock.now();
    await systemClock.sleep(5, { signal: new AbortController().signal });
    assert.ok(systemClock.now() - before >= 4);
  });

  it('is woken by an abort before and during the sleep', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, { signal: controller.signal });
    controller.abort();
    await assert.rejects(sleeping, isCancelled);
    await assert.rejects(systemClock.sleep(60_000, { signal: controller.signal }), isCancelled);
  });
});
