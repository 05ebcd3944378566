/** Someone who waits for nothing to be under way. */
interface Waiting {
  readonly call: () => void;
  readonly restMs: number;
  /** When it is called at the soonest, even though nothing runs; as of `performance.now()`. */
  readonly earliest: number;
  /** When it is called even though something still runs; in milliseconds, as of `performance.now()`. */
  readonly latest: number;
}

/** Knows when nothing is under way, and has not been for a moment. */
export class Lull {
  private running = 0;
  private lastEnd = -Infinity;
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** Counts `work` as under way until it has settled. @returns what it returns */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.lastEnd = performance.now();
      this.look();
    }
  }

  /**
   * Calls `call` once, in a later turn: when nothing has been under way for `restMs`, or after `mostMs` in any case, but
   * not before `earliest`. The first two are in milliseconds, the last is as of `performance.now()`.
   */
  next(call: () => void, restMs: number, mostMs = Infinity, earliest = 0): void {
    this.waiting.push({ call, restMs, earliest, latest: performance.now() + mostMs });
    this.look();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.waiting = [];
  }

  /** Sets the timer for whoever comes first. */
  private look(): void {
    clearTimeout(this.timer);
    const due = Math.min(...this.waiting.map((waiting) => this.dueAt(waiting)));
    if (due === Infinity) return;
    this.timer = setTimeout(
      () => {
        const now = performance.now();
        const ready = this.waiting.filter((waiting) => this.dueAt(waiting) <= now);
        this.waiting = this.waiting.filter((waiting) => !ready.includes(waiting));
        for (const { call } of ready) call();
        this.look();
      },
      Math.max(0, Math.ceil(due - performance.now())),
    );
  }

  private dueAt({ restMs, earliest, latest }: Waiting): number {
    return Math.max(earliest, Math.min(latest, this.running > 0 ? Infinity : this.lastEnd + restMs));
  }
}
