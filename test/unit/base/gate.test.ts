import assert from 'node:assert/strict';
import { Coalescer, limit } from '../../../src/base/gate';
import { type Deferred, deferred } from '../../support/deferred';
import { settled } from '../../support/manualClock';

describe('limit', () => {
  it('never runs more than its number, and begins them in the order they came', async () => {
    const gate = limit(3);
    const doors = Array.from({ length: 10 }, () => deferred());
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const all = doors.map(({ promise }, i) =>
      gate(async () => {
        begun.push(i);
        most = Math.max(most, ++running);
        await promise;
        running--;
        return i;
      }),
    );
    for (const door of [doors[2], doors[0], doors[1], ...doors.slice(3)]) {
      await settled();
      door!.resolve();
    }
    assert.deepEqual(await Promise.all(all), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(most, 3);
    assert.deepEqual(begun, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('hands its place on when a job fails', async () => {
    const gate = limit(1);
    const failing = gate(() => Promise.reject(new Error('no')));
    const after = gate(() => Promise.resolve('yes'));
    await assert.rejects(failing, /no/);
    assert.equal(await after, 'yes');
    assert.equal(await gate(() => Promise.resolve('and later')), 'and later');
  });

  it('lets nobody slip into the place that was handed on', async () => {
    const gate = limit(1);
    const door = deferred();
    let running = 0;
    const job = async (): Promise<void> => {
      assert.equal(++running, 1);
      await settled();
      running--;
    };
    const first = gate(() => door.promise);
    const second = gate(job);
    door.resolve();
    await first;
    await Promise.all([second, gate(job), gate(job)]);
  });
});

describe('Coalescer', () => {
  /** Jobs that wait to be ended by the test. */
  function jobs() {
    const runs: Deferred<void>[] = [];
    const job = (): Promise<void> => {
      const run = deferred();
      runs.push(run);
      return run.promise;
    };
    return { runs, job };
  }

  it('makes one more run of any number of calls that come while one runs', async () => {
    const { runs, job } = jobs();
    const coalescer = new Coalescer();
    const first = coalescer.run('k', job);
    await settled();
    const burst = Array.from({ length: 50 }, () => coalescer.run('k', job));
    await settled();
    assert.equal(runs.length, 1);
    runs[0]!.resolve();
    await first;
    await settled();
    assert.equal(runs.length, 2);
    runs[1]!.resolve();
    await Promise.all(burst);
    assert.equal(runs.length, 2);
  });

  it('starts the last run after the last call', async () => {
    const { runs, job } = jobs();
    const coalescer = new Coalescer();
    void coalescer.run('k', job);
    await settled();
    void coalescer.run('k', job);
    runs[0]!.resolve();
    await settled();
    const late = coalescer.run('k', job); // the second run has begun: this call needs a third
    runs[1]!.resolve();
    await settled();
    assert.equal(runs.length, 3);
    runs[2]!.resolve();
    await late;
  });

  it('runs the job of the latest call', async () => {
    const door = deferred();
    const coalescer = new Coalescer();
    const seen: string[] = [];
    const note = (what: string) => () => {
      seen.push(what);
      return Promise.resolve();
    };
    void coalescer.run('k', () => door.promise);
    await settled();
    void coalescer.run('k', note('of an ended session'));
    const last = coalescer.run('k', note('of this session'));
    door.resolve();
    await last;
    assert.deepEqual(seen, ['of this session']);
  });

  it('keeps keys apart', async () => {
    const { runs, job } = jobs();
    const coalescer = new Coalescer();
    const both = [coalescer.run('a', job), coalescer.run('b', job)];
    await settled();
    assert.equal(runs.length, 2);
    for (const run of runs) run.resolve();
    await Promise.all(both);
  });

  it('goes on after a failure, also of a job that throws at once', async () => {
    const coalescer = new Coalescer();
    const failing = coalescer.run('k', () => {
      throw new Error('at once');
    });
    let again = 0;
    const next = coalescer.run('k', () => {
      again++;
      return Promise.resolve();
    });
    await assert.rejects(failing, /at once/);
    await next;
    await coalescer.run('k', () => {
      again++;
      return Promise.resolve();
    });
    assert.equal(again, 2);
  });

  it('lets a job ask for its own key: one more run, after it', async () => {
    const coalescer = new Coalescer();
    const order: string[] = [];
    let inner: Promise<void> | undefined;
    await coalescer.run('k', async () => {
      inner = coalescer.run('k', () => Promise.resolve(void order.push('inner')));
      await settled();
      order.push('outer');
    });
    await inner;
    assert.deepEqual(order, ['outer', 'inner']);
  });
});
