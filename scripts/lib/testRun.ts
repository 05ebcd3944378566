import { ensurePackages } from './debian.js';
import type { Run } from './run.js';
import { startRun } from './run.js';
import { startTestServers, writeServersFile, type TrustedServer } from './testServers.js';

/** How many tests of a layer passed and failed. */
export interface LayerResult {
  readonly passed: number;
  readonly failed: number;
}

/** What the layers of one test run share: made on first use, so that `npm run test:unit` starts no server. */
export interface TestRun {
  /** Arguments after the layers' names: for mocha. */
  readonly rest: readonly string[];
  readonly run: () => Promise<Run>;
  readonly servers: () => Promise<{ readonly servers: readonly TrustedServer[]; readonly file: string }>;
  readonly env: NodeJS.ProcessEnv;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export function createTestRun(rest: readonly string[], env: NodeJS.ProcessEnv): TestRun {
  const run = once(startRun);
  const servers = once(async () => {
    await ensurePackages('servers');
    const started = await run();
    const list = await startTestServers(started, ['busybox']);
    return { servers: list, file: writeServersFile(started, list) };
  });
  return { rest, run, servers, env };
}
