/** Runs at most `max` jobs at once, in the order they came. */
export function limit(max: number): <T>(job: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= max) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await job();
    } finally {
      // The place is handed on, not freed, when somebody waits: nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

interface Turn {
  current: Promise<void>;
  next: Promise<void> | undefined;
  /** The latest caller's job: an earlier one may belong to a session that has ended meanwhile. */
  job: () => Promise<void>;
}

/**
 * Runs one job per key at a time; while it runs, any number of further calls for that key become one more run
 * afterwards. So a burst costs two runs at most, and the last run always starts after the last call.
 */
export class Coalescer {
  private readonly turns = new Map<string, Turn>();

  /** Resolves when a run that started after this call has ended, or rejects as that run does. */
  run(key: string, job: () => Promise<void>): Promise<void> {
    const turn = this.turns.get(key);
    if (!turn) {
      const own: Turn = { current: Promise.resolve(), next: undefined, job };
      this.turns.set(key, own);
      // Not called at once: a job that throws, or asks for its own key, finds the turn taken as it should be.
      own.current = Promise.resolve()
        .then(job)
        .finally(() => {
          if (!own.next) this.turns.delete(key);
        });
      return own.current;
    }
    turn.job = job;
    const again = (): Promise<void> => {
      this.turns.delete(key);
      return this.run(key, turn.job);
    };
    turn.next ??= turn.current.then(again, again);
    return turn.next;
  }
}
