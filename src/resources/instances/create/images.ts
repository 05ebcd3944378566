import * as vscode from 'vscode';
import { messageOf } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { isObject } from '../../../client/decode';
import type { ServerInfo } from '../../../client/server';
import { requestAt } from '../../../kinds/address';
import type { KindContext } from '../../../kinds/common';
import type { Kind, Place } from '../../../kinds/kind';
import { labelOf } from '../../../kinds/nodes';
import type { Connection } from '../../../model/connection';
import type { Instance, InstanceSource } from '../wire';
import type { InstanceType } from './request';

/** An image of an image server that a certain server can use. */
export interface ImageOffer {
  readonly label: string;
  readonly description: string;
  readonly type: 'container' | 'vm';
  readonly fingerprint: string;
  readonly alias: string | undefined;
  readonly group: string;
}

/** The image servers, as the feature that shows them knows them. */
export interface ImageServers {
  all(): readonly Connection[];
  /** What `target` can use of the images of `from`. @throws AppError why there are none, AbortError */
  offers(from: Connection, target: ServerInfo, options: Abortable): Promise<readonly ImageOffer[]>;
  /** From where `target` fetches one of them. @throws AppError, AbortError */
  readonly source: (
    from: Connection,
    offer: Pick<ImageOffer, 'alias' | 'fingerprint'>,
    target: ServerInfo,
    options: Abortable,
  ) => Promise<InstanceSource>;
}

/** What an instance can be made from. */
export interface ChosenImage {
  /** By which it is known again at the next time. */
  readonly key: string;
  /** "Debian 12 (bookworm)" */
  readonly label: string;
  readonly description: string;
  readonly type: InstanceType;
  /** What its instances are named after; '' where that would say nothing. */
  readonly named: string;
  /** The fingerprint by which its row in the tree names it. */
  readonly of: string;
  /** False where there is nothing in it to start. */
  readonly canStart: boolean;
  /** What the new instance is like, where that is another instance and no image. */
  readonly origin?: Instance;
  source(options: Abortable): Promise<InstanceSource>;
}

/** What a person chooses from. */
export interface ImageChoices {
  readonly groups: readonly ImageGroup[];
  /** Each ends when one of the groups is there, and never fails. */
  readonly coming: readonly Promise<void>[];
}

/** Images from one place; still being asked for where there is neither. */
export interface ImageGroup {
  readonly title: string;
  images?: readonly ChosenImage[];
  /** Why there are none. */
  problem?: string;
}

type Context = KindContext & { readonly images: ImageServers };

/** Asks for all images that an instance at a place can be made from: the server's own, then those of image servers. */
export function allImages(
  place: Place,
  server: ServerInfo,
  context: Context,
  options: Abortable,
): ImageChoices {
  const own = groupOf(vscode.l10n.t('On This Server'), ownImages(place, server, context, options));
  const others = context.images
    .all()
    .map((from) => groupOf(from.name, offeredImages(from, server, context, options)));
  return {
    groups: [own, ...others].map(({ group }) => group),
    coming: [own, ...others].map(({ filled }) => filled),
  };
}

function groupOf(
  title: string,
  loading: Promise<readonly ChosenImage[]>,
): { group: ImageGroup; filled: Promise<void> } {
  const group: ImageGroup = { title };
  const filled = loading.then(
    (images) => {
      group.images = images;
    },
    (error: unknown) => {
      // One place that does not answer must not hide the others: its row says why.
      group.problem = messageOf(error);
    },
  );
  return { group, filled };
}

/** The images that a server holds, as far as it can run them. @throws AppError why they cannot be listed, AbortError */
export async function ownImages(
  place: Place,
  { runsMachines }: ServerInfo,
  { registry, store }: Pick<KindContext, 'registry' | 'store'>,
  options: Abortable,
): Promise<readonly ChosenImage[]> {
  const kind = registry.get('image');
  if (!kind) return [];
  const items = await store.of(kind, place).loaded(options);
  return [...items]
    .sort((a, b) => kind.compare?.(a, b) ?? 0)
    .flatMap((item) => chosenOwn(kind, item, place, runsMachines));
}

/** An image that a server holds, by its fingerprint; none where it cannot run it. @throws AppError, AbortError */
export async function ownImage(
  place: Place,
  fingerprint: string,
  { runsMachines }: ServerInfo,
  { registry }: Pick<KindContext, 'registry'>,
  options: Abortable,
): Promise<readonly ChosenImage[]> {
  const kind = registry.get('image');
  if (!kind) return [];
  const { connection, project } = place;
  const request = requestAt(kind.operations.get, { project, names: [fingerprint] });
  const item = await connection.transport.value(request, options);
  return chosenOwn(kind, item, place, runsMachines);
}

function chosenOwn(kind: Kind, item: unknown, place: Place, runsMachines: boolean): ChosenImage[] {
  const [fingerprint = ''] = kind.partsOf(item);
  const isMachine = isObject(item) && item['type'] === 'virtual-machine';
  if (isMachine && !runsMachines) return [];
  const label = labelOf(kind, item, place);
  return [
    {
      key: `own ${label}`,
      label,
      description: kind.look(item, place).description ?? '',
      type: isMachine ? 'virtual-machine' : 'container',
      named: fingerprint.startsWith(label) ? '' : label,
      of: fingerprint,
      canStart: true,
      source: () => Promise.resolve({ type: 'image', fingerprint }),
    },
  ];
}

/** The images of an image server, as far as a server can use them. @throws AppError why there are none, AbortError */
export async function offeredImages(
  from: Connection,
  target: ServerInfo,
  { images }: Pick<Context, 'images'>,
  options: Abortable,
): Promise<readonly ChosenImage[]> {
  const offers = await images.offers(from, target, options);
  return offers.map(({ label, description, type, alias, fingerprint, group }) => ({
    key: `${from.name} ${alias ?? label} ${type}`,
    label,
    description,
    type: type === 'vm' ? 'virtual-machine' : 'container',
    named: label,
    of: group,
    canStart: true,
    source: (sourceOptions) => images.source(from, { alias, fingerprint }, target, sourceOptions),
  }));
}

/** No image: for what is put into it later. */
export function emptyOnes({ runsMachines }: ServerInfo): ChosenImage[] {
  const rest = { description: '', named: '', of: '', canStart: false };
  const source = (): Promise<InstanceSource> => Promise.resolve({ type: 'none' });
  return [
    { ...rest, key: 'empty', label: vscode.l10n.t('Empty Container'), type: 'container', source },
    ...(runsMachines
      ? [
          {
            ...rest,
            key: 'empty vm',
            label: vscode.l10n.t('Empty Virtual Machine'),
            type: 'virtual-machine' as const,
            canStart: true, // it boots from a medium or the network
            source,
          },
        ]
      : []),
  ];
}
