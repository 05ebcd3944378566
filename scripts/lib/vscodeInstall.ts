import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from './cache';
import { exec } from './exec';
import { replaceNatives } from './vscodeNatives';

/** VS Code 1.139.1 as npm has it: code-server's copy of VS Code's own server and web workbench. */
const codeServer = 'code-server@4.139.1';
/** The Node that this VS Code's extension host is built for. */
const node = `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}@24`;

/** Half of the size, and nothing that we test. */
const unneeded = ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

export interface VsCodeInstall {
  readonly version: string;
  readonly node: string;
  readonly serverMain: string;
}

const npm = (args: readonly string[], cwd: string) =>
  exec('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'], {
    cwd,
    timeout: 900_000,
  });

async function buildVsCode(dir: string): Promise<void> {
  console.log(`Getting VS Code (${codeServer}) from the npm registry…`);
  await npm(['pack', codeServer], dir);
  const archive = readdirSync(dir).find((name) => name.endsWith('.tgz')) ?? '';
  await exec('tar', ['xzf', archive, 'package/lib/vscode'], { cwd: dir });
  renameSync(join(dir, 'package/lib/vscode'), join(dir, 'vscode'));
  for (const name of [archive, 'package']) rmSync(join(dir, name), { recursive: true });
  // Not `npm ci`: the package's own lock file is out of step with its package.json.
  await npm(['install', '--omit=dev'], join(dir, 'vscode'));
  for (const path of unneeded) rmSync(join(dir, 'vscode', path), { recursive: true, force: true });
  replaceNatives(join(dir, 'vscode'));
}

async function buildNode(dir: string): Promise<void> {
  mkdirSync(join(dir, 'node_modules'));
  await npm(['install', '--prefix', dir, '--no-save', node], dir);
}

/** The browser build of VS Code, got on first use. */
export async function installVsCode(): Promise<VsCodeInstall> {
  const [vscode, runtime] = await Promise.all([
    cachedFolder(`${codeServer.replace('@', '-')}-2`, buildVsCode),
    cachedFolder(node.replace('@', '-'), buildNode),
  ]);
  return {
    version: '1.139.1',
    node: join(runtime, 'node_modules', node.slice(0, node.indexOf('@')), 'bin/node'),
    serverMain: join(vscode, 'vscode/out/server-main.js'),
  };
}
