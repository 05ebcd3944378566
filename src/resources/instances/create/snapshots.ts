import * as vscode from 'vscode';
import { compareNaturally } from '../../../base/natural';
import type { Abortable } from '../../../base/signal';
import { isObject } from '../../../client/decode';
import type { KindContext } from '../../../kinds/common';
import type { Place } from '../../../kinds/kind';
import type { Collection } from '../../../model/collection';
import type { Step } from '../../../shell/steps';
import { copyBody } from '../copy/body';
import { originOf } from '../copy/origin';
import { listSnapshots } from '../snapshotApi';
import type { Instance, InstancesPost } from '../wire';
import type { ChosenImage } from './images';
import type { Wishes } from './request';

interface Row extends vscode.QuickPickItem {
  /** Undefined where it only informs. */
  readonly name?: string;
}

/**
 * Asks for an instance of a place, then for one of its snapshots.
 * @param instances those of the place
 * @param next what follows, with the snapshot in the place of an image
 */
export function snapshotStep(
  place: Place,
  instances: Collection<unknown>,
  context: Pick<KindContext, 'registry'>,
  abort: Abortable,
  next: (image: ChosenImage) => Step,
): Step {
  return async (ui) => {
    const kind = context.registry.get('instance');
    const items = await ui.work(vscode.l10n.t('Looking at the instances'), () => instances.loaded(abort));
    const rows = items
      .map((item): Row => {
        const name = kind?.partsOf(item)[0] ?? '';
        const isMachine = isObject(item) && item['type'] === 'virtual-machine';
        return { label: `${isMachine ? '$(vm)' : '$(package)'} ${name}`, name };
      })
      .sort((a, b) => compareNaturally(a.name ?? '', b.name ?? ''));
    const none: Row = {
      label: vscode.l10n.t('There is no instance in {0}', place.project),
      alwaysShow: true,
    };
    const { name } = await ui.pick({
      placeholder: vscode.l10n.t('Instance that the snapshot is of'),
      items: () => (rows.length ? rows : [none]),
      accepts: (row) => row.name !== undefined,
    });
    return name === undefined ? undefined : oneOf(place, name, context, abort, next);
  };
}

function oneOf(
  place: Place,
  instance: string,
  { registry }: Pick<KindContext, 'registry'>,
  abort: Abortable,
  next: (image: ChosenImage) => Step,
): Step {
  return async (ui) => {
    const { connection, project } = place;
    const kind = registry.get('snapshot');
    const all = await ui.work(vscode.l10n.t('Looking at the snapshots of {0}', instance), () =>
      connection.transport.value(listSnapshots({ project, name: instance }), abort),
    );
    const newest = [...all].sort((a, b) => kind?.compare?.(a, b) ?? 0);
    const { name } = await ui.pick<Row>({
      placeholder: vscode.l10n.t('Snapshot of {0}', instance),
      items: () =>
        newest.length
          ? newest.map((each) => {
              const own = kind?.partsOf(each)[0] ?? '';
              const description = kind?.look(each, place).description ?? '';
              return { label: `$(device-camera) ${own}`, description, name: own };
            })
          : [{ label: vscode.l10n.t('{0} has no snapshot', instance), alwaysShow: true }],
      accepts: (row) => row.name !== undefined,
    });
    if (name === undefined) return undefined;
    const looking = vscode.l10n.t('Looking at {0}', `${instance}/${name}`);
    return next(await ui.work(looking, () => chosenSnapshot(place, instance, name, abort)));
  };
}

/** A snapshot in the place of an image. @throws AppError, AbortError */
async function chosenSnapshot(
  { connection, project }: Place,
  instance: string,
  snapshot: string,
  abort: Abortable,
): Promise<ChosenImage> {
  const origin = await originOf({ project, parents: [instance], parts: [snapshot] }, connection, abort);
  const source = `${instance}/${snapshot}`;
  return {
    key: '',
    label: source,
    description: '',
    type: origin.instance.type === 'virtual-machine' ? 'virtual-machine' : 'container',
    named: instance,
    of: '',
    canStart: true,
    origin: origin.instance,
    // Older servers know `container_only`.
    source: () =>
      Promise.resolve({ type: 'copy', source, project, instance_only: true, container_only: true }),
  };
}

/** What a new instance has where nothing is wished for: that of the snapshot. */
export function wishesOf({ config = {}, profiles = [], ephemeral = false }: Instance): Wishes {
  return { profiles, cpu: config['limits.cpu'], memory: config['limits.memory'], ephemeral };
}

/**
 * The body of POST /1.0/instances for an instance like another one.
 * @param wished the same for what was wished for, which comes first
 */
export function likeOrigin(origin: Instance, wished: InstancesPost): InstancesPost {
  const { name = '', profiles = [] } = wished;
  const own = copyBody(origin, { name, profiles });
  // A server takes from the snapshot what is not named: what is not wished for any more is emptied.
  const dropped = limitKeys.filter((key) => own.config?.[key] !== undefined);
  return {
    ...own,
    ...wished,
    config: { ...own.config, ...Object.fromEntries(dropped.map((key) => [key, ''])), ...wished.config },
    devices: { ...own.devices, ...wished.devices },
  };
}

const limitKeys = ['limits.cpu', 'limits.memory'] as const;
