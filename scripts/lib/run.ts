import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { cleanUp, cleanUpNow } from './cleanUp';
import { runVariable, startTime } from './processes';

/** Not the temporary folder: an unprivileged container must be able to traverse it, and $TMPDIR may be private. */
const parent = '/var/tmp';
const prefix = 'lxd-explorer-';

export interface RunRecord {
  readonly pid: number;
  readonly started: string | undefined;
  readonly bridges: string[];
  /** The folder of the run in which this one was started, by a test of the demo for one. */
  readonly outer?: string | undefined;
}

const recordFile = (dir: string) => join(dir, 'run.json');

export function readRecord(dir: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(dir), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** Folders of runs whose runner was killed before it could clean up. */
export function staleRuns(): string[] {
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .filter((dir) => {
      const record = readRecord(dir);
      return record !== undefined && startTime(record.pid) !== record.started;
    });
}

/** Written before the thing is made, so that the next run can remove it if this one is killed in between. */
export function recordBridge(dir: string, name: string): void {
  const record = readRecord(dir);
  if (record)
    writeFileSync(recordFile(dir), JSON.stringify({ ...record, bridges: [...record.bridges, name] }));
}

export interface Run {
  readonly dir: string;
  /** Called at the end, last added first, before everything that is left is ended by force. */
  readonly onEnd: (task: () => Promise<void>) => void;
  /** Ends everything the run has started and removes its folder. Any number of calls. */
  readonly end: () => Promise<void>;
  /** The bridges that were made, for a look afterwards whether they are gone. */
  readonly bridges: () => readonly string[];
}

/** A folder of the machine that holds all a run starts, and the promise that nothing of it outlives this process. */
export async function startRun(): Promise<Run> {
  for (const dir of staleRuns()) {
    console.log(`Removing what a killed run has left in ${dir}`);
    await cleanUp(dir, readRecord(dir)?.bridges ?? []);
  }
  const dir = mkdtempSync(join(parent, prefix));
  chmodSync(dir, 0o755);
  const outer = process.env[runVariable];
  const record: RunRecord = { pid: process.pid, started: startTime(process.pid), bridges: [], outer };
  writeFileSync(recordFile(dir), JSON.stringify(record));
  mkdirSync(join(dir, 'tmp'));
  process.env[runVariable] = dir;

  let bridges: readonly string[] = [];
  const tasks: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const end = () =>
    (ending ??= (async () => {
      for (const task of tasks.reverse()) await task().catch(report);
      bridges = readRecord(dir)?.bridges ?? [];
      await cleanUp(dir, bridges);
      await cleanUpInner(dir);
    })());
  endWithProcess(dir, end);
  return { dir, onEnd: (task) => tasks.push(task), end, bridges: () => bridges };
}

/** Runs started within this one, whose runners have just been ended with it and had no time to clean up. */
async function cleanUpInner(outer: string): Promise<void> {
  for (const dir of staleRuns()) {
    const record = readRecord(dir);
    if (record?.outer === outer) await cleanUp(dir, record.bridges);
  }
}

/** The run that this process was started in, with a folder of its own there and its own end; a new run without one. */
export async function joinRun(): Promise<Run> {
  const outer = process.env[runVariable];
  if (outer === undefined || !existsSync(outer)) return startRun();
  const dir = mkdtempSync(join(outer, 'part-'));
  chmodSync(dir, 0o755);
  mkdirSync(join(dir, 'tmp'));
  const tasks: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const end = () =>
    (ending ??= (async () => {
      for (const task of tasks.reverse()) await task().catch(report);
    })());
  endOnSignals(end);
  return { dir, onEnd: (task) => tasks.push(task), end, bridges: () => [] };
}

function report(error: unknown): void {
  console.error('while cleaning up:', error);
}

function endOnSignals(end: () => Promise<void>): void {
  const leave = (code: number) => {
    end()
      .catch(report)
      .finally(() => process.exit(code));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      leave(128 + constants.signals[signal]);
    });
  }
  const fail = (error: unknown) => {
    console.error(error);
    leave(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

function endWithProcess(dir: string, end: () => Promise<void>): void {
  endOnSignals(end);
  // process.exit() somewhere, or an event loop that ran empty: no more time for anything but force.
  process.on('exit', () => {
    if (existsSync(dir)) cleanUpNow(dir, readRecord(dir)?.bridges ?? []);
  });
}
