import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { isObject } from '../client/decode';
import type { Kind, KindRef } from '../kinds/kind';
import { isOffered } from '../kinds/offered';
import type { KindRegistry } from '../kinds/registry';
import type { KindTargets } from '../kinds/targets';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import { pickOne } from '../shell/pick';
import type { Presenter } from '../shell/present';
import { createRows, documentCommands, yamlKinds } from './contribution';
import { type View, documentUri } from './uri';

export interface DocumentCommandsOptions {
  readonly remotes: Remotes;
  readonly registry: KindRegistry;
  readonly targets: KindTargets;
  readonly commands: Commands;
  readonly present: Presenter;
}

/** Registers what opens documents beside Edit: new ones, views, and two side by side. */
export function registerDocumentCommands(options: DocumentCommandsOptions): Disposable {
  const { commands, registry, present } = options;
  const specs = documentCommands(registry.all.map(({ data }) => data));
  const store = new DisposableStore();
  let selected: KindRef | undefined;
  const show = async (args: readonly unknown[], view: View): Promise<void> => {
    const ref = await resourceOf(args, options);
    if (ref) await vscode.window.showTextDocument(documentUri(ref, view));
  };
  store.add(commands.register(specs.create, (args) => startNew(args, options)));
  store.add(commands.register(specs.effective, (args) => show(args, 'effective')));
  store.add(commands.register(specs.state, (args) => show(args, 'state')));
  store.add(
    commands.register(specs.select, async (args) => {
      selected = await resourceOf(args, options);
      if (selected) present.status(vscode.l10n.t('Selected {0}', selected.parts.at(-1) ?? ''));
    }),
  );
  store.add(
    commands.register(specs.compare, async (args) => {
      const other = await resourceOf(args, options);
      if (!other) return;
      if (selected) await compare(selected, other);
      else present.status(vscode.l10n.t('Choose Select for Compare on another row first'));
    }),
  );
  return store;
}

async function compare(left: KindRef, right: KindRef): Promise<void> {
  const [mine = '', other = ''] = [left, right].map(({ remote, parts }) => [remote, ...parts].join(':'));
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentUri(left),
    documentUri(right),
    `${mine} ↔ ${other}`,
  );
}

/** Opens the document of a resource that is not there yet. */
async function startNew(args: readonly unknown[], options: DocumentCommandsOptions): Promise<void> {
  const kind = await kindToCreate(args[0], options);
  const place = kind && (await options.targets.place(kind, args));
  if (!kind || !place) return;
  const name = vscode.l10n.t('new {0}', vscode.l10n.t(kind.data.one)).replaceAll(' ', '-');
  const { connection, project, parents, member = '' } = place;
  const parts = kind.creation?.partsOf?.(name) ?? [name];
  const ref = { remote: connection.name, project, kind: kind.data.id, parents, parts, member };
  await vscode.window.showTextDocument(documentUri(ref, 'new'), { preview: false });
}

/** The kind of which the row that a command was called on holds some; asks where it was called on none. */
async function kindToCreate(
  argument: unknown,
  { registry, remotes }: DocumentCommandsOptions,
): Promise<Kind | undefined> {
  const kinds = registry.all.filter(({ data }) => yamlKinds.includes(data.id));
  if (isObject(argument)) {
    const { kind } = argument;
    const on = typeof kind === 'string' ? kind : 'row' in argument ? rowKind(argument) : '';
    return kinds.find(({ data }) => data.id === on || createRows(data).some((row) => row.kind === on));
  }
  const item = await pickOne({
    placeholder: vscode.l10n.t('What to create'),
    nothing: vscode.l10n.t('There is nothing to create'),
    load: () =>
      Promise.resolve(
        kinds
          .filter((kind) => remotes.all.some((connection) => isOffered(kind, connection)))
          .map((kind) => ({ label: vscode.l10n.t(kind.data.noun), made: kind })),
      ),
  });
  return item?.made;
}

/** The resource of the row that a command was called on. */
async function resourceOf(
  [argument]: readonly unknown[],
  { registry, targets }: DocumentCommandsOptions,
): Promise<KindRef | undefined> {
  const isRow = typeof argument === 'object' && argument !== null && 'row' in argument;
  const kind = registry.get(isRow ? rowKind(argument) : '');
  const [ref] = kind ? await targets.resolve(kind, [argument]) : [];
  return ref;
}

function rowKind(node: object): string {
  const { row } = node as { row: () => { context: string } };
  return row.call(node).context.split('+')[0] ?? '';
}
