// Runs inside the extension host of a real VS Code: opens, filters and scrolls a tree of many instances, lets them be
// changed from outside, and writes to a file how long the event loop was blocked meanwhile.
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitFor } from '../scripts/lib/wait';
import type { ExtensionExports } from '../src/extension';
import { pageSize, showMoreCommand } from '../src/shell/moreNode';
import type { TreeNode } from '../src/shell/node';
import type { RemotesView } from '../src/shell/remotesView';
import { QuickInputs } from '../test/vscode/quickInputs';
import { profiled, watchLoop } from './probe';
import type { Control, Phase, ThousandAnswer, ThousandTask } from './thousandTask';

/** A VS Code that has just been started still works on its own for a while. */
const calmMs = 5000;
/** News are drawn by then. */
const drawnMs = 1000;

const { control, count, profiles, answer } = JSON.parse(
  process.env['LXD_EXPLORER_BENCH'] ?? '{}',
) as ThousandTask;

/** Asks the bench's process. */
async function ask<P extends keyof Control>(path: P): Promise<Control[P]> {
  return new Promise((resolve, reject) => {
    request({ socketPath: control, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(JSON.parse(text) as Control[P]);
        else reject(new Error(text));
      });
    })
      .on('error', reject)
      .end();
  });
}

class Thousand {
  readonly phases: Phase[] = [];
  readonly problems: string[] = [];
  /** When VS Code was given a row last, and how many rows it has been given. */
  private drawn = 0;
  private lastDrawn = 0;
  /** What VS Code was given last, by the row's id. */
  readonly given = new Map<string, vscode.TreeItem>();
  /** When VS Code asked for rows first. */
  firstAsked: number | undefined;

  /** Measures what `work` does to the event loop, until all that came of it is drawn. */
  async phase(name: string, work: () => Promise<unknown>): Promise<void> {
    const before = this.drawn;
    const start = performance.now();
    const stop = watchLoop();
    let took = NaN;
    const whole = async (): Promise<void> => {
      await work();
      took = performance.now() - start;
      await sleep(drawnMs);
    };
    await (profiles === undefined ? whole() : profiled(join(profiles, `${name}.cpuprofile`), whole));
    const blocks = stop();
    this.phases.push({ name, took, blocks, drawn: this.drawn - before, asked: await ask('/asked') });
  }

  /** Sees what VS Code asks for, and counts the rows that it is given. */
  follow({ tree }: RemotesView): void {
    const list = tree.getChildren.bind(tree);
    tree.getChildren = (node) => {
      this.firstAsked ??= performance.now();
      return list(node);
    };
    const draw = tree.getTreeItem.bind(tree);
    tree.getTreeItem = (node) => {
      this.drawn++;
      this.lastDrawn = performance.now();
      const item = draw(node);
      this.given.set(node.id, item);
      return item;
    };
  }

  /** Waits until VS Code has been given this many rows more. @returns when it was given the last */
  async rows(wanted: number, work: () => unknown): Promise<number> {
    const from = this.drawn;
    await work();
    await waitFor(`${wanted} rows`, () => this.drawn >= from + wanted, { interval: 5 });
    return this.lastDrawn;
  }
}

/** All rows of instances that are shown, and the row above them. */
async function instanceRows({ tree }: RemotesView): Promise<{ category: TreeNode; rows: TreeNode[] }> {
  const [remote] = await tree.getChildren();
  const category = (await tree.getChildren(remote)).find(({ id }) => id.endsWith('/instances/'));
  if (!category) throw new Error('there is no row "Instances"');
  return { category, rows: await tree.getChildren(category) };
}

async function filter(run: Thousand): Promise<void> {
  const inputs = new QuickInputs();
  try {
    void vscode.commands.executeCommand('lxd.view.filter');
    const box = await inputs.asking(/./);
    for (const text of ['r', 'ru', 'run', 'run-', 'run-1', 'em', 'empty', 'empty-7']) {
      await run.rows(1, () => {
        box.type(text);
      });
      await sleep(150);
    }
    box.enter();
    await run.rows(pageSize, () => vscode.commands.executeCommand('lxd.view.clearFilter'));
  } finally {
    inputs.dispose();
  }
}

async function scroll({ view }: RemotesView, rows: readonly TreeNode[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 40) {
    const row = rows[at];
    if (row) await view.reveal(row, { select: false, focus: false, expand: at % 320 === 0 });
    await sleep(50);
  }
}

/** Whether what VS Code was given is true. */
function check({ given, problems }: Thousand, rows: readonly TreeNode[], frozen: readonly string[]): void {
  const shown = rows
    .map(({ id }) => given.get(id))
    .filter((item) => item?.contextValue?.split('+').includes('frozen'))
    .map((item) => (typeof item?.label === 'string' ? item.label : item?.label?.label) ?? '');
  const wrong = [...shown, ...frozen].filter((name) => !(shown.includes(name) && frozen.includes(name)));
  if (wrong.length > 0) problems.push(`shown wrongly at the end: ${wrong.join(', ')}`);
}

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<ExtensionExports>('lxd-explorer.lxd-explorer');
  if (!extension) throw new Error('the extension is not installed');
  const thousand = new Thousand();
  const { phases, problems } = thousand;
  let opened = NaN;
  const listed: number[] = [];
  try {
    await sleep(calmMs);
    await ask('/asked');
    await thousand.phase('changes, without the extension', () => ask('/changes'));
    const { view } = await extension.activate();
    if (!view) throw new Error('the extension is not in test mode');
    await sleep(drawnMs);
    thousand.follow(view);
    const list = async (): Promise<void> => {
      listed.push(await ask('/listed'));
      await ask('/asked');
    };
    await list();
    await thousand.phase('open', async () => {
      const last = await thousand.rows(pageSize, () => vscode.commands.executeCommand('lxd.remotes.focus'));
      opened = last - (thousand.firstAsked ?? NaN);
    });
    await list();
    const page = (await instanceRows(view)).rows;
    await thousand.phase('show more', () =>
      thousand.rows(count, () => vscode.commands.executeCommand(showMoreCommand, page.at(-1))),
    );
    const { rows } = await instanceRows(view);
    if (rows.length !== count) problems.push(`${rows.length} instances are shown, not ${count}`);
    await thousand.phase('scroll', () => scroll(view, rows));
    await thousand.phase('filter', () => filter(thousand));
    let frozen: readonly string[] = [];
    await thousand.phase('changes', async () => ({ frozen } = await ask('/changes')));
    check(thousand, rows, frozen);
  } catch (error) {
    problems.push(String(error));
  }
  writeFileSync(answer, JSON.stringify({ phases, opened, listed, problems } satisfies ThousandAnswer));
}
