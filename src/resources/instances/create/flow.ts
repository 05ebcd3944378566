import * as vscode from 'vscode';
import type { Abortable } from '../../../base/signal';
import type { ServerInfo } from '../../../client/server';
import type { KindContext } from '../../../kinds/common';
import type { Place } from '../../../kinds/kind';
import { kindCommands } from '../../../kinds/kindContribution';
import type { Collection } from '../../../model/collection';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import { flowCommands } from '../flowContribution';
import { newNameProblem } from '../names';
import { SharedNames } from '../sharedNames';
import { Facts } from './facts';
import { type ChosenImage, type ImageServers, allImages, emptyOnes } from './images';
import { type Otherwise, imageStep } from './imageStep';
import type { LastChoices } from './memory';
import { type Devices, type Wishes, nicDevice, rootOf, suggestedName } from './request';
import { snapshotStep, wishesOf } from './snapshots';
import { type Draft, inheritedBy, wishRows } from './wishSteps';

/** What a person wants to be created. */
export interface Answers extends Draft {
  readonly image: ChosenImage;
  readonly name: string;
  readonly starts: boolean;
  readonly opensShell: boolean;
  /** The pool of the root disk where neither a person nor a profile says one. */
  readonly pool?: string | undefined;
}

export interface FlowOptions extends KindContext {
  readonly images: ImageServers;
  readonly last: LastChoices;
  /** The instances of the place. */
  readonly taken: Collection<unknown>;
}

interface CreateRow extends HubRow {
  readonly act?: 'start' | 'create' | 'pool';
}

/**
 * Asks for the image, the name, and whatever else is wished for: three times Enter are enough.
 * @param offered the images that can be chosen; all there are where none are given
 * @returns undefined where the person left, 'imageFile' where the image is to be imported first
 */
export async function askInstance(
  place: Place,
  server: ServerInfo,
  offered: readonly ChosenImage[],
  options: FlowOptions,
): Promise<Answers | 'imageFile' | undefined> {
  const leaving = new AbortController();
  const reader = options.taken.open();
  try {
    const flow = new InstanceFlow(place, server, offered, options, { signal: leaving.signal });
    const title = vscode.l10n.t('Create Instance on {0}', [place.connection.name, place.project].join('/'));
    return (await runSteps(title, flow.first)) ? flow.answers : undefined;
  } finally {
    leaving.abort();
    reader.dispose();
  }
}

class InstanceFlow {
  answers: Answers | 'imageFile' | undefined;
  readonly first: Step;
  private readonly draft: Draft;
  /** What is wished for where an image says nothing of it. */
  private readonly usual: Wishes;
  private readonly facts: Facts;
  private opensShell: boolean;
  private readonly shared: SharedNames;
  private learnt: Promise<void> | undefined;

  constructor(
    private readonly place: Place,
    server: ServerInfo,
    offered: readonly ChosenImage[],
    private readonly options: FlowOptions,
    private readonly abort: Abortable,
  ) {
    const { last } = options;
    const { name: remote } = place.connection;
    const { openShell = false, ...wishes } = last.wishes(remote, place.project) ?? { profiles: ['default'] };
    this.opensShell = openShell;
    this.usual = { ...wishes, ephemeral: false };
    this.draft = { wishes: this.usual, profiles: [] };
    this.facts = new Facts(place, options, abort);
    this.shared = new SharedNames(place, options.registry, this.facts);
    const [only, ...more] = offered;
    if (only && !more.length) this.first = this.nameStep(only);
    else {
      const choices = offered.length
        ? { groups: [{ title: vscode.l10n.t('Image'), images: offered }], coming: [] }
        : allImages(place, server, options, abort);
      const empty = offered.length ? [] : emptyOnes(server);
      const next = (image: ChosenImage): Step => this.nameStep(image);
      const others = offered.length ? [] : this.others(next);
      this.first = imageStep(choices, empty, last.images(remote), next, others);
    }
  }

  private others(next: (image: ChosenImage) => Step): Otherwise[] {
    const { place, options, abort } = this;
    const at = { remote: place.connection.name, project: place.project };
    return [
      {
        label: vscode.l10n.t('$(device-camera) From a Snapshot…'),
        next: () => snapshotStep(place, options.taken, options, abort, next),
      },
      {
        label: vscode.l10n.t('$(file-media) From an Image File…'),
        description: vscode.l10n.t('it is imported first, and stays among the images'),
        next: () => {
          this.answers = 'imageFile';
          return undefined;
        },
      },
      {
        label: vscode.l10n.t('$(file-zip) From a Backup File…'),
        next: () => {
          void vscode.commands.executeCommand(flowCommands.import.id, at);
          return undefined;
        },
      },
    ];
  }

  private nameStep(image: ChosenImage): Step {
    const { taken } = this.options;
    const isTaken = (name: string): boolean => taken.item(name) !== undefined;
    const { connection, project } = this.place;
    const { server } = connection;
    let name: string | undefined;
    return async (ui) => {
      this.learnt ??= this.shared.load(this.abort);
      // Its devices count for the name.
      this.take(image);
      name = await ui.input({
        prompt: vscode.l10n.t('Name of the instance'),
        value: name ?? suggestedName(image.named, isTaken),
        check: (text) => newNameProblem(text, { project, server }, isTaken(text)),
        warn: (text) => this.clash(text),
        later: [this.learnt],
      });
      await ui.work(vscode.l10n.t('Looking at the profiles'), () => this.prepare());
      return this.hub(image, name);
    };
  }

  /** Who has this name on a network that it will be on, as far as that is known. */
  private clash(name: string): string | undefined {
    const { wishes, origin } = this.draft;
    const { profiles } = wishes;
    const devices = (inherited: Devices): Devices => ({
      ...origin?.devices,
      ...nicDevice(wishes, { ...inherited, ...origin?.devices }),
    });
    return this.shared.problem(name, { profiles, devices });
  }

  /** Another origin has wishes of its own. */
  private take({ origin }: ChosenImage): void {
    const { draft, usual } = this;
    if (origin === draft.origin) return;
    draft.wishes = origin ? wishesOf(origin) : usual;
    draft.userDataName = undefined;
    draft.origin = origin;
  }

  /** What is not there any more is not wished for. */
  private async prepare(): Promise<void> {
    const { draft, facts } = this;
    const { pool, network, profiles } = draft.wishes;
    const [all, pools, networks] = await Promise.all([
      facts.profiles(),
      facts.pools(),
      network === undefined ? [] : facts.networks(),
    ]);
    const isThere = (list: readonly { readonly name: string }[], name: string): boolean =>
      list.some((each) => each.name === name);
    draft.profiles = all;
    draft.firstPool = pools[0]?.name;
    draft.wishes = {
      ...draft.wishes,
      profiles: profiles.filter((name) => isThere(all, name)),
      pool: pool !== undefined && isThere(pools, pool) ? pool : undefined,
      network: network !== undefined && isThere(networks, network) ? network : undefined,
    };
  }

  /** Whether no profile says where the root disk goes. */
  private get lacksRoot(): boolean {
    return this.draft.wishes.pool === undefined && rootOf(inheritedBy(this.draft)) === undefined;
  }

  private hub(image: ChosenImage, name: string): Step {
    const placeholder = vscode.l10n.t('{0} from {1}', name, image.label);
    const rows = (): readonly CreateRow[] => this.hubRows(image, name);
    return hubStep(placeholder, rows, ({ act }) => {
      if (act === 'pool') this.createPool();
      else
        this.answers = {
          ...this.draft,
          ...(this.lacksRoot ? { pool: this.draft.firstPool } : {}),
          image,
          name,
          starts: act === 'start',
          opensShell: act === 'start' && this.opensShell,
        };
      return undefined;
    });
  }

  private createPool(): void {
    const kind = this.options.registry.get('storagePool');
    const command = kind && kindCommands(kind.data).create;
    if (command) void vscode.commands.executeCommand(command.id, { remote: this.place.connection.name });
  }

  private hubRows(image: ChosenImage, name: string): CreateRow[] {
    const start: CreateRow = { label: vscode.l10n.t('$(play) Create and Start {0}', name), act: 'start' };
    const clash = this.clash(name);
    const create: CreateRow = {
      label: vscode.l10n.t('$(add) Create Only'),
      ...(clash === undefined ? {} : { detail: clash }),
      act: 'create',
    };
    const pool: CreateRow = {
      label: vscode.l10n.t('$(warning) This server has no storage pool. Create one…'),
      act: 'pool',
    };
    const shell: CreateRow = {
      label: vscode.l10n.t('Open Shell'),
      description: this.opensShell
        ? vscode.l10n.t('as soon as it runs')
        : vscode.l10n.t({ message: 'no', args: [], comment: 'no shell is opened' }),
      change: () => {
        this.opensShell = !this.opensShell;
        return Promise.resolve();
      },
    };
    return [
      ...(this.lacksRoot && this.draft.firstPool === undefined
        ? [pool]
        : image.canStart && clash === undefined
          ? [start, create]
          : [create]),
      { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
      ...wishRows(this.draft, this.facts),
      ...(image.canStart ? [shell] : []),
    ];
  }
}
