import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleSize, startSize } from './bundled';
import { exec, tryExec } from './exec';
import { inRoot } from './paths';

export interface Package {
  readonly vsix: string;
  /** What vsce printed, warnings included. */
  readonly output: string;
  /** Bytes of all that was bundled, as it was packed. */
  readonly bundleSize: number;
  /** Bytes of what VS Code loads at activation. */
  readonly startSize: number;
}

/** Bundles the extension for people who develop it. */
export async function buildExtension(): Promise<void> {
  await exec(process.execPath, [inRoot('esbuild.js')], { cwd: inRoot() });
}

/** Packs the .vsix as it is published. LXD_EXPLORER_VSIX in the environment names one to use instead. */
export async function packageExtension(): Promise<Package> {
  const given = process.env['LXD_EXPLORER_VSIX'];
  if (given !== undefined && given !== '') return { vsix: given, output: '', bundleSize: 0, startSize: 0 };
  const vsix = inRoot('out', 'lxd-explorer.vsix');
  mkdirSync(dirname(vsix), { recursive: true });
  const args = ['package', '--no-dependencies', '--out', vsix];
  const { code, stdout, stderr } = await tryExec(inRoot('node_modules/.bin/vsce'), args, { cwd: inRoot() });
  if (code !== 0) throw new Error(`vsce ${args.join(' ')}: exit code ${code}\n${stdout}\n${stderr}`);
  return { vsix, output: stdout + stderr, bundleSize: bundleSize(), startSize: startSize() };
}
