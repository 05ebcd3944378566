import { rmSync } from 'node:fs';
import { requestsFile } from './clientRequests';
import { asksForCluster, needsCluster } from './clusterNeed';
import { tryExec } from './exec';
import { lint } from './lintLayer';
import { type InNode, runCounted, runInNode } from './nodeLayer';
import { inRoot } from './paths';
import { testFiles } from './testFiles';
import { failedLayer, togetherOf, type LayerResult, type TestRun } from './testRun';

export interface Layer {
  /** What it needs that takes a while: begun while the layers before it run. */
  readonly ahead: (test: TestRun) => void;
  /** @param say prints a line */
  readonly run: (test: TestRun, say: (line: string) => void) => Promise<LayerResult>;
  /** Measures nothing and gives way to everything: it runs beside the layers after it. */
  readonly givesWay?: boolean;
}

const nothing = () => undefined;
const servers = (layer: string) => (test: TestRun) => {
  void test.servers();
  if (layer !== 'ui' && test.rest.length === 0) void test.otherServers();
  if (needsCluster(layer, test.rest)) void test.cluster();
};
const everything = (layer: string) => (test: TestRun) => {
  servers(layer)(test);
  void test.vscode();
};

/** What tells the tests of a layer where their servers are. */
async function serverFiles(layer: string, test: TestRun): Promise<NodeJS.ProcessEnv> {
  const cluster = needsCluster(layer, test.rest) ? test.cluster() : undefined;
  return {
    LXD_EXPLORER_SERVERS: await test.servers(),
    ...(cluster === undefined ? {} : { LXD_EXPLORER_CLUSTER: await cluster }),
  };
}

const coverage = { NODE_V8_COVERAGE: inRoot('coverage', 'tmp') };

async function unit(test: TestRun): Promise<LayerResult> {
  rmSync(inRoot('coverage'), { recursive: true, force: true });
  return runInNode('unit', test, { env: coverage });
}

/** In two halves at the same time, each with servers of its own: they wait more than they compute. */
async function live(test: TestRun): Promise<LayerResult> {
  const run = await test.started();
  const env = (half: number) => ({
    ...coverage,
    ...(run ? { LXD_EXPLORER_REQUESTS: requestsFile(run.dir, half) } : {}),
  });
  return inHalves('live', test, 2, (half, { env: servers, ...rest }) =>
    runInNode('live', test, { env: { ...env(half), ...servers }, ...rest }, nameOf('live', half)),
  );
}

/** What the live layer has asked of the servers, held against the list of all operations: `scripts/coverageApi.ts`. */
async function api(test: TestRun): Promise<LayerResult> {
  const run = await test.started();
  if (!run) throw new Error('this looks at what the live tests have done: name both layers, live first');
  const args = ['--import', 'tsx', inRoot('scripts', 'coverageApi.ts'), '--run', run.dir];
  const { code, stdout, stderr } = await tryExec(process.execPath, args, { cwd: inRoot() });
  console.log(stdout.trimEnd());
  if (code !== 0) console.log(stderr.trim());
  const failures = [...stdout.matchAll(/✖.*/g)].map(([line]) => ({ title: line, reason: stderr.trim() }));
  if (code !== 0 && failures.length === 0) return failedLayer('api', stderr.trim() || `exit code ${code}`);
  return { passed: [...stdout.matchAll(/✔/g)].length, failed: failures.length, failures };
}

/** The floor of .c8rc.json, under what unit and live have covered together. */
async function covered(): Promise<LayerResult> {
  const { code, stdout, stderr } = await tryExec(inRoot('node_modules/.bin/c8'), ['report'], {
    cwd: inRoot(),
  });
  console.log(stdout.trim());
  if (code !== 0) console.log(stderr.trim());
  return code === 0 ? { passed: 1, failed: 0 } : failedLayer('coverage', stderr.trim());
}

/** In two halves, as `live`, each in a VS Code of its own. */
async function vscode(test: TestRun): Promise<LayerResult> {
  await Promise.all([test.vscode(), test.build()]);
  return inHalves('vscode', test, 3, (half, { env, files = [], isHeld = false }) =>
    runCounted(nameOf('vscode', half), {
      command: process.execPath,
      args: ['--import', 'tsx', inRoot('test', 'vscode', 'run.ts'), ...test.rest, ...files],
      env: { ...process.env, ...test.env, ...env },
      isHeld,
    }),
  );
}

/**
 * Runs a layer in two halves, or what is named of it in one.
 * @param share one of so many files is in the first half, beside all that need the cluster: there is one
 */
async function inHalves(
  layer: string,
  test: TestRun,
  share: number,
  run: (half: number, options: InNode) => Promise<LayerResult>,
): Promise<LayerResult> {
  const env = await serverFiles(layer, test);
  if (test.rest.length > 0) return run(1, { env });
  const all = testFiles(layer);
  const others = all.filter((file) => !asksForCluster(file));
  const first = new Set([...all.filter(asksForCluster), ...others.filter((_file, at) => at % share === 0)]);
  const own = { ...env, LXD_EXPLORER_SERVERS: await test.otherServers() };
  return togetherOf(
    await Promise.all([
      run(1, { env, files: [...first] }),
      run(2, { env: own, files: all.filter((file) => !first.has(file)), isHeld: true }),
    ]),
  );
}

/** Each half leaves counts of its own. */
const nameOf = (layer: string, half: number): string => (half === 1 ? layer : `${layer}-${half}`);

async function ui(test: TestRun): Promise<LayerResult> {
  const [files, { vsix }] = await Promise.all([serverFiles('ui', test), test.vsix(), test.vscode()]);
  return runInNode('ui', test, { env: { ...files, LXD_EXPLORER_VSIX: vsix } });
}

const every = {
  lint: { ahead: nothing, run: lint, givesWay: true },
  unit: { ahead: nothing, run: unit },
  live: { ahead: servers('live'), run: live },
  api: { ahead: nothing, run: api },
  coverage: { ahead: nothing, run: covered },
  vscode: { ahead: everything('vscode'), run: vscode },
  ui: { ahead: everything('ui'), run: ui },
} satisfies Record<string, Layer>;

export type LayerName = keyof typeof every;

export const layers: Readonly<Record<LayerName, Layer>> = every;

export const isLayer = (name: string): name is LayerName => name in layers;
