import * as vscode from 'vscode';
import type { HubRow } from '../../../shell/hub';
import type { Steps } from '../../../shell/steps';
import type { Choice, Facts, ProfileFacts } from './facts';
import type { Instance } from '../wire';
import { type Devices, type Wishes, devicesOf, nicOf, rootOf } from './request';
import { askUserData } from './userData';

/** What a person has wished for so far. */
export interface Draft {
  wishes: Wishes;
  /** What a person calls the data for cloud-init. */
  userDataName?: string | undefined;
  /** The profiles that there are. */
  profiles: readonly ProfileFacts[];
  /** Where the root disk goes that no profile has; undefined where there is no pool. */
  firstPool?: string | undefined;
  /** What the new one is like, where it is made from another instance. */
  origin?: Instance | undefined;
}

/** The devices that a new instance has without any wish: those of its profiles, then those of its origin. */
export function inheritedBy({ profiles, wishes, origin }: Draft): Devices {
  return { ...devicesOf(profiles, wishes.profiles), ...origin?.devices };
}

/** The options that stand on the hub, in their order. */
export function wishRows(draft: Draft, facts: Facts): HubRow[] {
  return [
    profilesRow(draft),
    rootRow(draft, facts),
    typedRow(draft, 'cpu', vscode.l10n.t('CPU Limit'), {
      prompt: vscode.l10n.t('Number of CPUs, or which ones, like 0-3'),
      offered: ['1', '2', '4', '8'],
      isOne: (text) => /^\d+([-,]\d+)*$/.test(text),
    }),
    typedRow(draft, 'memory', vscode.l10n.t('Memory Limit'), {
      prompt: vscode.l10n.t('Memory, like 2GiB or 10%'),
      offered: ['512MiB', '1GiB', '2GiB', '4GiB', '8GiB'],
      isOne: isAmount,
    }),
    networkRow(draft, facts),
    ...(facts.isClustered ? [memberRow(draft, facts)] : []),
    userDataRow(draft),
    {
      label: vscode.l10n.t('Ephemeral'),
      description: draft.wishes.ephemeral
        ? vscode.l10n.t('yes: it is deleted when it stops')
        : vscode.l10n.t({ message: 'no', args: [], comment: 'an instance that is not ephemeral' }),
      change: () => {
        draft.wishes = { ...draft.wishes, ephemeral: !draft.wishes.ephemeral };
        return Promise.resolve();
      },
    },
  ];
}

function profilesRow(draft: Draft): HubRow {
  const { profiles } = draft.wishes;
  return {
    label: vscode.l10n.t('Profiles'),
    description:
      profiles.join(', ') || vscode.l10n.t({ message: 'none', args: [], comment: 'of several things' }),
    change: async (ui) => {
      const all = draft.profiles.map(({ name }) => name);
      // Those that are chosen stand first, in the order in which they apply.
      const names = [
        ...profiles.filter((name) => all.includes(name)),
        ...all.filter((n) => !profiles.includes(n)),
      ];
      const chosen = await ui.picks(
        vscode.l10n.t('Profiles, the last one counts most'),
        names.map((label) => ({ label, picked: profiles.includes(label) })),
      );
      draft.wishes = { ...draft.wishes, profiles: chosen.map(({ label }) => label) };
    },
  };
}

function rootRow(draft: Draft, facts: Facts): HubRow {
  const { pool, size } = draft.wishes;
  const inherited = inheritedBy(draft);
  const root = inherited[rootOf(inherited) ?? ''];
  return {
    label: vscode.l10n.t('Root Disk'),
    description: [pool ?? root?.['pool'] ?? draft.firstPool ?? unsaid(draft), size ?? root?.['size']]
      .filter(Boolean)
      .join(' · '),
    change: async (ui) => {
      const pools = await ui.work(vscode.l10n.t('Listing storage pools'), () => facts.pools());
      const none = { label: unsaid(draft), value: undefined };
      const rows = [
        none,
        ...pools.map(({ name, text }) => ({ label: name, description: text, value: name })),
      ];
      const chosen = await ui.pick<(typeof rows)[number] & vscode.QuickPickItem>({
        placeholder: vscode.l10n.t('Storage pool of the root disk'),
        items: () => rows,
      });
      const wanted = await ui.input({
        prompt: vscode.l10n.t('Size of the root disk, like 20GiB; empty: as the pool or the profile says'),
        value: size ?? '',
        check: (text) => (text === '' || isAmount(text) ? undefined : vscode.l10n.t('A size is like 20GiB')),
      });
      draft.wishes = { ...draft.wishes, pool: chosen.value, size: wanted || undefined };
    },
  };
}

function typedRow(
  draft: Draft,
  key: 'cpu' | 'memory',
  label: string,
  {
    prompt,
    offered,
    isOne,
  }: { prompt: string; offered: readonly string[]; isOne: (text: string) => boolean },
): HubRow {
  const none = vscode.l10n.t({ message: 'none', args: [], comment: 'no limit' });
  return {
    label,
    description: draft.wishes[key] ?? none,
    change: async (ui) => {
      const row = await ui.pick({
        placeholder: prompt,
        items: (typed) => {
          const text = typed.trim();
          const own = isOne(text) && !offered.includes(text) ? [{ label: text, alwaysShow: true }] : [];
          return [...own, ...offered.map((value) => ({ label: value })), { label: none }];
        },
      });
      draft.wishes = { ...draft.wishes, [key]: row.label === none ? undefined : row.label };
    },
  };
}

function networkRow(draft: Draft, facts: Facts): HubRow {
  const { network } = draft.wishes;
  const inherited = inheritedBy(draft);
  const nic = inherited[nicOf(inherited) ?? ''];
  return {
    label: vscode.l10n.t('Network'),
    description: network ?? nic?.['network'] ?? nic?.['parent'] ?? unsaid(draft),
    change: async (ui) => {
      const networks = await ui.work(vscode.l10n.t('Listing networks'), () => facts.networks());
      const name = await chosenName(
        ui,
        vscode.l10n.t('Network of its first interface'),
        unsaid(draft),
        networks,
      );
      draft.wishes = { ...draft.wishes, network: name };
    },
  };
}

function memberRow(draft: Draft, facts: Facts): HubRow {
  const automatic = vscode.l10n.t('chosen by the cluster');
  return {
    label: vscode.l10n.t('Cluster Member'),
    description: draft.wishes.member ?? automatic,
    change: async (ui) => {
      const members = await ui.work(vscode.l10n.t('Listing cluster members'), () => facts.members());
      const name = await chosenName(ui, vscode.l10n.t('Where it is created'), automatic, members);
      draft.wishes = { ...draft.wishes, member: name };
    },
  };
}

/** Asks for one of these, or none. @throws AbortError where they leave */
export async function chosenName(
  ui: Steps,
  placeholder: string,
  none: string,
  items: readonly Choice[],
): Promise<string | undefined> {
  type Row = vscode.QuickPickItem & { readonly value: string | undefined };
  const rows: Row[] = [
    { label: none, value: undefined },
    ...items.map(({ name, text }) => ({ label: name, description: text, value: name })),
  ];
  return (await ui.pick<Row>({ placeholder, items: () => rows })).value;
}

function userDataRow(draft: Draft): HubRow {
  // Nothing takes away what the snapshot has.
  const none = hasUserData(draft)
    ? vscode.l10n.t('as in the snapshot')
    : vscode.l10n.t({ message: 'none', args: [], comment: 'no data for cloud-init' });
  return {
    label: 'cloud-init',
    description: draft.userDataName ?? none,
    change: async (ui) => {
      const data = await askUserData(ui, none);
      draft.wishes = { ...draft.wishes, userData: data?.text };
      draft.userDataName = data?.name;
    },
  };
}

function hasUserData({ origin }: Draft): boolean {
  return ['cloud-init.user-data', 'user.user-data'].some((key) => origin?.config?.[key]);
}

/** As the servers read sizes: bytes, or a number with a unit; a part of the memory as well. */
function isAmount(text: string): boolean {
  return /^\d+(\.\d+)? ?([kMGTPE]i?B|B|%)?$/.test(text);
}

/** Of what is neither wished for nor known. */
function unsaid({ origin }: Draft): string {
  return origin ? vscode.l10n.t('as in the snapshot') : vscode.l10n.t('as the profile says');
}
