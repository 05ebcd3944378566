import { rmSync } from 'node:fs';
import { requestsFile } from './clientRequests';
import { asksForCluster, needsCluster } from './clusterNeed';
import { tryExec } from './exec';
import { lint } from './lintLayer';
import { againArguments, runCounted, runInNode } from './nodeLayer';
import { inRoot } from './paths';
import { withSecondTry } from './secondTry';
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

/** In two halves at the same time, each with servers and a network of its own: they wait more than they compute. */
async function live(test: TestRun): Promise<LayerResult> {
  const env = await serverFiles('live', test);
  const run = await test.started();
  const half = (at: number): NodeJS.ProcessEnv => ({
    ...coverage,
    ...env,
    ...(run ? { LXD_EXPLORER_REQUESTS: requestsFile(run.dir, at) } : {}),
  });
  if (test.rest.length > 0) return runInNode('live', test, { env: half(1) });
  const [first, second] = liveHalves();
  const results = await Promise.all([
    runInNode('live', test, { env: half(1), files: first }),
    runInNode('live', test, { env: half(2), files: second, isApart: true }, 'live-2'),
  ]);
  return togetherOf(results);
}

/** What needs the cluster is in the first: there is one. */
function liveHalves(): [string[], string[]] {
  const files = testFiles('live');
  const rest = files.filter((file) => !asksForCluster(file));
  const isFirst = (at: number): boolean => at % 2 === 0;
  return [
    [...files.filter(asksForCluster), ...rest.filter((_file, at) => isFirst(at))],
    rest.filter((_file, at) => !isFirst(at)),
  ];
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

async function vscode(test: TestRun): Promise<LayerResult> {
  const [files] = await Promise.all([serverFiles('vscode', test), test.vscode(), test.build()]);
  return withSecondTry('vscode', (again) =>
    runCounted('vscode', {
      command: process.execPath,
      args: [
        '--import',
        'tsx',
        inRoot('test', 'vscode', 'run.ts'),
        ...(again
          ? againArguments(
              test,
              again.map((file) => `test/vscode/${file}`),
            )
          : test.rest),
      ],
      env: { ...process.env, ...test.env, ...files },
    }),
  );
}

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
