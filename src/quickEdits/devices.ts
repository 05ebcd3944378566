import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { textMap } from '../client/decode';
import type { ServerObject } from '../documents/editable';
import type { Schema } from '../documents/schema/schema';
import type { KindRef } from '../kinds/kind';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type HubRow, hubStep } from '../shell/hub';
import { type Step, runSteps } from '../shell/steps';
import { DeviceForm, type Options } from './deviceForm';
import { freeName, without } from './records';
import { type QuickEditOptions, devicesOf, editAll } from './edit';

/** What instances have, and what may be said of devices on their server. */
interface Known {
  readonly refs: readonly KindRef[];
  readonly wholes: readonly ServerObject[];
  readonly schema: Schema;
  readonly names: string;
}

/** How a device is called at first. */
const firstNames: Readonly<Record<string, string>> = {
  nic: 'eth0',
  disk: 'data',
  'unix-char': 'char',
  'unix-block': 'block',
};
/** What only virtual machines can have, and what only containers. */
const ofMachines: readonly string[] = ['pci'];
const ofContainers: readonly string[] = ['unix-char', 'unix-block', 'unix-hotplug', 'infiniband'];

/** Adds a device to one instance or several. */
export async function addDevice(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const known = await knownOf(args, options);
  if (!known) return;
  const { refs, wholes, schema, names } = known;
  const [ref] = refs;
  if (!ref) return;
  const isMachine = wholes.some(({ type }) => type === 'virtual-machine');
  const taken = Object.assign({}, ...wholes.map((whole) => devicesOf(whole, 'expanded_devices'))) as Options;
  const leaving = new AbortController();
  let added: { readonly name: string; readonly device: Options } | undefined;
  const askType: Step = async (ui) => {
    const left = ['none', ...(isMachine ? ofContainers : ofMachines)];
    const types = schema.deviceTypes().filter(({ type }) => !left.includes(type));
    const row = await ui.pick<vscode.QuickPickItem>({
      placeholder: vscode.l10n.t('Type of the device'),
      items: () => types.map(({ type, short }) => ({ label: type, description: short })),
    });
    return askName(new DeviceForm(schema, ref, { type: row.label }, options, leaving));
  };
  const askName =
    (form: DeviceForm): Step =>
    async (ui) => {
      const first = firstNames[form.type] ?? form.type;
      const name = await ui.input({
        prompt: vscode.l10n.t('Name of the device'),
        value: form.type === 'nic' ? nextCard(taken) : freeName(first, taken),
        check: (text) => nameProblem(text, taken),
      });
      return formStep(
        form,
        vscode.l10n.t('{0} for {1}', name, names),
        [{ label: vscode.l10n.t('$(add) Add {0}', name) }],
        () => {
          added = { name, device: form.options };
        },
      );
    };
  const isGiven = await runSteps(vscode.l10n.t('Add Device to {0}', names), askType).finally(() => {
    leaving.abort();
  });
  if (!isGiven || !added) return;
  const { name, device } = added;
  const isDone = await editAll(
    refs,
    (object, _ref, whole) => {
      if (Object.hasOwn(devicesOf(whole, 'expanded_devices'), name))
        throw new AppError('conflict', vscode.l10n.t('There is a device {0} by now', name));
      return { ...object, devices: { ...devicesOf(object), [name]: device } };
    },
    options,
  );
  if (isDone) options.present.status(vscode.l10n.t('{0} has {1}', names, name));
}

/** Changes or removes a device of an instance; one of a profile gets one of the instance's own in its place. */
export async function editDevices(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const known = await knownOf(args, options);
  const [ref] = known?.refs ?? [];
  const [whole] = known?.wholes ?? [];
  if (!known || !ref || !whole) return;
  const leaving = new AbortController();
  const [own, all] = [devicesOf(whole), devicesOf(whole, 'expanded_devices')];
  let change: { readonly name: string; readonly device: Options | undefined } | undefined;
  /** The device by now, with what was changed of it here: somebody else may have changed another option. */
  const changed = (now: ServerObject | undefined, device: Options): ServerObject => {
    if (!now || device['type'] !== now['type']) return device;
    const before = textMap(all[change?.name ?? '']);
    const gone = Object.keys(before).filter((key) => !(key in device));
    const set = Object.entries(device).filter(([key, value]) => before[key] !== value);
    const kept = Object.entries(now).filter(([key]) => !gone.includes(key));
    return { ...Object.fromEntries(kept), ...Object.fromEntries(set) };
  };
  const pickDevice: Step = async (ui) => {
    const rows = Object.entries(all).map(([label, device]) => rowOf(label, device, label in own));
    const { label: name } = await ui.pick<vscode.QuickPickItem>({
      placeholder: rows.length ? vscode.l10n.t('Device') : vscode.l10n.t('It has no device'),
      items: () => rows,
    });
    const form = new DeviceForm(known.schema, ref, textMap(all[name]), options, leaving);
    const isOwn = name in own;
    const ends: EndRow[] = [
      { label: isOwn ? vscode.l10n.t('$(check) Save {0}', name) : vscode.l10n.t('$(check) Save as Its Own') },
      isOwn
        ? { label: vscode.l10n.t('$(trash) Remove {0}', name), device: () => undefined }
        : { label: vscode.l10n.t('$(circle-slash) Leave Out'), device: () => ({ type: 'none' }) },
    ];
    const text = isOwn ? known.names : vscode.l10n.t('{0}: of a profile, for all that have it', name);
    return formStep(form, text, ends, (row) => {
      change = { name, device: row.device ? row.device() : form.options };
    });
  };
  const isGiven = await runSteps(vscode.l10n.t('Devices of {0}', known.names), pickDevice).finally(() => {
    leaving.abort();
  });
  if (!isGiven || !change) return;
  const { name, device } = change;
  const isDone = await editAll(
    [ref],
    (object) => {
      const now = devicesOf(object);
      const others = without(now, name);
      return { ...object, devices: device ? { ...others, [name]: changed(now[name], device) } : others };
    },
    options,
  );
  if (isDone)
    options.present.status(
      device
        ? vscode.l10n.t('{0} of {1} is changed', name, known.names)
        : vscode.l10n.t('{0} has no device {1} of its own any more', known.names, name),
    );
}

interface EndRow extends HubRow {
  /** What is saved instead of what the form says. */
  readonly device?: () => Options | undefined;
}

/** The options of a device, and below what ends them; what the server needs is asked for first. */
function formStep(
  form: DeviceForm,
  placeholder: string,
  ends: readonly EndRow[],
  done: (row: EndRow) => void,
): Step {
  const hub: Step = hubStep<EndRow>(
    placeholder,
    () => [
      ...ends,
      { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
      ...form.rows(),
    ],
    (row) => {
      const { missing } = form;
      if (missing === undefined || row.device) {
        done(row);
        return undefined;
      }
      return async (ui) => {
        await form.ask(ui, missing);
        return hub;
      };
    },
  );
  return hub;
}

async function knownOf(args: readonly unknown[], options: QuickEditOptions): Promise<Known | undefined> {
  const { registry, targets, resource, schemas } = options;
  const kind = registry.get('instance');
  const refs = kind ? await targets.resolve(kind, args) : [];
  const [first] = refs;
  if (!first) return undefined;
  const names = refs.map(({ parts }) => parts.at(-1) ?? '').join(', ');
  const reading = vscode.l10n.t('Reading {0}', names);
  return withProgress(reading, remotesView, async (work) => {
    const [schema, ...wholes] = await Promise.all([
      schemas.of(targets.connection(first.remote)),
      ...refs.map(async (ref) => (await resource(ref).read(work)).object),
    ] as const);
    return { refs, wholes, schema, names };
  });
}

function rowOf(label: string, device: ServerObject, isOwn: boolean): vscode.QuickPickItem {
  const { type = '', network, parent, source, path, listen, pool } = textMap(device);
  const what = [type, network ?? parent, source ?? (path === '/' ? pool : undefined), path, listen];
  return {
    label,
    description: [...what.filter(Boolean), ...(isOwn ? [] : [vscode.l10n.t('of a profile')])].join(' · '),
  };
}

/** What is wrong with the name of a device, or undefined. */
function nameProblem(name: string, taken: Readonly<Record<string, unknown>>): string | undefined {
  if (name === '') return vscode.l10n.t('A name is needed');
  if (name.length > 64) return vscode.l10n.t('Name must be 1-64 characters long');
  if (!/^[\w.-]+$/.test(name))
    return vscode.l10n.t('Name can only contain letters, digits, dots, underscores and hyphens');
  return Object.hasOwn(taken, name) ? vscode.l10n.t('There is a device {0} already', name) : undefined;
}

/** The next network card: eth0, eth1, … */
function nextCard(taken: Readonly<Record<string, unknown>>): string {
  for (let number = 0; ; number++) if (!Object.hasOwn(taken, `eth${number}`)) return `eth${number}`;
}
