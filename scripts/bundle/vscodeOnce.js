// `import * as vscode from 'vscode'` of a bundled file becomes a require() and a copy of all that VS Code offers: some 400
// getters for each of a hundred files, made while VS Code waits. This makes one module of it that has what src uses.
const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** What src names of VS Code's API; names of types are undefined and cost nothing. */
function usedNames(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const names = new Set();
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, used] of text.matchAll(/\bvscode\.([A-Za-z]\w*)/g)) names.add(used);
    for (const [, list] of text.matchAll(/^import \{([^}]*)\} from 'vscode'/gm))
      for (const [used] of list.matchAll(/\w+/g)) if (used !== 'type') names.add(used);
  }
  return [...names].sort();
}

/** @returns {import('esbuild').Plugin} */
exports.vscodeOnce = (folder) => ({
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once'
        ? { path: 'vscode', external: true }
        : { path: 'vscode', namespace: 'vscode-once' },
    );
    onLoad({ filter: /^vscode$/, namespace: 'vscode-once' }, () => ({
      contents: `const api = require('vscode');\n${usedNames(folder)
        .map((name) => `export const ${name} = api.${name};`)
        .join('\n')}`,
      loader: 'js',
    }));
  },
});
