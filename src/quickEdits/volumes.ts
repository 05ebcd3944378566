import * as vscode from 'vscode';
import type { ServerObject } from '../documents/editable';
import { isSize } from '../documents/schema/checkValue';
import { requestAt } from '../kinds/address';
import type { KindRef } from '../kinds/kind';
import { carryOut } from '../model/carryOut';
import { runBatch } from '../shell/batch';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { pickMany, pickOne } from '../shell/pick';
import { type Steps, runSteps } from '../shell/steps';
import { freeName } from './records';
import { type QuickEditOptions, allAt, devicesOf, editAll, rowsOf, usersOf } from './edit';

/** A volume as a device names it. */
interface Volume {
  readonly ref: KindRef;
  readonly pool: string;
  readonly name: string;
}

/** Adds a volume to an instance as a disk; one of files is asked where it is to be seen. */
export async function attachVolume(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const volume = await volumeOf(args, options);
  if (!volume) return;
  const { ref, pool, name } = volume;
  let content: unknown;
  const chosen = await pickOne({
    placeholder: vscode.l10n.t('Instance to attach {0} to', name),
    nothing: vscode.l10n.t('There is no instance in the project {0}', ref.project),
    load: async (load) => {
      const projects = options.registry.projectsOf(ref);
      const [{ object }, ...instances] = await Promise.all([
        options.resource(ref).read(load),
        ...projects.map((project) => allAt('instance', { ...ref, project }, options, load)),
      ]);
      content = object['content_type'];
      return rowsOf(instances.flat(), ref.project);
    },
  });
  if (!chosen) return;
  const isBlocks = content === 'block' || content === 'iso';
  const path = isBlocks ? '' : await askPath(name, chosen.label);
  if (path === undefined) return;
  const isDone = await editAll(
    [chosen.ref],
    (object, _ref, whole) => {
      const devices = devicesOf(object);
      // A device of a profile with the same name would be replaced.
      const taken = { ...devicesOf(whole, 'expanded_devices'), ...devices };
      const disk = { type: 'disk', pool, source: name, ...(path ? { path } : {}) };
      return { ...object, devices: { ...devices, [freeName(name, taken)]: disk } };
    },
    options,
  );
  if (isDone) options.present.status(vscode.l10n.t('Attached {0} to {1}', name, chosen.label));
}

/** Takes a volume from instances and profiles that have it. */
export async function detachVolume(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const volume = await volumeOf(args, options);
  if (!volume) return;
  const { ref, pool, name } = volume;
  const chosen = await pickMany({
    placeholder: vscode.l10n.t('What to detach {0} from', name),
    nothing: vscode.l10n.t('Nothing has it'),
    load: async (load) => {
      const rows = rowsOf(await usersOf(ref, ['instance', 'profile'], options, load), ref.project);
      return rows.map((row) => ({
        ...row,
        ...(row.ref.kind === 'profile' ? { description: vscode.l10n.t('profile') } : {}),
        picked: rows.length === 1,
      }));
    },
  });
  if (!chosen?.length) return;
  const isOther = (device: ServerObject): boolean => device['pool'] !== pool || device['source'] !== name;
  const isDone = await editAll(
    chosen.map((row) => row.ref),
    (object) => {
      const kept = Object.entries(devicesOf(object)).filter(([, device]) => isOther(device));
      return { ...object, devices: Object.fromEntries(kept) };
    },
    options,
  );
  const from = chosen.map(({ label }) => label).join(', ');
  if (isDone) options.present.status(vscode.l10n.t('Detached {0} from {1}', name, from));
}

/** Asks how large a volume is to be. */
export async function resizeVolume(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const volume = await volumeOf(args, options);
  if (!volume) return;
  const { ref, name } = volume;
  const reading = vscode.l10n.t('Reading {0}', name);
  const origin = await withProgress(reading, remotesView, (work) => options.resource(ref).read(work));
  if (!origin) return;
  const { object } = origin;
  const config = (object['config'] ?? {}) as Readonly<Record<string, string>>;
  const before = config['size'] ?? '';
  let wanted = before;
  const isGiven = await runSteps(vscode.l10n.t('Resize {0}', name), async (ui: Steps) => {
    wanted = await ui.input({
      prompt: vscode.l10n.t('Size, like 20GiB. Empty: as large as the pool allows'),
      value: before,
      check: (text) =>
        text === '' || isSize(text) ? undefined : vscode.l10n.t('A size is a number and a unit: 20GiB'),
    });
    return undefined;
  });
  if (!isGiven || wanted === before) return;
  await editAll(
    [ref],
    (now) => {
      const kept = Object.entries(now['config'] ?? {}).filter(([key]) => key !== 'size');
      return { ...now, config: { ...Object.fromEntries(kept), ...(wanted === '' ? {} : { size: wanted }) } };
    },
    options,
  );
}

/** Moves a volume to another pool of the same server. */
export async function moveVolume(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const volume = await volumeOf(args, options);
  const move = options.registry.get('volume')?.operations.rename;
  if (!volume || !move) return;
  const { ref, pool, name } = volume;
  const chosen = await pickOne({
    placeholder: vscode.l10n.t('Pool to move {0} to', name),
    nothing: vscode.l10n.t('There is no other pool'),
    load: async (load) => {
      const pools = await allAt('storagePool', ref, options, load);
      return rowsOf(pools, '').filter(({ label }) => label !== pool);
    },
  });
  if (!chosen) return;
  const connection = options.targets.connection(ref.remote);
  const { project, parents, parts, member } = ref;
  const body = { name, pool: chosen.label };
  const request = requestAt(move, { project, names: [...parents, ...parts], member }, { body });
  const isMoved = await runBatch(
    options.present,
    [{ name }],
    {
      title: () => vscode.l10n.t('Moving {0} to {1}', name, chosen.label),
      failed: () => vscode.l10n.t('Could not move {0} to {1}', name, chosen.label),
      part: () => '',
    },
    (_item, work) => carryOut(connection, request, work),
  );
  if (!isMoved) return;
  await options.reveal(options.registry.pathTo({ ...ref, parents: [chosen.label] }));
}

async function volumeOf(args: readonly unknown[], options: QuickEditOptions): Promise<Volume | undefined> {
  const kind = options.registry.get('volume');
  const [ref] = kind ? await options.targets.resolve(kind, args) : [];
  return ref && { ref, pool: ref.parents[0] ?? '', name: ref.parts.at(-1) ?? '' };
}

/** @returns undefined where the person left */
async function askPath(volume: string, instance: string): Promise<string | undefined> {
  let path = `/mnt/${volume}`;
  const isGiven = await runSteps(vscode.l10n.t('Attach {0} to {1}', volume, instance), async (ui: Steps) => {
    path = await ui.input({
      prompt: vscode.l10n.t('Folder in the instance'),
      value: path,
      check: (text) => (text.startsWith('/') ? undefined : vscode.l10n.t('A folder begins with /')),
    });
    return undefined;
  });
  return isGiven ? path : undefined;
}
