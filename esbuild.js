// Bundles the extension into dist/extension.js, and each large library into a file of its own beside it that is loaded
// when it is first needed: VS Code has to read and compile much less before the extension is there. What is ours and
// not needed for the first rows is apart in the same way: src/later.ts with what only it needs.
// `--production` minifies, `--watch` rebuilds on change, `--analyze` says what is in it.
const { readFileSync } = require('node:fs');
const esbuild = require('esbuild');
const { commonJs } = require('./scripts/bundle/commonJs.js');
const { vscodeOnce } = require('./scripts/bundle/vscodeOnce.js');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** By the name that src imports: the file in dist, and where its code is. */
const libraries = {
  undici: { file: 'undici', entry: './scripts/bundle/undici.js' },
  ws: { file: 'ws', entry: 'ws' },
  yaml: { file: 'yaml', entry: 'yaml' },
  oauth4webapi: { file: 'oauth4webapi', entry: 'oauth4webapi' },
  '@fastify/busboy': { file: 'busboy', entry: '@fastify/busboy' },
  'jsonc-parser': { file: 'jsonc', entry: 'jsonc-parser/lib/esm/main.js' },
  // Ours, but large: all operations of the REST API, for those who send one by hand.
  '../resources/operationCatalogue': { file: 'catalogue', entry: './src/resources/operationCatalogue.ts' },
  // Ours too: what may be configured, for those who edit a document.
  './schema/schemas': { file: 'schemas', entry: './src/documents/schema/schemas.ts' },
  'ssh2/lib/protocol/SFTP.js': { file: 'sftp', entry: 'ssh2/lib/protocol/SFTP.js' },
};

/** @type {import('esbuild').Plugin} */
const apart = {
  name: 'libraries-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]|operationCatalogue$|schema\/schemas$/ }, ({ path }) => {
      const library = libraries[path];
      return library && { path: `./${library.file}.js`, external: true };
    });
  },
};

/** Declares nothing but a value: what no import uses of it can stay out. */
const declaration = /(?<![\w.])(apiOperation|rawOperation|body|shaped|listOf|namesBelow)(?=[<(])/g;

/** Leaves the operations of the REST API that nothing in the bundle sends out of it; the catalogue has them all. */
/** @type {import('esbuild').Plugin} */
const unusedOperations = {
  name: 'unused-operations',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](api|\w+Api)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(declaration, '/* @__PURE__ */ $1'),
      loader: 'ts',
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // `vscode` is the host; the others are optional native accelerators that ws and ssh2 do without.
  external: ['vscode', 'cpu-features', 'bufferutil', 'utf-8-validate'],
  loader: { '.node': 'empty' },
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
};

const builds = [
  {
    ...common,
    entryPoints: ['src/extension.ts', 'src/later.ts'],
    plugins: [apart, unusedOperations, vscodeOnce('src'), commonJs],
    format: 'esm',
    splitting: true,
    chunkNames: 'shared-[hash]',
    write: false,
  },
  {
    ...common,
    entryPoints: Object.values(libraries).map(({ file, entry }) => ({ in: entry, out: file })),
  },
];

async function main() {
  for (const options of builds) {
    if (watch) await (await esbuild.context(options)).watch();
    else {
      const { metafile } = await esbuild.build(options);
      if (process.argv.includes('--analyze')) console.log(await esbuild.analyzeMetafile(metafile));
    }
  }
}

main().catch(() => process.exit(1));
