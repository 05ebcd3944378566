import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../scripts/lib/paths';
import type { Run } from '../scripts/lib/run';
import type { ServerPlace } from '../scripts/lib/server';
import { quietSettings, writeSettings } from '../scripts/lib/vscode';
import { bundleSize } from '../scripts/lib/bundled';
import { vscodeExecutable } from '../scripts/lib/vscodeExecutable';
import { megabytes, type HostAnswer, type HostTask } from './hostTask';

const env = ['LXD_SOCKET', 'INCUS_SOCKET', 'LXD_PROJECT', 'INCUS_PROJECT', 'INCUS_DIR', 'INCUS_CONF'];

/** The extension as it is published, in a folder of its own. */
export interface Extension {
  readonly folder: string;
  readonly bundleSize: number;
}

/** dist/ may be built again meanwhile. */
export function copyExtension(run: Run): Extension {
  const folder = join(run.dir, 'extension');
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package.nls.json']) copyFileSync(inRoot(name), join(folder, name));
  for (const name of ['media', 'dist']) cpSync(inRoot(name), join(folder, name), { recursive: true });
  if (readFileSync(join(folder, 'dist', 'extension.js')).includes('sourceMappingURL=extension.js.map'))
    throw new Error('dist is a build for developing, not the one that is published');
  return { folder, bundleSize: bundleSize() };
}

/** What runs in the extension host; in the extension's own folder, for VS Code gives each extension a `vscode` of its own. */
async function bundleHost({ folder }: Extension, entry: string): Promise<string> {
  const outfile = join(folder, 'bench', entry.replace(/\.ts$/, ''), 'index.js');
  await build({
    entryPoints: [inRoot('bench', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

/** Starts VS Code with a fresh profile, runs `bench/<entry>` in its extension host with the task, ends it. */
export async function runInHost<Task extends { readonly answer: string }, Answer>(
  run: Run,
  {
    extension,
    place,
    entry,
    task,
  }: { extension: Extension; place: ServerPlace; entry: string; task: Omit<Task, 'answer'> },
): Promise<Answer> {
  const extensionTestsPath = await bundleHost(extension, entry);
  const dir = mkdtempSync(join(run.dir, 'vscode-'));
  const folder = join(dir, 'workspace');
  const userDataDir = join(dir, 'profile');
  const answer = join(dir, 'answer.json');
  mkdirSync(folder);
  writeSettings(userDataDir, quietSettings);
  await runTests({
    vscodeExecutablePath: (await vscodeExecutable()).path,
    extensionDevelopmentPath: extension.folder,
    extensionTestsPath,
    launchArgs: [folder, `--user-data-dir=${userDataDir}`, `--extensions-dir=${join(dir, 'extensions')}`],
    extensionTestsEnv: {
      ...Object.fromEntries(env.map((name) => [name, undefined])),
      LXD_DIR: place.dir,
      LXD_CONF: place.conf,
      LXD_EXPLORER_BENCH: JSON.stringify({ ...task, answer }),
    },
  });
  return JSON.parse(readFileSync(answer, 'utf8')) as Answer;
}

/** Activation in several VS Codes one after the other, files in the last of them. */
export async function measureInVsCode(
  run: Run,
  {
    extension,
    place,
    instance,
    starts,
  }: { extension: Extension; place: ServerPlace; instance: string; starts: number },
): Promise<HostAnswer[]> {
  const file = join(run.dir, 'bench.bin');
  writeFileSync(file, randomBytes(megabytes * 2 ** 20));
  const answers: HostAnswer[] = [];
  for (let start = 1; start <= starts; start++) {
    const last = start === starts;
    const task = { place, file, ...(last ? { instance } : {}) };
    answers.push(await runInHost<HostTask, HostAnswer>(run, { extension, place, entry: 'host.ts', task }));
  }
  return answers;
}
