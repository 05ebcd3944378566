import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { apart } from './apart';
import { inRoot } from './paths';
import { withSecondTry } from './secondTry';
import { failedLayer, type LayerResult, type TestRun } from './testRun';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Another one prints at the same time: what this one prints is shown when it has ended. */
  readonly isHeld?: boolean;
}

/** Runs a command that prints a layer's tests and leaves their counts in a file, and reads those. */
export async function runCounted(
  layer: string,
  { command, args, env, isHeld = false }: Command,
): Promise<LayerResult> {
  const countsFile = inRoot('out', 'counts', `${layer}.json`);
  mkdirSync(inRoot('out', 'counts'), { recursive: true });
  rmSync(countsFile, { force: true });
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: inRoot(),
      env: { ...env, LXD_EXPLORER_COUNTS: countsFile },
      stdio: ['ignore', isHeld ? 'pipe' : 'inherit', isHeld ? 'pipe' : 'inherit'],
    });
    const held: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => held.push(data));
    child.on('error', reject);
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(held));
      resolve(status ?? 1);
    });
  });
  if (!existsSync(countsFile)) {
    return failedLayer(layer, `ended with exit code ${code} before its tests had run`);
  }
  const result = JSON.parse(readFileSync(countsFile, 'utf8')) as LayerResult;
  return { ...result, failed: code !== 0 && result.failed === 0 ? 1 : result.failed };
}

/** What else runs the tests of a layer. */
export interface InNode {
  readonly env?: NodeJS.ProcessEnv;
  /** In place of all, or of those that are named. */
  readonly files?: readonly string[];
  /** Beside another part, on servers and in a network of its own; it has a part of the output at its end. */
  readonly isApart?: boolean;
}

/** The arguments with which Node runs the tests of a layer; the layer and what it takes follow. */
export const nodeMain = [
  '--enable-source-maps',
  '--import',
  'tsx',
  inRoot('test', 'support', 'nodeMain.ts'),
] as const;

/** The same arguments with other test files. */
export function againArguments({ rest }: TestRun, files: readonly string[]): string[] {
  return [...rest.filter((argument) => !argument.endsWith('.ts')), ...files];
}

/** A layer whose tests run in plain Node. @param name for its counts */
export function runInNode(
  layer: string,
  test: TestRun,
  { env = {}, files = [], isApart = false }: InNode = {},
  name = layer,
): Promise<LayerResult> {
  return withSecondTry(name, (again) => {
    const rest = [layer, ...(again ? againArguments(test, again) : [...test.rest, ...files])];
    const [command, ...args] = isApart
      ? [...apart, process.execPath, '--import', 'tsx', inRoot('scripts', 'liveApart.ts'), ...rest]
      : [process.execPath, ...nodeMain, ...rest];
    return runCounted(name, {
      command,
      args,
      env: { ...process.env, ...test.env, ...env },
      isHeld: isApart,
    });
  });
}
