import { PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';

/** The longest time in which the event loop did not come round, in milliseconds. */
export interface Blocks {
  /** By the clock: on a busy machine with the time in which others had the processor. */
  readonly longest: number;
  /** What the thread itself computed in one round, at most. */
  readonly longestCpu: number;
  /** The longest garbage collection. */
  readonly longestGc: number;
  /** What the thread computed in all. */
  readonly cpu: number;
}

/** Node has it since 23.9; VS Code's extension host is Node 24. */
interface ThreadUsage {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

function threadMs(): number {
  const { user, system } = (process as unknown as ThreadUsage).threadCpuUsage();
  return (user + system) / 1000;
}

/** Watches the event loop of this thread: a timer of 1 ms sees in each round how long the one before took. */
export function watchLoop(): () => Blocks {
  let [longest, longestCpu, longestGc] = [0, 0, 0];
  const start = threadMs();
  let [last, lastCpu] = [performance.now(), start];
  const look = (): void => {
    const [now, cpu] = [performance.now(), threadMs()];
    longest = Math.max(longest, now - last);
    longestCpu = Math.max(longestCpu, cpu - lastCpu);
    [last, lastCpu] = [now, cpu];
  };
  const timer = setInterval(look, 1);
  const collect = (entries: readonly PerformanceEntry[]): void => {
    for (const { duration } of entries) longestGc = Math.max(longestGc, duration);
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
    return { longest, longestCpu, longestGc, cpu: lastCpu - start };
  };
}
