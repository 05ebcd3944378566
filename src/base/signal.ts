import { cancelled } from './errors';

/** Options of everything below the shell that can take time. */
export interface Abortable {
  signal: AbortSignal;
}

/** Time as a parameter, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with an AbortError when `signal` is aborted. */
  sleep(ms: number, options: Abortable): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, { signal }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(cancelled());
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** Settles as `work` does, or rejects with an AbortError as soon as `signal` is aborted; `work` goes on unobserved. */
export function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(cancelled());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    // Always observed: work that fails after the abort is no unhandled rejection.
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

/** A signal that is aborted only `ms` milliseconds after this one: for an answer that is about to come. */
export function delayed(signal: AbortSignal, ms: number): AbortSignal {
  const later = new AbortController();
  const wait = (): void => {
    setTimeout(() => {
      later.abort(signal.reason);
    }, ms).unref();
  };
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true });
  return later.signal;
}
