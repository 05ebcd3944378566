import type { ServerPlace } from '../scripts/lib/server';
import type { Row } from './row';

/** What the extension host is to do, handed over as JSON in the variable LXD_EXPLORER_BENCH. */
export interface HostTask {
  readonly place: ServerPlace;
  /** A running instance to read from and write to, or none to measure the activation only. */
  readonly instance?: string;
  /** A file of random bytes on this machine, for `lxc file push`. */
  readonly file: string;
  /** Where the answer goes. */
  readonly answer: string;
}

export interface HostAnswer {
  /** Milliseconds. */
  readonly activation: number;
  readonly rows: readonly Row[];
  /** What could not be measured. */
  readonly problems: readonly string[];
}

export const megabytes = 100;
