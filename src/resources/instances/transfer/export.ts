import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { limit } from '../../../base/gate';
import { sizeText } from '../../../base/sizeText';
import type { Downloaded } from '../../../client/disk/download';
import type { KindContext } from '../../../kinds/common';
import type { KindRef } from '../../../kinds/kind';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { type LocalFiles, pathText } from '../../../shell/localFiles';
import { type Presenter, removal } from '../../../shell/present';
import { flowCommands } from '../flowContribution';
import { askExport, endingOf } from './exportFlow';
import type { OnServer } from '../onServer';
import { downloadBackup, exportInstance } from './exportInstance';

export interface TransferOptions extends KindContext {
  readonly files: LocalFiles;
}

/** Registers "Export to File…" of instances and "Download…" of backups. */
export function registerExports(options: TransferOptions): Disposable {
  const store = new DisposableStore();
  const { commands } = options;
  store.add(commands.register(flowCommands.export, (args) => exportInstances(args, options)));
  store.add(commands.register(flowCommands.downloadBackup, (args) => download(args, options)));
  return store;
}

/** An instance, and what names its row. */
interface Origin extends OnServer {
  readonly ref: KindRef;
}

interface Item extends Origin {
  readonly path: string;
}

/** Exports one to a file of any name, or several to files in one folder. @returns the paths of what was written */
async function exportInstances(args: readonly unknown[], options: TransferOptions): Promise<string[]> {
  const { registry, targets, present, files } = options;
  const kind = registry.get('instance');
  const refs = kind ? await targets.resolve(kind, args) : [];
  const origins = refs.map((ref) => originOf(ref, options));
  const [first, ...more] = origins;
  if (!first) return [];
  const all = more.length ? vscode.l10n.t('{0} instances', origins.length) : first.name;
  const wishes = await askExport(all);
  if (!wishes) return [];
  const items = await placed(origins, endingOf(wishes), vscode.l10n.t('Export {0}', all), files);
  if (!items) return [];
  const written: string[] = [];
  // The server packs them all in the same place.
  const gate = limit(2);
  await runBatch(present, items, texts, async (item, abort) => {
    const { left, ...downloaded } = await gate(() => exportInstance(item, wishes, item.path, abort));
    written.push(item.path);
    if (left)
      present.warning(vscode.l10n.t('{0} was exported; {1}', item.name, left.message), [removal([left])]);
    if (items.length === 1) tell(item.name, item.path, downloaded, present);
  });
  if (items.length > 1 && written.length > 0)
    present.status(
      vscode.l10n.t('{0} exports are in {1}', written.length, pathText(dirname(items[0]?.path ?? ''))),
    );
  return written;
}

/** Downloads a backup, which stays on the server. @returns the path of what was written */
async function download(args: readonly unknown[], options: TransferOptions): Promise<string | undefined> {
  const { registry, targets, present, files } = options;
  const kind = registry.get('backup');
  const [ref] = kind ? await targets.resolve(kind, args) : [];
  if (!ref) return undefined;
  const [instance = ''] = ref.parents;
  const backup = ref.parts.at(-1) ?? '';
  const origin = { ...originOf(ref, options), name: instance };
  const path = await files.target(`${instance}-${backup}.tar.gz`, vscode.l10n.t('Download {0}', backup));
  if (path === undefined) return undefined;
  const name = `${instance}/${backup}`;
  const isDone = await runBatch(present, [{ name }], texts, async (_item, abort) => {
    await origin.connection.ready(abort);
    tell(name, path, await downloadBackup(origin, backup, path, abort), present);
  });
  return isDone ? path : undefined;
}

function originOf(ref: KindRef, { targets }: TransferOptions): Origin {
  const { remote, project, parts } = ref;
  return { ref, connection: targets.connection(remote), project, name: parts.at(-1) ?? '' };
}

/** Where each goes: one to any file, several into a folder, each to one of its own. @returns undefined where the person left */
async function placed(
  origins: readonly Origin[],
  ending: string,
  title: string,
  files: LocalFiles,
): Promise<readonly Item[] | undefined> {
  const [first, ...more] = origins;
  if (!first) return undefined;
  if (!more.length) {
    const path = await files.target(first.name + ending, title);
    return path === undefined ? undefined : [{ ...first, path }];
  }
  const folder = await files.folder(title);
  if (folder === undefined) return undefined;
  const taken = new Set<string>();
  const items = origins.map((origin) => {
    const { connection, project, name } = origin;
    const isAlone = origins.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length === 1;
    const stem = isAlone ? name : [connection.name, project, name].join('-').replace(/[^\w.-]+/g, '-');
    let path = join(folder, stem + ending);
    for (let number = 2; taken.has(path.toLowerCase()); number++)
      path = join(folder, `${stem}-${number}${ending}`);
    taken.add(path.toLowerCase());
    return { ...origin, path };
  });
  return (await mayReplace(items)) ? items : undefined;
}

/** VS Code asks about one file that a person names; these have names of our own. */
async function mayReplace(items: readonly Item[]): Promise<boolean> {
  const there = items.filter(({ path }) => existsSync(path));
  if (there.length === 0) return true;
  const replace = vscode.l10n.t('Replace');
  const detail = there.map(({ path }) => pathText(path)).join('\n');
  const question = vscode.l10n.t('Replace files that exist already?');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, replace)) === replace;
}

function tell(name: string, path: string, { bytes, sha256 }: Downloaded, present: Presenter): void {
  const text = vscode.l10n.t(
    'Exported {0} to {1} · {2} · SHA-256 {3}…',
    name,
    pathText(path),
    sizeText(bytes),
    sha256.slice(0, 12),
  );
  present.done(text, [
    {
      title: vscode.l10n.t('Copy SHA-256'),
      run: () => vscode.env.clipboard.writeText(sha256),
    },
  ]);
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Exporting {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not export {0}', name),
  part: (done, all) => vscode.l10n.t('Exported {0} of {1}.', done, all),
};
