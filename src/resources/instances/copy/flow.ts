import * as vscode from 'vscode';
import type { KindContext } from '../../../kinds/common';
import type { Place } from '../../../kinds/kind';
import type { PlaceRow } from '../../../kinds/targets';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import { Facts } from '../create/facts';
import { freeName } from '../create/request';
import { chosenName } from '../create/wishSteps';
import { newNameProblem } from '../names';
import { SharedNames } from '../sharedNames';
import type { InstanceStore } from '../store';
import { type CopyDraft, type Origin, hereOf, lacksSnapshots, wayTexts } from './plan';
import { type Mode, modesBetween } from './migrate';

export interface FlowOptions extends KindContext {
  readonly instances: InstanceStore;
}

/**
 * Asks where an instance is copied or moved to, and what the copy is called: Enter three times copies it beside itself.
 * @returns undefined where the person left
 */
export async function askCopy(
  origin: Origin,
  isMove: boolean,
  options: FlowOptions,
): Promise<CopyDraft | undefined> {
  const leaving = new AbortController();
  const flow = new CopyFlow(origin, isMove, options, leaving);
  try {
    const title = isMove
      ? vscode.l10n.t('Move {0}', origin.name)
      : vscode.l10n.t('Copy {0}', origin.snapshot ? `${origin.name}/${origin.snapshot}` : origin.name);
    return (await runSteps(title, flow.first)) ? flow.answer : undefined;
  } finally {
    leaving.abort();
    flow.dispose();
  }
}

class CopyFlow {
  answer: CopyDraft | undefined;
  private reader: { dispose(): void } | undefined;

  constructor(
    private readonly origin: Origin,
    private readonly isMove: boolean,
    private readonly options: FlowOptions,
    private readonly leaving: AbortController,
  ) {}

  readonly first: Step = async (ui) => {
    const { origin, options, leaving } = this;
    const kind = options.registry.get('instance');
    if (!kind) return undefined;
    const rows = await ui.work(vscode.l10n.t('Looking at the servers'), () =>
      options.targets.newPlaces(kind, { signal: leaving.signal }),
    );
    const isOwn = ({ place }: PlaceRow): boolean => hereOf(origin, place);
    const sorted = [...rows.filter(isOwn), ...rows.filter((row) => !isOwn(row))];
    const { place } = await ui.pick<PlaceRow>({
      placeholder: this.isMove ? vscode.l10n.t('Where it goes') : vscode.l10n.t('Where the copy goes'),
      items: () =>
        sorted.map((row) => ({
          ...row,
          ...(isOwn(row)
            ? { description: [row.description, vscode.l10n.t('where it is')].filter(Boolean).join(' · ') }
            : {}),
        })),
    });
    return this.nameStep(place);
  };

  dispose(): void {
    this.reader?.dispose();
  }

  private nameStep(place: Place): Step {
    const { origin } = this;
    const taken = this.options.instances.of(place.connection, place.project);
    const isHere = hereOf(origin, place);
    this.reader?.dispose();
    this.reader = taken.open();
    // What moves may keep its name, also where it stays.
    const isTaken = (name: string): boolean =>
      taken.item(name) !== undefined && !(this.isMove && isHere && name === origin.name);
    // An earlier copy can be brought to what the origin is now.
    const canRefresh = (name: string): boolean =>
      !this.isMove && !origin.snapshot && !(isHere && name === origin.name);
    const { project, connection } = place;
    const facts = new Facts(place, this.options, { signal: this.leaving.signal });
    const self = this.isMove && connection === origin.connection ? origin : undefined;
    const shared = new SharedNames(place, this.options.registry, facts, self);
    const { profiles: wanted = [], devices = {} } = origin.instance;
    const clash = (name: string): string | undefined =>
      shared.problem(name, { profiles: wanted, devices: () => devices });
    let typed: string | undefined;
    let known: Promise<void> | undefined;
    return async (ui) => {
      known ??= shared.load({ signal: this.leaving.signal });
      await ui.work(vscode.l10n.t('Looking at the instances there'), () =>
        taken.loaded({ signal: this.leaving.signal }),
      );
      const own = isTaken(origin.name) ? freeName(`${origin.name}-copy`, isTaken) : origin.name;
      const name = (typed = await ui.input({
        prompt: this.isMove ? vscode.l10n.t('Its name there') : vscode.l10n.t('Name of the copy'),
        value: typed ?? own,
        check: (text) =>
          newNameProblem(text, { project, server: connection.server }, isTaken(text) && !canRefresh(text)),
        warn: clash,
        later: [known],
      }));
      const profiles = await ui.work(vscode.l10n.t('Looking at the profiles'), () => facts.profiles());
      const there = profiles.map((profile) => profile.name);
      return this.hub(
        {
          place,
          name,
          profiles: wanted.filter((each) => there.includes(each)),
          missing: wanted.filter((each) => !there.includes(each)),
          withSnapshots: origin.snapshots.length > 0 && !origin.snapshot && !lacksSnapshots(origin, place),
          starts: this.isMove && origin.isRunning,
          refreshes: isTaken(name) && !this.isMove,
        },
        facts,
        clash(name),
      );
    };
  }

  private hub(draft: CopyDraft, facts: Facts, clash: string | undefined): Step {
    const { connection } = this.origin;
    const where = whereOf(draft.place);
    const placeholder = this.isMove
      ? vscode.l10n.t('{0} from {1} to {2}', draft.name, connection.name, where)
      : vscode.l10n.t('{0} on {1}', draft.name, where);
    return hubStep(
      placeholder,
      () => this.hubRows(draft, facts, clash),
      () => {
        this.answer = draft;
        return undefined;
      },
    );
  }

  private hubRows(draft: CopyDraft, facts: Facts, clash: string | undefined): HubRow[] {
    const { origin, isMove } = this;
    const { place } = draft;
    const isOther = place.connection !== origin.connection;
    if (draft.refreshes) return this.refreshRows(draft);
    const go = isMove
      ? vscode.l10n.t('$(arrow-right) Move to {0} as {1}', whereOf(place), draft.name)
      : vscode.l10n.t('$(copy) Copy to {0} as {1}', whereOf(place), draft.name);
    return [
      { label: go, ...(clash === undefined ? {} : { detail: clash }) },
      { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
      ...(origin.snapshots.length > 0 && !origin.snapshot ? [this.snapshotsRow(draft)] : []),
      poolRow(draft, facts),
      ...(facts.isClustered ? [memberRow(draft, facts)] : []),
      ...(isOther || place.project !== origin.project ? [profilesRow(draft)] : []),
      ...(isOther ? [wayRow(draft, modesBetween(origin.connection, place.connection))] : []),
      {
        label: vscode.l10n.t('Start It There'),
        description: yesOrNo(draft.starts),
        change: () => {
          draft.starts = !draft.starts;
          return Promise.resolve();
        },
      },
    ];
  }

  private refreshRows(draft: CopyDraft): HubRow[] {
    const { origin } = this;
    const { place, name } = draft;
    return [
      { label: vscode.l10n.t('$(sync) Refresh {0}, which is there already', name) },
      { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
      ...(origin.snapshots.length > 0 ? [this.snapshotsRow(draft)] : []),
      ...(place.connection === origin.connection
        ? []
        : [wayRow(draft, modesBetween(origin.connection, place.connection))]),
    ];
  }

  private snapshotsRow(draft: CopyDraft): HubRow {
    const { origin, isMove } = this;
    const cannot = lacksSnapshots(origin, draft.place);
    return {
      label: vscode.l10n.t('Snapshots'),
      description: cannot
        ? vscode.l10n.t('without: LXD cannot read those of Incus')
        : draft.withSnapshots
          ? vscode.l10n.t('with all {0}', origin.snapshots.length)
          : vscode.l10n.t('without'),
      change: () => {
        // What moves takes them with it where it can.
        if (!cannot && !isMove) draft.withSnapshots = !draft.withSnapshots;
        return Promise.resolve();
      },
    };
  }
}

function poolRow(draft: CopyDraft, facts: Facts): HubRow {
  const none = vscode.l10n.t('as it is');
  return {
    label: vscode.l10n.t('Storage Pool'),
    description: draft.pool ?? none,
    change: async (ui) => {
      const pools = await ui.work(vscode.l10n.t('Listing storage pools'), () => facts.pools());
      draft.pool = await chosenName(ui, vscode.l10n.t('Storage pool of the root disk'), none, pools);
    },
  };
}

function memberRow(draft: CopyDraft, facts: Facts): HubRow {
  const none = vscode.l10n.t('chosen by the cluster');
  return {
    label: vscode.l10n.t('Cluster Member'),
    description: draft.member ?? none,
    change: async (ui) => {
      const members = await ui.work(vscode.l10n.t('Listing cluster members'), () => facts.members());
      draft.member = await chosenName(ui, vscode.l10n.t('Where it goes'), none, members);
    },
  };
}

/** Only told: profiles of the other server are not made up for. */
function profilesRow({ profiles, missing }: CopyDraft): HubRow {
  const there =
    profiles.join(', ') || vscode.l10n.t({ message: 'none', args: [], comment: 'of several things' });
  return {
    label: vscode.l10n.t('Profiles'),
    description: missing.length ? vscode.l10n.t('{0} · not there: {1}', there, missing.join(', ')) : there,
    change: () => Promise.resolve(),
  };
}

function wayRow(draft: CopyDraft, modes: readonly Mode[]): HubRow {
  const texts = wayTexts();
  const automatic = vscode.l10n.t('automatic: {0}', modes.map((mode) => texts[mode].short).join(', '));
  return {
    label: vscode.l10n.t('Way'),
    description: draft.mode ? texts[draft.mode].short : automatic,
    change: async (ui) => {
      const row = await ui.pick<vscode.QuickPickItem & { mode?: Mode }>({
        placeholder: vscode.l10n.t('Which side opens the connection'),
        items: () => [
          { label: automatic },
          ...(['pull', 'push', 'relay'] as const).map((mode) => ({
            label: texts[mode].short,
            description: texts[mode].long,
            mode,
          })),
        ],
      });
      draft.mode = row.mode;
    },
  };
}

function whereOf({ connection, project }: Place): string {
  return [connection.name, project].join('/');
}

function yesOrNo(is: boolean): string {
  return is
    ? vscode.l10n.t({ message: 'yes', args: [], comment: 'an option of a copy' })
    : vscode.l10n.t({ message: 'no', args: [], comment: 'an option of a copy' });
}
