import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';

/** How long the event loop did not come round at most, in milliseconds. */
export interface Blocks {
  /** What the thread computed in one round: without the time in which others had the processor. */
  readonly longest: number;
  /** By the clock. */
  readonly byClock: number;
  /** The longest garbage collection, by the clock. */
  readonly collection: number;
  /** What the thread computed in all. */
  readonly computed: number;
}

/** Watches the event loop of this thread: a timer of 1 ms sees in each round how long the one before took. */
export function watchLoop(): () => Blocks {
  const file = openSync('/proc/thread-self/schedstat', 'r');
  const buffer = Buffer.alloc(64);
  /** What the kernel counts of this thread. */
  const computedMs = (): number => {
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return Number(buffer.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  };
  let [longest, byClock, collection] = [0, 0, 0];
  const start = computedMs();
  let [last, before] = [performance.now(), start];
  const look = (): void => {
    const [now, is] = [performance.now(), computedMs()];
    byClock = Math.max(byClock, now - last);
    longest = Math.max(longest, is - before);
    [last, before] = [now, is];
  };
  const timer = setInterval(look, 1);
  const collect = (entries: readonly PerformanceEntry[]): void => {
    for (const { duration } of entries) collection = Math.max(collection, duration);
  };
  const observer = new PerformanceObserver((list) => {
    collect(list.getEntries());
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    clearInterval(timer);
    look();
    collect(observer.takeRecords());
    observer.disconnect();
    closeSync(file);
    return { longest, byClock, collection, computed: before - start };
  };
}

/** Runs `work`, and writes to a `.cpuprofile` what computed meanwhile. */
export async function profiled(file: string, work: () => Promise<void>): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
}
