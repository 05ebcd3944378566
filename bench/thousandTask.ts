import type { Blocks } from './probe';

/** What the extension host is to do, handed over as JSON in the variable LXD_EXPLORER_BENCH. */
export interface ThousandTask {
  /** A socket on which the bench's own process does, asked with a path, what comes from outside. */
  readonly control: string;
  /** How many instances there are. */
  readonly count: number;
  /** A folder for `.cpuprofile`s of the phases, where they are wanted. */
  readonly profiles?: string | undefined;
  /** Where the answer goes. */
  readonly answer: string;
}

/** What was asked for of the server since the last question. */
export interface Asked {
  /** Lists of instances, with or without their states. */
  readonly lists: number;
  /** By name: single instances, and their states. */
  readonly gets: Readonly<Record<string, number>>;
  /** Everything else that was read. */
  readonly others: readonly string[];
}

export interface Phase {
  readonly name: string;
  /** Milliseconds. */
  readonly took: number;
  readonly blocks: Blocks;
  /** How many rows VS Code was given. */
  readonly drawn: number;
  readonly asked: Asked;
}

export interface ThousandAnswer {
  readonly phases: readonly Phase[];
  /** From VS Code's first question until it had the rows of the first page, in milliseconds. */
  readonly opened: number;
  /** How long `lxc list` took right before and after, in milliseconds. */
  readonly listed: readonly number[];
  /** What did not come out as it should. */
  readonly problems: readonly string[];
}

/** What the bench's process does when it is asked. */
export interface Control {
  /** The state changes, as many as there are names: which instance, and whether it runs at the end. */
  readonly '/changes': {
    readonly seconds: number;
    readonly changes: number;
    readonly frozen: readonly string[];
  };
  readonly '/asked': Asked;
  /** How long `lxc list` takes, in milliseconds. */
  readonly '/listed': number;
}
