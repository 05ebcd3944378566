import * as vscode from 'vscode';
import type { Abortable } from '../base/signal';
import { textMap } from '../client/decode';
import type { ServerObject } from '../documents/editable';
import type { Schema } from '../documents/schema/schema';
import type { KindRef } from '../kinds/kind';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { type HubRow, hubStep } from '../shell/hub';
import { type Steps, runSteps } from '../shell/steps';
import { type QuickEditOptions, editAll, textsOf } from './edit';
import { without } from './records';
import { datePattern, patternProblem, plainSchedule, scheduleProblem, spanProblem } from './scheduleChecks';

/** One of the settings of automatic snapshots. */
interface Setting {
  readonly key: string;
  readonly label: string;
  readonly prompt: string;
  /** What it is where nobody says it. */
  readonly usual: string;
  readonly offered: readonly (readonly [value: string, text?: string])[];
  /** Takes away what a profile says; undefined where the servers have no such value. */
  readonly never?: string;
  /** For what a person types; none where there is nothing but what is offered. */
  readonly own?: {
    readonly prompt: string;
    readonly check: (text: string) => string | undefined;
    readonly plain: (text: string) => string;
  };
}

const trimmed = (text: string): string => text.trim();

const settings = (): readonly Setting[] => {
  const never = vscode.l10n.t({ message: 'never', args: [], comment: 'a time that does not come' });
  const spans = {
    offered: [['1d'], ['7d'], ['2w'], ['30d'], ['1y']] as const,
    usual: never,
    own: {
      prompt: vscode.l10n.t('How long they are kept, like 12H, 7d, 2w or 1m 2d'),
      check: spanProblem,
      plain: trimmed,
    },
  };
  return [
    {
      key: 'snapshots.schedule',
      label: vscode.l10n.t('Schedule'),
      prompt: vscode.l10n.t('When snapshots are taken'),
      usual: never,
      never: '@never',
      offered: [['@hourly'], ['@daily'], ['@weekly'], ['@monthly']],
      own: {
        prompt: vscode.l10n.t('Minute, hour, day of the month, month, day of the week; like 30 6 * * 1-5'),
        check: scheduleProblem,
        plain: plainSchedule,
      },
    },
    {
      key: 'snapshots.expiry',
      label: vscode.l10n.t('Expires After'),
      prompt: vscode.l10n.t('How long snapshots are kept'),
      ...spans,
    },
    {
      key: 'snapshots.expiry.manual',
      label: vscode.l10n.t('Taken by Hand Expire After'),
      prompt: vscode.l10n.t('How long snapshots are kept that somebody takes'),
      ...spans,
    },
    {
      key: 'snapshots.pattern',
      label: vscode.l10n.t('Name Pattern'),
      prompt: vscode.l10n.t('How snapshots are named'),
      usual: 'snap%d',
      offered: [
        ['auto-%d', vscode.l10n.t('with a number')],
        [datePattern, vscode.l10n.t('the time when it is taken')],
      ],
      own: {
        prompt: vscode.l10n.t('Name with %d for a number, or with templates like {0}', datePattern),
        check: patternProblem,
        plain: trimmed,
      },
    },
    {
      key: 'snapshots.schedule.stopped',
      label: vscode.l10n.t('Also When Stopped'),
      prompt: vscode.l10n.t('Whether snapshots are taken of a stopped instance, too'),
      usual: 'false',
      offered: [['true'], ['false']],
    },
  ];
};

/** An instance with what its profiles say. */
interface Read {
  readonly whole: ServerObject;
  /** By key: the value, and the profile that has the last word. */
  readonly inherited: ReadonlyMap<string, { readonly value: string; readonly profile: string }>;
  readonly schema: Schema;
}

/** Sets when snapshots of one instance or several are taken by themselves: what is not touched stays, and may differ. */
export async function setSnapshotSchedule(
  args: readonly unknown[],
  options: QuickEditOptions,
): Promise<void> {
  const { registry, targets, present } = options;
  const kind = registry.get('instance');
  const refs = kind ? await targets.resolve(kind, args) : [];
  if (!refs.length) return;
  const names = refs.map(({ parts }) => parts.at(-1) ?? '').join(', ');
  const reading = vscode.l10n.t('Reading {0}', names);
  const all = await withProgress(reading, remotesView, (work) =>
    Promise.all(refs.map((ref) => readOne(ref, options, work))),
  );
  if (!all) return;
  const changes = new Map<string, string>();
  const rows = (): HubRow[] => [
    { label: vscode.l10n.t('$(check) Set the Snapshot Schedule of {0}', names) },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...settings()
      .filter(({ key }) => all.every((each) => each.schema.config({ kind: 'instance' }).find(key)))
      .map((setting) => rowOf(setting, all, changes)),
  ];
  const hub = hubStep(vscode.l10n.t('The server takes these snapshots by itself'), rows, () => undefined);
  if (!(await runSteps(vscode.l10n.t('Snapshot Schedule of {0}', names), hub)) || changes.size === 0) return;
  const isDone = await editAll(refs, (object) => changed(object, changes), options);
  if (isDone) present.status(vscode.l10n.t('The snapshot schedule of {0} is set', names));
}

async function readOne(
  ref: KindRef,
  { resource, registry, schemas, targets }: QuickEditOptions,
  work: Abortable,
): Promise<Read> {
  const [{ object: whole }, schema] = await Promise.all([
    resource(ref).read(work),
    schemas.of(targets.connection(ref.remote)),
  ]);
  const profiles = textsOf(whole['profiles']);
  const found = await Promise.all(
    profiles.map(async (profile) => {
      const path = `/1.0/profiles/${encodeURIComponent(profile)}`;
      const named = registry.linked(path, ref.remote, ref.project || 'default');
      const { object } = named ? await resource(named).read(work) : { object: {} };
      const config = Object.entries(textMap((object as ServerObject)['config']));
      return config.map(([key, value]) => [key, { value, profile }] as const);
    }),
  );
  return { whole, inherited: new Map(found.flat()), schema };
}

function rowOf(setting: Setting, all: readonly Read[], changes: Map<string, string>): HubRow {
  const { key, label } = setting;
  const now = commonOf(all.map((each) => textOf(setting, each, ownOf(each, key))));
  const change = changes.get(key);
  const then = change === undefined ? now : commonOf(all.map((each) => textOf(setting, each, change)));
  return {
    label,
    description: change === undefined ? now : vscode.l10n.t('{0} → {1}', now, then),
    change: async (ui) => {
      const value = await ask(setting, all, ui);
      if (all.every((each) => ownOf(each, key) === value)) changes.delete(key);
      else changes.set(key, value);
    },
  };
}

/** @returns what an instance is to say itself; '' for nothing */
async function ask(
  { prompt, usual, never, offered, own, key }: Setting,
  all: readonly Read[],
  ui: Steps,
): Promise<string> {
  const isInherited = all.some(({ inherited }) => inherited.has(key));
  const from = commonOf(all.map(({ inherited }) => inheritedText(inherited.get(key)) ?? usual));
  const custom = vscode.l10n.t('Custom…');
  const row = await ui.pick<vscode.QuickPickItem & { value?: string }>({
    placeholder: prompt,
    items: () => [
      isInherited
        ? { label: vscode.l10n.t('As the Profile Says'), description: from, value: '' }
        : { label: usualText(usual), description: vscode.l10n.t('nothing of its own'), value: '' },
      ...(isInherited && never !== undefined ? [{ label: usualText(usual), value: never }] : []),
      ...offered
        .filter(([value]) => isInherited || value !== usual)
        .map(([value, text = '']) => ({ label: usualText(value), description: text, value })),
      ...(own ? [{ label: custom }] : []),
    ],
  });
  if (row.value !== undefined || !own) return row.value ?? '';
  const first = all.map((each) => ownOf(each, key)).find(Boolean) ?? '';
  return own.plain(await ui.input({ prompt: own.prompt, value: first, check: own.check }));
}

function usualText(value: string): string {
  if (value === 'true') return vscode.l10n.t({ message: 'yes', args: [], comment: 'a setting that is on' });
  if (value === 'false') return vscode.l10n.t({ message: 'no', args: [], comment: 'a setting that is off' });
  return value;
}

/** What holds where an instance says this itself: where it says nothing, its profiles do, or nobody. */
function textOf({ key, usual, never }: Setting, { inherited }: Read, own: string): string {
  if (own !== '' && own === never) return usualText(usual);
  return own === '' ? (inheritedText(inherited.get(key)) ?? usualText(usual)) : usualText(own);
}

function inheritedText(
  from: { readonly value: string; readonly profile: string } | undefined,
): string | undefined {
  return from && vscode.l10n.t('{0}, from profile {1}', usualText(from.value), from.profile);
}

function commonOf(texts: readonly string[]): string {
  const [first = '', ...others] = new Set(texts);
  return others.length ? vscode.l10n.t('not the same for all') : first;
}

/** What an instance says itself; '' for nothing. */
function ownOf({ whole }: Read, key: string): string {
  return textMap(whole['config'])[key] ?? '';
}

function changed(object: ServerObject, changes: ReadonlyMap<string, string>): ServerObject {
  let config: ServerObject = textMap(object['config']);
  for (const [key, value] of changes)
    config = { ...without(config, key), ...(value ? { [key]: value } : {}) };
  return { ...object, config };
}
