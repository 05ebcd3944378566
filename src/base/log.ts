/** Where the lower layers write. The shell backs it with a LogOutputChannel; tests with an array. Never pass a secret. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Drops everything. */
export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A log whose lines begin with `name: `. */
export function prefixed(log: Log, name: string): Log {
  const line =
    (level: keyof Log) =>
    (message: string): void => {
      log[level](`${name}: ${message}`);
    };
  return {
    trace: line('trace'),
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
}
