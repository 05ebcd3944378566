import { readFileSync } from 'node:fs';
import { bundledPackages, bundleLimit } from './bundled';
import { tryExec } from './exec';
import { inRoot } from './paths';
import { projectRules } from './projectRules';
import type { TestRun } from './testRun';

/** One line of the lint layer: what is wrong, or nothing. */
export type Check = (test: TestRun) => Promise<string>;

const node = (...args: string[]): Check => run(process.execPath, args);
const tool = (name: string, ...args: string[]): Check => run(inRoot('node_modules', '.bin', name), args);

function run(command: string, args: readonly string[]): Check {
  return async () => {
    // With the lowest priority: tests that wait for something may be running.
    const { code, stdout, stderr } = await tryExec('nice', ['-n', '19', command, ...args], {
      cwd: inRoot(),
    });
    return code === 0 ? '' : (stdout + stderr).trim() || `exit code ${code}`;
  };
}

const size: Check = async (test) => {
  const { bundleSize: bytes } = await test.vsix();
  return bytes <= bundleLimit ? '' : `dist has ${bytes} bytes, ${bundleLimit} are allowed`;
};

/** What can wait belongs into src/later.ts: all that is loaded at activation is compiled while VS Code waits. */
const startLimit = 256 * 1024;

const start: Check = async (test) => {
  const { startSize: bytes } = await test.vsix();
  return bytes <= startLimit
    ? ''
    : `${bytes} bytes are loaded at activation, ${startLimit} are allowed: src/later.ts has what can wait`;
};

const packaging: Check = async (test) => {
  const { output } = await test.vsix();
  return /^\s*WARNING\b/m.test(output) ? output.trim() : '';
};

const allowed = /^(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|\W|OR|AND)+$/;

/** Of what is shipped; tools that stay on the developer's machine may have any licence. */
const licences: Check = async (test) => {
  await test.build();
  const { stdout } = await tryExec(inRoot('node_modules/.bin/license-checker-rseidelsohn'), ['--json'], {
    cwd: inRoot(),
  });
  const all = JSON.parse(stdout) as Record<string, { readonly licenses: string | string[] }>;
  const problems = bundledPackages().map((name) => {
    const found = Object.entries(all).filter(([id]) => id.slice(0, id.lastIndexOf('@')) === name);
    if (found.length === 0) return `${name}: licence unknown`;
    const bad = found.filter(
      ([, { licenses }]) => ![licenses].flat().every((licence) => allowed.test(licence)),
    );
    return bad.map(([id, { licenses }]) => `${id}: ${[licenses].flat().join(', ')}`).join('\n');
  });
  return problems.filter(Boolean).join('\n');
};

/** package.json is written from the contributions in src: it must be what the generator would write now. */
const generated: Check = async () => {
  const file = inRoot('package.json');
  const before = readFileSync(file, 'utf8');
  const { code, stdout, stderr } = await tryExec(
    process.execPath,
    ['--import', 'tsx', inRoot('scripts/generate.ts'), '--check'],
    {
      cwd: inRoot(),
    },
  );
  if (code !== 0) return (stdout + stderr).trim();
  return readFileSync(file, 'utf8') === before
    ? ''
    : 'package.json was out of date; npm run generate has rewritten it';
};

export const checks: Readonly<Record<string, Check>> = {
  'types (tsc)': node(inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot()),
  // By itself and strictly, as another extension compiles it: without our settings.
  'public API stands by itself (tsc)': node(inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot('api')),
  'rules (eslint)': tool('eslint', '.', '--max-warnings', '0'),
  'format (prettier)': tool('prettier', '--check', '.', '--log-level', 'warn'),
  'layers (dependency-cruiser)': tool('depcruise', 'src', 'scripts', 'test', '--output-type', 'err'),
  'nothing unused (knip)': tool('knip', '--no-progress'),
  'rules of this project': () => Promise.resolve(projectRules().join('\n')),
  'package.json is generated': generated,
  'package without a warning (vsce)': packaging,
  'size of the bundle': size,
  'size of what is loaded at activation': start,
  'licences of what is bundled': licences,
};
