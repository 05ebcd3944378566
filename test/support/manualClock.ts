import { cancelled } from '../../src/base/errors';
import type { Abortable, Clock } from '../../src/base/signal';

/** Lets everything that is ready to go on do so: promises, and what they begin. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  private time = 0;
  private readonly sleepers = new Set<Sleeper>();

  now(): number {
    return this.time;
  }

  /** How many wait. */
  get waiting(): number {
    return this.sleepers.size;
  }

  sleep(ms: number, { signal }: Abortable): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.sleepers.delete(sleeper);
        reject(cancelled());
      };
      const sleeper = {
        due: this.time + ms,
        wake: () => {
          signal.removeEventListener('abort', stop);
          resolve();
        },
      };
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop, { once: true });
      this.sleepers.add(sleeper);
    });
  }

  /** Lets `ms` pass, waking each sleeper at its moment, and everything that follows from it. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const [next] = [...this.sleepers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.time = Math.max(this.time, next.due);
      this.sleepers.delete(next);
      next.wake();
      await settled();
    }
    this.time = end;
  }
}
