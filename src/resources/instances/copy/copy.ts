import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import type { InstanceRef } from '../../../model/key';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { changeState } from '../actions';
import * as api from '../api';
import { deletedLater } from '../deletedLater';
import { flowCommands } from '../flowContribution';
import { carryCopy, carryMove } from './carry';
import { type FlowOptions, askCopy } from './flow';
import { originOf } from './origin';
import { type CopyDraft, type Origin, hereOf } from './plan';

/** Registers "Copy…" and "Move…", on instances, and on snapshots "Copy to New Instance…". */
export function registerInstanceCopies(options: FlowOptions): Disposable {
  const store = new DisposableStore();
  const { commands } = options;
  store.add(commands.register(flowCommands.copy, (args) => copyOrMove('instance', args, false, options)));
  store.add(commands.register(flowCommands.move, (args) => copyOrMove('instance', args, true, options)));
  store.add(
    commands.register(flowCommands.copySnapshot, (args) => copyOrMove('snapshot', args, false, options)),
  );
  return store;
}

/** @returns what there is then; undefined where the person left or it failed */
async function copyOrMove(
  id: 'instance' | 'snapshot',
  args: readonly unknown[],
  isMove: boolean,
  options: FlowOptions,
): Promise<InstanceRef | undefined> {
  const kind = options.registry.get(id);
  const [ref] = kind ? await options.targets.resolve(kind, args) : [];
  if (!ref) return undefined;
  const connection = options.targets.connection(ref.remote);
  const title = vscode.l10n.t('Looking at {0}', ref.parts.join('/'));
  const origin = await withProgress(title, remotesView, (abort) => originOf(ref, connection, abort));
  if (!origin) return undefined;
  if (isMove) refuseMove(origin);
  const draft = await askCopy(origin, isMove, options);
  if (!draft) return undefined;
  if (isMove && isNowhere(origin, draft)) {
    options.present.status(vscode.l10n.t('{0} is there already', origin.name));
    return undefined;
  }
  if (isMove && !(await agreedToMove(origin, draft))) return undefined;
  if (draft.refreshes && !(await agreedToRefresh(origin, draft))) return undefined;
  return carry(origin, draft, isMove, options);
}

/** @throws AppError where moving would lose it, or cannot end well */
function refuseMove({ name, instance, isRunning }: Origin): void {
  if (instance.ephemeral && isRunning)
    throw new AppError(
      'rejected',
      vscode.l10n.t('{0} is ephemeral: stopping it to move it would delete it. Copy it instead.', name),
    );
}

function isNowhere(origin: Origin, { place, name, pool, member }: CopyDraft): boolean {
  return hereOf(origin, place) && name === origin.name && pool === undefined && member === undefined;
}

/** Asks where something is stopped, or deleted at its old place. @throws AppError where that is protected */
async function agreedToMove(
  origin: Origin,
  { place, withSnapshots, pool, member }: CopyDraft,
): Promise<boolean> {
  const { name, connection, instance, isRunning, snapshots, backups } = origin;
  const isOther = place.connection !== connection;
  if (isOther && instance.expanded_config?.['security.protection.delete'] === 'true')
    throw new AppError(
      'rejected',
      vscode.l10n.t('{0} is protected against deletion: copy it instead.', name),
    );
  if (member !== undefined && backups.length)
    throw new AppError(
      'rejected',
      vscode.l10n.t('{0} has backups: a cluster does not move these. Delete or export them first.', name),
    );
  // Also on one server it is copied, and what it was made of deleted with its backups.
  const isCopied = isOther || pool !== undefined || !hereOf(origin, place);
  const stop = vscode.l10n.t('It is stopped first.');
  const remove = vscode.l10n.t(
    'Once it is there it is deleted on {0}. Snapshots: {1}.',
    connection.name,
    snapshots.length,
  );
  const lost = vscode.l10n.t('They do not come with it: LXD cannot read those of Incus.');
  const alsoLost = vscode.l10n.t(
    'Its backups on {0} are deleted with it: {1}.',
    connection.name,
    backups.length,
  );
  const sentences = [
    ...(isRunning ? [stop] : []),
    ...(isOther ? [remove] : []),
    ...(isOther && snapshots.length > 0 && !withSnapshots ? [lost] : []),
    ...(isCopied && backups.length > 0 ? [alsoLost] : []),
  ];
  if (!sentences.length) return true;
  const question = isOther
    ? vscode.l10n.t('Move {0} from {1} to {2}?', name, connection.name, place.connection.name)
    : vscode.l10n.t('Move {0}?', name);
  const button = isRunning ? vscode.l10n.t('Stop and Move') : vscode.l10n.t('Move');
  const detail = sentences.join(' ');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

/** Asks before what is on the disk of an earlier copy is replaced. @throws AppError where it cannot be */
async function agreedToRefresh(
  { name, instance }: Origin,
  { place: { connection, project }, name: copy, withSnapshots }: CopyDraft,
): Promise<boolean> {
  const title = vscode.l10n.t('Looking at {0}', copy);
  const there = await withProgress(title, remotesView, (abort) =>
    connection.transport.value(api.getInstance({ project, name: copy }), abort),
  );
  if (!there) return false;
  if (there.type !== instance.type)
    throw new AppError('rejected', vscode.l10n.t('{0} is of another type than {1}', copy, name));
  if (there.status !== 'Stopped')
    throw new AppError('rejected', vscode.l10n.t('{0} runs: stop it first', copy));
  const question = vscode.l10n.t('Refresh {0} on {1} from {2}?', copy, connection.name, name);
  const detail = [
    vscode.l10n.t('All that is on its root disk is replaced by that of {0}; its settings stay.', name),
    ...(withSnapshots ? [vscode.l10n.t('Snapshots that {0} does not have are deleted.', name)] : []),
    vscode.l10n.t('This cannot be undone.'),
  ].join(' ');
  const button = vscode.l10n.t('Refresh');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

async function carry(
  origin: Origin,
  draft: CopyDraft,
  isMove: boolean,
  { present, registry, reveal }: FlowOptions,
): Promise<InstanceRef | undefined> {
  const { place, name, starts } = draft;
  let kept: AppError | undefined;
  const isDone = await runBatch(
    present,
    [{ name: origin.name }],
    isMove ? moving : copying,
    async (_item, options) => {
      if (isMove) kept = await carryMove(origin, draft, options);
      else await carryCopy(origin, draft, draft.refreshes ? options : deletedLater(name, options, present));
    },
  );
  if (!isDone) return undefined;
  if (kept) present.error(origin.name, kept);
  const { connection, project } = place;
  const ref: InstanceRef = { remote: connection.name, project, instance: name };
  const row = { remote: ref.remote, project, kind: 'instance', parents: [], parts: [name], member: '' };
  await reveal(registry.pathTo(row));
  if (starts)
    await runBatch(present, [{ name }], starting, (_item, options) =>
      changeState(connection, ref, { action: 'start' }, options),
    );
  return ref;
}

const copying: BatchTexts = {
  title: (names) => vscode.l10n.t('Copying {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not copy {0}', name),
  part: () => '',
};

const moving: BatchTexts = {
  title: (names) => vscode.l10n.t('Moving {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not move {0}', name),
  part: () => '',
};

const starting: BatchTexts = {
  title: (names) => vscode.l10n.t('Starting {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('{0} is there, but it did not start', name),
  part: () => '',
};
