import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { inRoot } from './paths';

/** One bundle of all test files of a layer that runs inside VS Code; returns its path. */
export async function bundleHostTests(layer: string, only: readonly string[] = []): Promise<string> {
  const folder = inRoot('test', layer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => only.length === 0 || only.some((part) => name.includes(part)))
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
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha', 'cpu-features', 'bufferutil', 'utf-8-validate'],
    loader: { '.node': 'empty' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  if (!existsSync(outfile)) throw new Error(`esbuild wrote no ${outfile}`);
  return outfile;
}
