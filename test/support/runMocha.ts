import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a layer's runner hands to scripts/test.ts. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
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

/** Runs test files with mocha, in Node or inside VS Code, prints them as a tree and writes the counts. */
export async function runMocha({ files, load = {}, timeout, grep, countsFile }: MochaRun): Promise<Counts> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout,
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
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, pending });
    });
  });
  if (countsFile !== undefined) {
    mkdirSync(dirname(countsFile), { recursive: true });
    writeFileSync(countsFile, JSON.stringify(counts));
  }
  return counts;
}
