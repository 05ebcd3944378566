import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withFirstTry } from '../../scripts/lib/firstTry';

/** What a layer's runner hands to scripts/test.ts. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly failures: readonly Miss[];
  /** What passed, but only when it was run again. */
  readonly unsteady: readonly Miss[];
  /** What passed, by file. */
  readonly passedIn: Readonly<Record<string, readonly string[]>>;
}

/** A test that failed, and why. */
export interface Miss {
  readonly title: string;
  readonly reason: string;
  /** As it was given to the run; nothing for a hook of all files. */
  readonly file?: string | undefined;
}

export interface MochaRun {
  readonly files: readonly string[];
  /** Tests that are bundled already: called to define the tests of the file it is named after. */
  readonly load?: Readonly<Record<string, () => unknown>>;
  /** Milliseconds that one test may take, unless it says otherwise. */
  readonly timeout: number;
  /** How often a test that fails is run once more at once. */
  readonly retries: number;
  readonly grep: string | undefined;
  /** Where the counts go, as JSON. */
  readonly countsFile: string | undefined;
}

function fileOf(test: Mocha.Runnable): string | undefined {
  return test.file ?? test.parent?.file;
}

function miss(test: Mocha.Runnable, error: unknown): Miss {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const file = fileOf(test);
  return { title: test.fullTitle(), reason: reason.split('\n').slice(0, 12).join('\n'), file };
}

/**
 * Lets the first try of each test fail after its last line: what then fails again cannot be tried twice.
 * For a person who looks for such tests (docs: CONTRIBUTING.md).
 */
function failsOnce(this: Mocha.Context): void {
  const test = this.currentTest;
  const body = test?.fn as Mocha.AsyncFunc | undefined;
  if (test === undefined || body === undefined || retryOf(test) > 0) return;
  test.fn = async function (this: Mocha.Context) {
    await body.call(this);
    if (this.test !== undefined && retryOf(this.test) === 0) throw new Error('fails once, on purpose');
  } as Mocha.AsyncFunc;
}

/** The how manieth further try this is: mocha knows, its types do not. */
export function retryOf(test: Mocha.Runnable | undefined): number {
  return (test as (Mocha.Runnable & { currentRetry(): number }) | undefined)?.currentRetry() ?? 0;
}

/** So long a suite takes, in milliseconds, before it is named at the end: with its hooks, of which mocha tells no time. */
const slowSuiteMs = 20_000;

/** At the end, which suites of the files have taken longest. */
function printTimes(runner: Mocha.Runner): void {
  const begun = new Map<Mocha.Suite, number>();
  const times: [ms: number, title: string][] = [];
  runner.on('suite', (suite) => begun.set(suite, Date.now()));
  runner.on('suite end', (suite) => {
    const ms = Date.now() - (begun.get(suite) ?? Date.now());
    if (suite.parent?.root && ms >= slowSuiteMs) times.push([ms, suite.title]);
  });
  runner.on('end', () => {
    for (const [ms, title] of times.sort(([a], [b]) => b - a))
      console.log(`${(ms / 1000).toFixed(1)} s with its hooks: ${title}`);
  });
}

/** Runs test files with mocha, in Node or inside VS Code, prints them as a tree and writes the counts. */
export async function runMocha(options: MochaRun): Promise<Counts> {
  const { files, load = {}, timeout, retries, grep, countsFile } = options;
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout,
    retries,
    slow: 1000,
    forbidOnly: process.env['CI'] !== undefined,
    ...(grep === undefined ? {} : { grep: new RegExp(grep, 'i') }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  for (const [file, define] of Object.entries(load)) {
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, file, mocha);
    define();
  }
  if (process.env['LXD_EXPLORER_TWICE'] !== undefined) mocha.suite.beforeEach(failsOnce);
  const [failures, missed]: [Miss[], Miss[]] = [[], []];
  const passedIn: Record<string, string[]> = {};
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const titles = new Set(failures.map(({ title }) => title));
      const unsteady = missed.filter(({ title }) => !titles.has(title));
      const twice = failures.map((each) => withFirstTry(each, missed));
      resolve({ passed: passes, failed, pending, failures: twice, unsteady, passedIn });
    });
    printTimes(runner);
    runner.on('pass', (test) => {
      (passedIn[fileOf(test) ?? ''] ??= []).push(test.fullTitle());
    });
    runner.on('fail', (test, error) => failures.push(miss(test, error)));
    runner.on('retry', (test: Mocha.Test, error: unknown) => {
      test.state = 'failed'; // for what looks at it after each test; mocha leaves it open
      const failure = miss(test, error);
      if (missed.every(({ title }) => title !== failure.title)) missed.push(failure);
      console.log(`failed, is run again: ${failure.title}\n${failure.reason}`);
    });
  });
  if (countsFile !== undefined) {
    mkdirSync(dirname(countsFile), { recursive: true });
    writeFileSync(countsFile, JSON.stringify(counts));
  }
  return counts;
}
