import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../../base/disposable';
import type { Place } from '../../../kinds/kind';
import type { InstanceRef } from '../../../model/key';
import { runBatch } from '../../../shell/batch';
import { type HubRow, hubStep } from '../../../shell/hub';
import { pathText } from '../../../shell/localFiles';
import { type Step, runSteps } from '../../../shell/steps';
import { Facts } from '../create/facts';
import { freeName, suggestedName } from '../create/request';
import { deletedLater } from '../deletedLater';
import { flowCommands } from '../flowContribution';
import { nameProblem, newNameProblem } from '../names';
import { SharedNames } from '../sharedNames';
import type { InstanceStore } from '../store';
import type { TransferOptions } from './export';
import { type Imported, importInstance, type ImportWishes } from './importInstance';

export interface ImportOptions extends TransferOptions {
  readonly instances: InstanceStore;
}

/** What names of backup files end with; more than one may stand there. */
const endings = /(\.(tar|gz|tgz|xz|zst|bz2|lzma|lz4))+$/i;

/** Registers "Import from File…", on the row of instances and in the palette. */
export function registerImports(options: ImportOptions): Disposable {
  return options.commands.register(flowCommands.import, (args) => importCommand(args, options));
}

/** @returns what was made, undefined where the person left or the server refused */
async function importCommand(
  args: readonly unknown[],
  options: ImportOptions,
): Promise<InstanceRef | undefined> {
  const { registry, targets, present, reveal, files } = options;
  const kind = registry.get('instance');
  const place = kind && (await targets.place(kind, args));
  if (!place) return undefined;
  const { connection, project } = place;
  const title = vscode.l10n.t('Import Instance into {0}', [connection.name, project].join('/'));
  const path = await files.source(title, {
    [vscode.l10n.t('Instance backups')]: ['tar', 'gz', 'tgz', 'xz', 'zst', 'bz2', 'lzma', 'lz4'],
  });
  if (path === undefined) return undefined;
  const asked = await ask(title, place, path, options);
  if (!asked) return undefined;
  const { name, wishes } = asked;
  let imported: Imported = { changed: [] };
  const isDone = await runBatch(
    present,
    [{ name }],
    {
      title: () => vscode.l10n.t('Importing {0}', name),
      failed: () => vscode.l10n.t('Could not import {0} as {1}', pathText(path), name),
      part: () => '',
    },
    async (_item, abort) => {
      const to = { connection, project, name };
      imported = await importInstance(to, path, wishes, deletedLater(name, abort, present));
    },
  );
  if (!isDone) return undefined;
  const { changed, problem } = imported;
  if (problem)
    present.warning(
      vscode.l10n.t(
        '{0} was imported, but may have the network addresses of another instance: {1}',
        name,
        problem.message,
      ),
    );
  if (changed.length)
    present.status(
      vscode.l10n.t(
        '{0} has a new address on {1}: another instance has that of the backup',
        name,
        changed.join(', '),
      ),
    );
  const ref = { remote: connection.name, project, kind: 'instance', parents: [], parts: [name], member: '' };
  await reveal(registry.pathTo(ref));
  return { remote: connection.name, project, instance: name };
}

async function ask(
  title: string,
  place: Place,
  path: string,
  options: ImportOptions,
): Promise<{ name: string; wishes: ImportWishes } | undefined> {
  const { connection, project } = place;
  const leaving = new AbortController();
  const taken = options.instances.of(connection, project);
  const reader = taken.open();
  const facts = new Facts(place, options, leaving);
  let wishes: ImportWishes = {};
  const { server } = connection;
  const shared = new SharedNames(place, options.registry, facts);
  const known = shared.load(leaving);
  // What the backup has is not known before it is there; what the server adds is.
  const cards = { profiles: ['default'], devices: () => ({}) };
  const isTaken = (text: string): boolean => taken.item(text) !== undefined;
  const stem = basename(path).replace(endings, '');
  let name = '';
  const askName: Step = async (ui) => {
    await ui.work(vscode.l10n.t('Looking which names are free'), (abort) => taken.loaded(abort));
    name ||= nameProblem(stem, server) ? suggestedName(stem, isTaken) : freeName(stem, isTaken);
    name = await ui.input({
      prompt: vscode.l10n.t('Name of the instance'),
      value: name,
      check: (text) => newNameProblem(text, { project, server }, isTaken(text)),
      warn: (text) => shared.problem(text, cards),
      later: [known],
    });
    return hubStep(
      vscode.l10n.t('{0} as {1}', pathText(path), name),
      () => rowsOf(name, wishes, facts, (pool) => void (wishes = { pool })),
      () => undefined,
    );
  };
  try {
    return (await runSteps(title, askName)) ? { name, wishes } : undefined;
  } finally {
    leaving.abort();
    reader.dispose();
  }
}

function rowsOf(
  name: string,
  { pool }: ImportWishes,
  facts: Facts,
  choose: (pool: string | undefined) => void,
): HubRow[] {
  const usual = vscode.l10n.t('as in the backup');
  return [
    { label: vscode.l10n.t('$(cloud-upload) Import {0}', name) },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Storage Pool'),
      description: pool ?? usual,
      change: async (ui) => {
        const pools = await ui.work(vscode.l10n.t('Asking for the storage pools'), () => facts.pools());
        const row = await ui.pick<vscode.QuickPickItem & { value?: string }>({
          placeholder: vscode.l10n.t('Where its disk goes'),
          items: () => [{ label: usual }, ...pools.map((each) => ({ label: each.name, value: each.name }))],
        });
        choose(row.value);
      },
    },
  ];
}
