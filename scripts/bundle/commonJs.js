// esbuild splits only ES modules, and VS Code requires CommonJS: this writes what esbuild has split as CommonJS.
const { mkdirSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const esbuild = require('esbuild');

const inlineMap = (json) =>
  `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString('base64')}\n`;

/**
 * esbuild exports a copy of an object of getters, to mark it as an ES module. Nobody asks for the mark here, and half of the
 * getters, at activation and at each use, are enough.
 */
function exportOnce(code) {
  const parts = code.split(/module\.exports ?= ?[\w$]+\(([\w$]+)\);/);
  if (parts.length !== 3) throw new Error('esbuild writes its exports in another way than it did');
  return `${parts[0]}module.exports=${parts[1]};${parts[2]}`;
}

/** What an earlier build called a part that all or some of the others share. */
const hashed = /-[0-9A-Z]{8}\.js(\.map)?$/;

function removeOld(folder, written) {
  for (const name of readdirSync(folder))
    if (hashed.test(name) && !written.has(name.replace(/\.map$/, ''))) rmSync(join(folder, name));
}

/** For a build with `write: false` and `format: 'esm'`. */
/** @type {import('esbuild').Plugin} */
exports.commonJs = {
  name: 'common-js',
  setup({ onEnd, initialOptions: { outdir, target, platform, minify, legalComments, sourcemap } }) {
    onEnd(async ({ outputFiles = [] }) => {
      const maps = new Map(outputFiles.map(({ path, text }) => [path, text]));
      const scripts = outputFiles.filter(({ path }) => path.endsWith('.js'));
      for (const { path, text } of scripts) {
        const map = maps.get(`${path}.map`);
        const source =
          map === undefined ? text : text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '') + inlineMap(map);
        const done = await esbuild.transform(source, {
          format: 'cjs',
          banner: "'use strict';",
          target,
          platform,
          minify,
          legalComments,
          sourcemap: sourcemap ? 'external' : false,
          sourcefile: basename(path),
          // Becomes require(): Node's own import() does not see the names that a bundled CommonJS file exports.
          supported: { 'dynamic-import': false },
        });
        mkdirSync(dirname(path), { recursive: true });
        const link = done.map ? `//# sourceMappingURL=${basename(path)}.map\n` : '';
        writeFileSync(path, exportOnce(done.code) + link);
        if (done.map) writeFileSync(`${path}.map`, done.map);
      }
      if (scripts.length > 0) removeOld(outdir, new Set(scripts.map(({ path }) => basename(path))));
    });
  },
};
