// Runs inside the extension host of a real VS Code and writes what it has measured to a file.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ServerPlace } from '../scripts/lib/server';
import { waitFor } from '../scripts/lib/wait';
import { formatFileUri } from '../src/shell/uri';
import { runCli } from './cli';
import { megabytes, type HostAnswer, type HostTask } from './hostTask';
import { compete, row, timed, type Row } from './row';

const path = '/root/bench.bin';

const id = 'lxd-explorer.lxd-explorer';

/** A VS Code that has just been started still works on its own for a while; nobody opens our view before. */
const calmMs = 5000;

/** Loading the code and calling activate(), in VS Code's own figures ("Developer: Startup Performance"). */
async function activate(): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error('the extension is not installed');
  if (extension.isActive) throw new Error('the extension was active before it was asked to be');
  await sleep(calmMs);
  await extension.activate();
  await vscode.commands.executeCommand('perfview.show');
  const line = await waitFor('VS Code to show the activation', () =>
    vscode.workspace.textDocuments
      .find(({ uri }) => uri.scheme === 'perf')
      ?.getText()
      .split('\n')
      .find((text) => text.includes(id)),
  );
  // | extension | eager | load code | call activate | finish activate | event | by |
  const [load, call, finish] = line.split('|').slice(3, 6).map(Number);
  return (load ?? NaN) + (call ?? NaN) + (finish ?? NaN);
}

/** Through the provider, as every editor does, against the client of the server. */
async function read(place: ServerPlace, instance: string): Promise<Row> {
  const uri = fileUri(instance);
  const ours = async () => {
    const { length } = await vscode.workspace.fs.readFile(uri);
    if (length !== megabytes * 2 ** 20) throw new Error(`${length} bytes were read`);
  };
  const figures = await compete({
    ours: () => timed(ours),
    theirs: () => timed(() => runCli(place, ['file', 'pull', instance + path, '-'])),
    rounds: 5,
  });
  return row(figures, { name: `read ${megabytes} MB, by \`lxc file pull\``, unit: 'ms', aim: 1 });
}

async function write(place: ServerPlace, instance: string, file: string): Promise<Row> {
  const uri = fileUri(instance);
  const content = randomBytes(megabytes * 2 ** 20);
  const figures = await compete({
    ours: () => timed(async () => vscode.workspace.fs.writeFile(uri, content)),
    theirs: () => timed(() => runCli(place, ['file', 'push', file, instance + path])),
    rounds: 5,
  });
  return row(figures, { name: `write ${megabytes} MB, by \`lxc file push\``, unit: 'ms', aim: 1 });
}

function fileUri(instance: string): vscode.Uri {
  return vscode.Uri.from(formatFileUri({ remote: 'local', project: 'default', instance, path }));
}

export async function run(): Promise<void> {
  const { place, instance, file, answer } = JSON.parse(process.env['LXD_EXPLORER_BENCH'] ?? '{}') as HostTask;
  const rows: Row[] = [];
  const problems: string[] = [];
  const activation = await activate();
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  if (instance !== undefined) {
    for (const measure of [write, read])
      await measure(place, instance, file).then(
        (found) => rows.unshift(found),
        (error: unknown) => problems.push(`${measure.name} through the provider: ${String(error)}`),
      );
  }
  writeFileSync(answer, JSON.stringify({ activation, rows, problems } satisfies HostAnswer));
}
