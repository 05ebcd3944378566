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

async function bundleHost(): Promise<string> {
  const outfile = inRoot('out', 'bench', 'index.js');
  await build({
    entryPoints: [inRoot('bench', 'host.ts')],
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

/** Starts VS Code with a fresh profile, measures in its extension host, ends it. */
async function once(
  run: Run,
  extension: Extension,
  extensionTestsPath: string,
  task: Omit<HostTask, 'answer'>,
): Promise<HostAnswer> {
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
      LXD_DIR: task.place.dir,
      LXD_CONF: task.place.conf,
      LXD_EXPLORER_BENCH: JSON.stringify({ ...task, answer } satisfies HostTask),
    },
  });
  return JSON.parse(readFileSync(answer, 'utf8')) as HostAnswer;
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
  const bundle = await bundleHost();
  const file = join(run.dir, 'bench.bin');
  writeFileSync(file, randomBytes(megabytes * 2 ** 20));
  const answers: HostAnswer[] = [];
  for (let start = 1; start <= starts; start++) {
    const last = start === starts;
    answers.push(await once(run, extension, bundle, { place, file, ...(last ? { instance } : {}) }));
  }
  return answers;
}
