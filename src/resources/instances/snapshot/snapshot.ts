import * as vscode from 'vscode';
import type { Disposable } from '../../../base/disposable';
import { after, stampOf } from '../../../base/span';
import type { KindContext } from '../../../kinds/common';
import type { Kind, KindRef } from '../../../kinds/kind';
import { nameProblem } from '../../../kinds/names';
import { expiry } from '../../../kinds/timeTexts';
import { carryOut } from '../../../model/carryOut';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import { flowCommands } from '../flowContribution';
import { createSnapshot } from '../snapshotApi';
import type { InstanceStore } from '../store';

export interface SnapshotOptions extends KindContext {
  readonly instances: InstanceStore;
}

interface Draft {
  name: string;
  isStateful: boolean;
  /** A span of time, like `7d`; '' for ever. */
  keptFor: string;
}

/** Registers "Create Snapshot…", of one instance or several. */
export function registerSnapshots(options: SnapshotOptions): Disposable {
  return options.commands.register(flowCommands.snapshot, (args) => takeSnapshots(args, options));
}

/** @returns the snapshots that were made */
async function takeSnapshots(args: readonly unknown[], options: SnapshotOptions): Promise<KindRef[]> {
  const { registry, targets, present } = options;
  const [instances, snapshots] = [registry.get('instance'), registry.get('snapshot')];
  const refs = instances ? await targets.resolve(instances, args) : [];
  if (!refs.length || !snapshots) return [];
  const draft = await ask(refs, snapshots, options);
  if (!draft) return [];
  const { name: snapshot, isStateful, keptFor } = draft;
  const expires = after(keptFor, new Date());
  const body = {
    name: snapshot,
    stateful: isStateful,
    ...(expires ? { expires_at: expires.toISOString() } : {}),
  };
  const made: KindRef[] = [];
  const items = refs.map((ref) => ({ name: ref.parts[0] ?? '', ref }));
  await runBatch(present, items, texts, async ({ ref, name }, abort) => {
    const { remote, project, member } = ref;
    await carryOut(targets.connection(remote), createSnapshot({ project, name, body }), abort);
    made.push({ remote, project, kind: 'snapshot', parents: [name], parts: [snapshot], member });
  });
  if (made.length > 0)
    present.status(
      made.length === 1
        ? vscode.l10n.t('Took {0} of {1}', snapshot, made[0]?.parents[0] ?? '')
        : vscode.l10n.t('Took {0} of {1} instances', snapshot, made.length),
    );
  return made;
}

async function ask(
  refs: readonly KindRef[],
  kind: Kind,
  { targets, store, instances }: SnapshotOptions,
): Promise<Draft | undefined> {
  const draft: Draft = { name: stampOf(new Date()), isStateful: false, keptFor: '' };
  const names = refs.map(({ parts }) => parts[0] ?? '').join(', ');
  const placeOf = ({ remote, project, parts }: KindRef) => ({
    connection: targets.connection(remote),
    project,
    parents: parts,
  });
  const existing = refs.map((ref) => store.of(kind, placeOf(ref)));
  // Of many it is not worth a request each: what is taken is said by the server.
  const readers = (refs.length === 1 ? existing : []).map((each) => each.open());
  const isTaken = (name: string): boolean => existing.some((each) => each.item(name) !== undefined);
  const canBeStateful = refs.every(({ remote, project, parts: [name = ''] }) => {
    const instance = instances.of(targets.connection(remote), project).item(name);
    return instance === undefined || instance.status === 'running';
  });
  const [server] = refs.map(({ remote }) => targets.connection(remote).server);
  const askName: Step = async (ui) => {
    draft.name = await ui.input({
      prompt: vscode.l10n.t('Name of the snapshot'),
      value: draft.name,
      check: (text) => nameProblem(kind, text, isTaken, server),
    });
    return hub;
  };
  const hub = hubStep(
    vscode.l10n.t('What {0} has on its disk now, to go back to', names),
    () => rowsOf(draft, canBeStateful),
    () => undefined,
  );
  try {
    return (await runSteps(vscode.l10n.t('Create Snapshot of {0}', names), askName)) ? draft : undefined;
  } finally {
    for (const reader of readers) reader.dispose();
  }
}

function rowsOf(draft: Draft, canBeStateful: boolean): HubRow[] {
  const { name, isStateful, keptFor } = draft;
  const ever = vscode.l10n.t({ message: 'never', args: [], comment: 'when a snapshot expires' });
  const stateful: HubRow = {
    label: vscode.l10n.t('Stateful'),
    description: isStateful
      ? vscode.l10n.t('yes: what is in memory, too, where the server can do that')
      : vscode.l10n.t({ message: 'no', args: [], comment: 'a snapshot of the disk only' }),
    change: () => {
      draft.isStateful = !isStateful;
      return Promise.resolve();
    },
  };
  return [
    { label: vscode.l10n.t('$(device-camera) Create {0}', name) },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Expires'),
      description: keptFor ? expiry(after(keptFor, new Date())?.toISOString()) : ever,
      change: async (ui) => {
        const offered = ['1d', '7d', '30d', '1y'];
        const row = await ui.pick<vscode.QuickPickItem & { value: string }>({
          placeholder: vscode.l10n.t('How long it is kept, like 12H, 7d or 2w'),
          items: (typed) => {
            const text = typed.trim();
            const isOne = after(text, new Date()) !== undefined && !offered.includes(text);
            const spans = [...(isOne ? [text] : []), ...offered];
            return [
              ...spans.map((value) => ({
                label: value,
                description: expiry(after(value, new Date())?.toISOString()),
                value,
                ...(value === text ? { alwaysShow: true } : {}),
              })),
              { label: ever, value: '' },
            ];
          },
        });
        draft.keptFor = row.value;
      },
    },
    ...(canBeStateful ? [stateful] : []),
  ];
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Taking snapshots of {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not take a snapshot of {0}', name),
  part: (done, all) => vscode.l10n.t('Took snapshots of {0} of {1}.', done, all),
};
