import type { Miss } from '../../test/support/runMocha';
import { clusterFile } from './cluster';
import { ensurePackages } from './debian';
import { buildExtension, packageExtension, type Package } from './packageExtension';
import { startRun, type Run } from './run';
import { startTestServers, writeServersFile } from './testServers';
import { installVsCode } from './vscodeInstall';

/** How many tests of a layer passed and failed. */
export interface LayerResult {
  readonly passed: number;
  readonly failed: number;
  /** Tests that failed, for the end of the output. */
  readonly failures?: readonly Miss[];
  /** Tests that passed at their second try only, for the end of the output. */
  readonly unsteady?: readonly Miss[];
  /** The titles of what passed, by test file. */
  readonly passedIn?: Readonly<Record<string, readonly string[]>>;
}

/** Of a layer that ran in parts. */
export function togetherOf(results: readonly LayerResult[]): LayerResult {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    passed: sum(results.map(({ passed }) => passed)),
    failed: sum(results.map(({ failed }) => failed)),
    failures: results.flatMap(({ failures = [] }) => failures),
    unsteady: results.flatMap(({ unsteady = [] }) => unsteady),
  };
}

/** A layer that failed as a whole. */
export function failedLayer(title: string, reason: string): LayerResult {
  console.error(`${title}: ${reason}`);
  return { passed: 0, failed: 1, failures: [{ title, reason }] };
}

/** What the layers of one test run share: made on first use, so that `npm run test:unit` starts no server. */
export interface TestRun {
  /** Arguments after the layers' names: for mocha, or parts of the names of checks. */
  readonly rest: readonly string[];
  /** SOAK=1 in the soak run. */
  readonly env: NodeJS.ProcessEnv;
  /** The folder of this run, or nothing while no layer has needed one. */
  readonly started: () => Promise<Run> | undefined;
  /** A file for test/support/targets.ts. */
  readonly servers: () => Promise<string>;
  /** A file for test/support/cluster.ts: two LXD servers more. */
  readonly cluster: () => Promise<string>;
  readonly vscode: () => Promise<void>;
  /** dist/ for developing, with a source map. */
  readonly build: () => Promise<void>;
  readonly vsix: () => Promise<Package>;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (made === undefined) {
      made = make();
      made.catch(() => undefined); // whoever needs it hears of it; it may have been started ahead
    }
    return made;
  };
}

export function createTestRun(rest: readonly string[], env: NodeJS.ProcessEnv): TestRun {
  let started: Promise<Run> | undefined;
  const run = () => (started ??= startRun());
  const packages = once(() => ensurePackages('servers', 'browser'));
  const servers = once(async () => {
    await packages();
    const { dir } = await run();
    return writeServersFile(dir, await startTestServers(await run(), ['busybox']));
  });
  const cluster = once(async () => {
    await packages();
    return clusterFile(await run());
  });
  const vscode = once(async () => {
    await packages();
    await installVsCode();
  });
  const vsix = once(packageExtension);
  const build = once(async () => {
    await vsix().catch(() => undefined); // both write dist/
    await buildExtension();
  });
  return { rest, env, started: () => started, servers, cluster, vscode, build, vsix };
}
