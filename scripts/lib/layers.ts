import { rmSync } from 'node:fs';
import { tryExec } from './exec';
import { lint } from './lintLayer';
import { runCounted, runInNode } from './nodeLayer';
import { inRoot } from './paths';
import type { LayerResult, TestRun } from './testRun';

export interface Layer {
  /** What it needs that takes a while: begun while the layers before it run. */
  readonly ahead: (test: TestRun) => void;
  readonly run: (test: TestRun) => Promise<LayerResult>;
}

const nothing = () => undefined;
const servers = (test: TestRun) => void test.servers();
const everything = (test: TestRun) => {
  void test.servers();
  void test.vscode();
};

const coverage = { NODE_V8_COVERAGE: inRoot('coverage', 'tmp') };

async function unit(test: TestRun): Promise<LayerResult> {
  rmSync(inRoot('coverage'), { recursive: true, force: true });
  return runInNode('unit', test, coverage);
}

async function live(test: TestRun): Promise<LayerResult> {
  const file = await test.servers();
  return runInNode('live', test, { ...coverage, LXD_EXPLORER_SERVERS: file });
}

/** The floor of .c8rc.json, under what unit and live have covered together. */
async function covered(): Promise<LayerResult> {
  const { code, stdout, stderr } = await tryExec(inRoot('node_modules/.bin/c8'), ['report'], {
    cwd: inRoot(),
  });
  console.log(stdout.trim());
  if (code !== 0) console.log(stderr.trim());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vscode(test: TestRun): Promise<LayerResult> {
  const [file] = await Promise.all([test.servers(), test.vscode(), test.build()]);
  return runCounted('vscode', {
    command: process.execPath,
    args: ['--import', 'tsx', inRoot('test', 'vscode', 'run.ts'), ...test.rest],
    env: { ...process.env, ...test.env, LXD_EXPLORER_SERVERS: file },
  });
}

async function ui(test: TestRun): Promise<LayerResult> {
  const [file, { vsix }] = await Promise.all([test.servers(), test.vsix(), test.vscode()]);
  return runInNode('ui', test, { LXD_EXPLORER_SERVERS: file, LXD_EXPLORER_VSIX: vsix });
}

export const layers = {
  lint: { ahead: nothing, run: lint },
  unit: { ahead: nothing, run: unit },
  live: { ahead: servers, run: live },
  coverage: { ahead: nothing, run: covered },
  vscode: { ahead: everything, run: vscode },
  ui: { ahead: everything, run: ui },
} satisfies Record<string, Layer>;

export type LayerName = keyof typeof layers;

export const isLayer = (name: string): name is LayerName => name in layers;
