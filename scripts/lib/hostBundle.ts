import { build, type BuildOptions } from 'esbuild';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { inRoot } from './paths';

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha', 'cpu-features', 'bufferutil', 'utf-8-validate'],
  loader: { '.node': 'empty' },
  sourcemap: 'inline',
  logLevel: 'warning',
};

/** Builds an extension of the tests, which is loaded beside ours; returns its folder. */
export async function bundleTestExtension(folder: string): Promise<string> {
  const out = inRoot('out', 'extensions', folder.split('/').at(-1) ?? '');
  await build({ ...common, entryPoints: [inRoot(folder, 'extension.ts')], outdir: out });
  copyFileSync(inRoot(folder, 'package.json'), `${out}/package.json`);
  return out;
}

/** One bundle of all test files of a layer that runs inside VS Code; returns its path. */
export async function bundleHostTests(layer: string, only: readonly string[] = []): Promise<string> {
  const folder = inRoot('test', layer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => only.length === 0 || only.some((part) => `test/${layer}/${name}`.includes(part)))
    .sort();
  if (files.length === 0) throw new Error(`no test files in ${folder}`);
  // require() inside functions: mocha's describe and it must exist before a file is run.
  const load = files.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}`)})`);
  const outfile = inRoot('out', layer, 'index.js');
  await build({
    stdin: {
      contents: `import { runInHost } from './runInHost';\nexport const run = () => runInHost({ ${load.join(', ')} });`,
      resolveDir: folder,
    },
    outfile,
    ...common,
  });
  if (!existsSync(outfile)) throw new Error(`esbuild wrote no ${outfile}`);
  return outfile;
}
