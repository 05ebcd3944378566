import * as vscode from 'vscode';
import { isObject } from '../client/decode';
import type { ServerObject } from '../documents/editable';
import { checkValue } from '../documents/schema/checkValue';
import type { KeyKind } from '../documents/schema/schema';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type HubRow, hubStep } from '../shell/hub';
import { runSteps } from '../shell/steps';
import { type QuickEditOptions, devicesOf, editAll } from './edit';
import { without } from './records';

/** Something of which an instance may have only so much. */
interface Limit {
  /** Of the configuration, or `size` for that of the root disk. */
  readonly key: string;
  readonly label: string;
  readonly prompt: string;
  readonly offered: readonly string[];
  readonly type: KeyKind;
  readonly ofContainers?: boolean;
}

const limits = (): readonly Limit[] => [
  {
    key: 'limits.cpu',
    label: vscode.l10n.t('CPUs'),
    prompt: vscode.l10n.t('Number of CPUs, or which ones, like 0-3'),
    offered: ['1', '2', '4', '8'],
    type: 'cpu',
  },
  {
    key: 'limits.cpu.allowance',
    label: vscode.l10n.t('CPU Time'),
    prompt: vscode.l10n.t('A share where CPUs are short, like 50%, or a hard limit, like 25ms/100ms'),
    offered: ['25%', '50%', '75%'],
    type: 'cpuShare',
    ofContainers: true,
  },
  {
    key: 'limits.memory',
    label: vscode.l10n.t('Memory'),
    prompt: vscode.l10n.t('Memory, like 2GiB or 10%'),
    offered: ['512MiB', '1GiB', '2GiB', '4GiB', '8GiB'],
    type: 'memory',
  },
  {
    key: 'limits.processes',
    label: vscode.l10n.t('Processes'),
    prompt: vscode.l10n.t('How many processes it may have at once'),
    offered: ['200', '500', '1000', '5000'],
    type: 'integer',
    ofContainers: true,
  },
  {
    key: 'size',
    label: vscode.l10n.t('Root Disk'),
    prompt: vscode.l10n.t('Size of the root disk, like 20GiB'),
    offered: ['5GiB', '10GiB', '20GiB', '50GiB', '100GiB'],
    type: 'size',
  },
];

/** Sets limits of one instance or several: what is not touched stays, and may differ. */
export async function setLimits(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const { registry, targets, resource, present } = options;
  const kind = registry.get('instance');
  const refs = kind ? await targets.resolve(kind, args) : [];
  if (!refs.length) return;
  const names = refs.map(({ parts }) => parts.at(-1) ?? '').join(', ');
  const reading = vscode.l10n.t('Reading {0}', names);
  const wholes = await withProgress(reading, remotesView, async (work) =>
    Promise.all(refs.map(async (ref) => (await resource(ref).read(work)).object)),
  );
  if (!wholes) return;
  const isContainer = wholes.every(({ type }) => type !== 'virtual-machine');
  const changes = new Map<string, string>();
  const rows = (): HubRow[] => [
    { label: vscode.l10n.t('$(check) Set the Limits of {0}', names) },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...limits()
      .filter(({ ofContainers = false }) => isContainer || !ofContainers)
      .filter(({ key }) => key !== 'size' || wholes.every((whole) => rootOf(whole)))
      .map((limit) => rowOf(limit, wholes, changes)),
  ];
  const hub = hubStep(
    vscode.l10n.t('What is set holds at once where the server allows it'),
    rows,
    () => undefined,
  );
  if (!(await runSteps(vscode.l10n.t('Limits of {0}', names), hub)) || changes.size === 0) return;
  const isDone = await editAll(refs, (object, _ref, whole) => limited(object, whole, changes), options);
  if (isDone) present.status(vscode.l10n.t('The limits of {0} are set', names));
}

function rowOf(limit: Limit, wholes: readonly ServerObject[], changes: Map<string, string>): HubRow {
  const { key, label, prompt, offered, type } = limit;
  const none = vscode.l10n.t({ message: 'none', args: [], comment: 'no limit' });
  const now = new Set(wholes.map((whole) => valueOf(whole, key)));
  const [first = ''] = now;
  const common = now.size > 1 ? vscode.l10n.t('not the same for all') : first || none;
  const change = changes.get(key);
  return {
    label,
    description: change === undefined ? common : vscode.l10n.t('{0} → {1}', common, change || none),
    change: async (ui) => {
      const row = await ui.pick<vscode.QuickPickItem & { value: string }>({
        placeholder: prompt,
        items: (typed) => {
          const text = typed.trim();
          // A number alone would be bytes.
          const meant = /^\d+$/.test(text) && ['memory', 'size'].includes(type) ? `${text}GiB` : text;
          const isOne = meant !== '' && !offered.includes(meant) && !checkValue(specOf(key, type), meant);
          return [
            ...(isOne ? [{ label: meant, value: meant, alwaysShow: true }] : []),
            ...offered.map((value) => ({ label: value, value })),
            {
              label: none,
              description: key === 'size' ? '' : vscode.l10n.t('of its own: what a profile says holds'),
              value: '',
            },
          ];
        },
      });
      const isThere =
        row.value === ''
          ? wholes.every((each) => ownOf(each, key) === undefined)
          : now.size === 1 && row.value === first;
      if (isThere) changes.delete(key);
      else changes.set(key, row.value);
    },
  };
}

const specOf = (name: string, type: KeyKind) => ({ name, type, typeText: '', short: '', group: '' });

/** What holds for an instance, profiles included. */
function valueOf(whole: ServerObject, key: string): string {
  const config = whole[key === 'size' ? 'devices' : 'expanded_config'];
  const value = key === 'size' ? rootOf(whole)?.device['size'] : isObject(config) ? config[key] : undefined;
  return typeof value === 'string' ? value : '';
}

/** What an instance says itself. */
function ownOf(whole: ServerObject, key: string): unknown {
  return key === 'size' ? devicesOf(whole)[rootOf(whole)?.name ?? '']?.['size'] : configOf(whole)[key];
}

function configOf(object: ServerObject): Readonly<Record<string, unknown>> {
  return isObject(object['config']) ? object['config'] : {};
}

/** The root disk as it is in the end: a disk at `/` with a pool. */
function rootOf(whole: ServerObject): { readonly name: string; readonly device: ServerObject } | undefined {
  const all = Object.entries(devicesOf(whole, 'expanded_devices'));
  const found = all.find(([, { type, path, pool }]) => type === 'disk' && path === '/' && pool !== undefined);
  return found && { name: found[0], device: found[1] };
}

function limited(
  object: ServerObject,
  whole: ServerObject,
  changes: ReadonlyMap<string, string>,
): ServerObject {
  let config = configOf(object);
  let devices = devicesOf(object);
  const root = rootOf(whole);
  for (const [key, value] of changes) {
    if (key !== 'size') {
      config = { ...without(config, key), ...(value ? { [key]: value } : {}) };
    } else if (root && (value || devices[root.name])) {
      const device = without(devices[root.name] ?? root.device, key);
      devices = { ...devices, [root.name]: { ...device, ...(value ? { size: value } : {}) } };
    }
  }
  return { ...object, config, devices };
}
