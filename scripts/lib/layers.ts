import { ensurePackages } from './debian.js';
import { inRoot } from './paths.js';
import { packageExtension } from './packageExtension.js';
import { runCounted, runInNode } from './nodeLayer.js';
import { createTestRun, type LayerResult, type TestRun } from './testRun.js';
import { installVsCode } from './vscodeInstall.js';

type Layer = (test: TestRun) => Promise<LayerResult>;

async function live(test: TestRun): Promise<LayerResult> {
  const { file } = await test.servers();
  return runInNode('live', test, { LXD_EXPLORER_SERVERS: file });
}

async function vscode(test: TestRun): Promise<LayerResult> {
  await ensurePackages('browser');
  const { file } = await test.servers();
  return runCounted('vscode', {
    command: process.execPath,
    args: ['--import', 'tsx', inRoot('test', 'vscode', 'run.ts'), ...test.rest],
    env: { ...process.env, ...test.env, LXD_EXPLORER_SERVERS: file },
  });
}

async function ui(test: TestRun): Promise<LayerResult> {
  await ensurePackages('browser');
  const [{ vsix }, { file }] = await Promise.all([packageExtension(), test.servers(), installVsCode()]);
  return runInNode('ui', test, { LXD_EXPLORER_SERVERS: file, LXD_EXPLORER_VSIX: vsix });
}

export const layers: Readonly<Record<string, Layer>> = {
  unit: (test) => runInNode('unit', test),
  live,
  vscode,
  ui,
};

export async function runLayers(names: readonly string[], rest: readonly string[]): Promise<number> {
  const test = createTestRun(rest, {});
  for (const name of names) console.log(name, await layers[name]?.(test));
  await (await test.run()).end();
  return 0;
}
