import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a layer's runner hands to scripts/test.ts. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly failures: readonly Miss[];
  /** What passed, but only when it was run again. */
  readonly unsteady: readonly Miss[];
}

/** A test that failed, and why. */
export interface Miss {
  readonly title: string;
  readonly reason: string;
}

export interface MochaRun {
  readonly files: readonly string[];
  /** Tests that are bundled already: called to define the tests of the file it is named after. */
  readonly load?: Readonly<Record<string, () => unknown>>;
  /** Milliseconds that one test may take, unless it says otherwise. */
  readonly timeout: number;
  readonly grep: string | undefined;
  /** Where the counts go, as JSON. */
  readonly countsFile: string | undefined;
}

function miss(test: { fullTitle(): string }, error: unknown): Miss {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { title: test.fullTitle(), reason: reason.split('\n').slice(0, 12).join('\n') };
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

/** Runs test files with mocha, in Node or inside VS Code, prints them as a tree and writes the counts. */
export async function runMocha({ files, load = {}, timeout, grep, countsFile }: MochaRun): Promise<Counts> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout,
    retries: 1,
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
  // The second try may fail only because of what the first one left behind.
  const withFirstTry = ({ title, reason }: Miss): Miss => {
    const first = missed.find((other) => other.title === title)?.reason ?? reason;
    return { title, reason: first === reason ? reason : `${reason}\nat the first try:\n${first}` };
  };
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const titles = new Set(failures.map(({ title }) => title));
      const unsteady = missed.filter(({ title }) => !titles.has(title));
      resolve({ passed: passes, failed, pending, failures: failures.map(withFirstTry), unsteady });
    });
    runner.on('fail', (test, error) => failures.push(miss(test, error)));
    runner.on('retry', (test: Mocha.Test, error: unknown) => {
      test.state = 'failed'; // for what looks at it after each test; mocha leaves it open
      const { title, reason } = miss(test, error);
      if (missed.every((other) => other.title !== title)) missed.push({ title, reason });
      console.log(`failed, is run again: ${title}\n${reason}`);
    });
  });
  if (countsFile !== undefined) {
    mkdirSync(dirname(countsFile), { recursive: true });
    writeFileSync(countsFile, JSON.stringify(counts));
  }
  return counts;
}
