import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from './paths';
import { failedLayer, type LayerResult, type TestRun } from './testRun';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command that prints a layer's tests and leaves their counts in a file, and reads those. */
export async function runCounted(layer: string, { command, args, env }: Command): Promise<LayerResult> {
  const countsFile = inRoot('out', 'counts', `${layer}.json`);
  mkdirSync(inRoot('out', 'counts'), { recursive: true });
  rmSync(countsFile, { force: true });
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: inRoot(),
      env: { ...env, LXD_EXPLORER_COUNTS: countsFile },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (status) => {
      resolve(status ?? 1);
    });
  });
  if (!existsSync(countsFile)) {
    return failedLayer(layer, `ended with exit code ${code} before its tests had run`);
  }
  const result = JSON.parse(readFileSync(countsFile, 'utf8')) as LayerResult;
  return { ...result, failed: code !== 0 && result.failed === 0 ? 1 : result.failed };
}

/** A layer whose tests run in plain Node. */
export function runInNode(layer: string, test: TestRun, env: NodeJS.ProcessEnv = {}): Promise<LayerResult> {
  const main = inRoot('test', 'support', 'nodeMain.ts');
  return runCounted(layer, {
    command: process.execPath,
    args: ['--enable-source-maps', '--import', 'tsx', main, layer, ...test.rest],
    env: { ...process.env, ...test.env, ...env },
  });
}
