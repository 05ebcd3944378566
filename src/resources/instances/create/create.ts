import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { isObject } from '../../../client/decode';
import type { ServerInfo } from '../../../client/server';
import type { KindContext } from '../../../kinds/common';
import type { KindRef, Place } from '../../../kinds/kind';
import type { InstanceRef } from '../../../model/key';
import { runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { changeState } from '../actions';
import * as api from '../api';
import { deletedLater } from '../deletedLater';
import { flowCommands } from '../flowContribution';
import { makeInstance } from '../makeInstance';
import type { InstanceStore } from '../store';
import { type Answers, askInstance } from './flow';
import { type ChosenImage, type ImageServers, offeredImages, ownImage, ownImages } from './images';
import { LastChoices } from './memory';
import { instanceRequest } from './request';
import { likeOrigin } from './snapshots';
import { inheritedBy } from './wishSteps';

export interface CreateOptions extends KindContext {
  readonly state: vscode.Memento;
  readonly images: ImageServers;
  readonly instances: InstanceStore;
  readonly openShell: (ref: InstanceRef) => Promise<void>;
  /** "Import from Files…" of images. @returns the image, undefined where there is none */
  readonly importImage: (at: {
    readonly remote: string;
    readonly project: string;
  }) => Promise<KindRef | undefined>;
}

/** Registers "Create Instance…", on the row of instances, on images, and in the palette. */
export function registerInstanceCreation(options: CreateOptions): Disposable {
  const store = new DisposableStore();
  for (const spec of [flowCommands.create, flowCommands.createFrom])
    store.add(options.commands.register(spec, (args) => createInstance(args, options)));
  return store;
}

/** @returns what was created, undefined where the person left or the server refused */
async function createInstance(
  args: readonly unknown[],
  options: CreateOptions,
): Promise<InstanceRef | undefined> {
  const { commands, targets, registry, state } = options;
  const kind = registry.get('instance');
  const from = commands.targets(args, imageRow, serverImage)?.[0];
  const isImage = isObject(from) && 'fingerprint' in from; // one of an image server: it is on none of ours
  const place = kind && (placeOfOwn(from, targets) ?? (await targets.place(kind, isImage ? [] : args)));
  if (!place) return undefined;
  const { connection, project } = place;
  const title = vscode.l10n.t('Asking {0} for its images', connection.name);
  const begun = await withProgress(title, remotesView, async ({ signal }) => {
    const server = await connection.ready({ signal });
    return { server, offered: await imagesOf(from, place, server, options, { signal }) };
  });
  if (!begun) return undefined;
  const { server, offered } = begun;
  const last = new LastChoices(state);
  const answers = await ask(place, server, offered, last, options);
  if (!answers) return undefined;
  const { image, wishes, opensShell } = answers;
  const { profiles, pool, size, cpu, memory, network } = wishes;
  const kept = { profiles, pool, size, cpu, memory, network, openShell: opensShell };
  // What was taken from a snapshot is wished for again with that snapshot only.
  if (!image.origin) await last.keep(connection.name, project, image.key, kept);
  return make(place, answers, options);
}

/** Asks for what is to be created; an image that comes from a file is imported, and then asked about. */
async function ask(
  place: Place,
  server: ServerInfo,
  offered: readonly ChosenImage[],
  last: LastChoices,
  options: CreateOptions,
): Promise<Answers | undefined> {
  const { connection, project } = place;
  const taken = options.instances.of(connection, project);
  const answers = await askInstance(place, server, offered, { ...options, last, taken });
  if (answers !== 'imageFile') return answers;
  const ref = await options.importImage({ remote: connection.name, project });
  if (!ref) return undefined;
  const looking = vscode.l10n.t('Looking at the image');
  const images = await withProgress(looking, remotesView, async (abort) =>
    usable(await ownImage(place, ref.parts[0] ?? '', server, options, abort), place),
  );
  return images && ask(place, server, images, last, options);
}

/** @throws AppError where there is none that a server has a use for */
function usable(images: readonly ChosenImage[], { connection }: Place): readonly ChosenImage[] {
  if (images.length) return images;
  throw new AppError(
    'unsupported',
    vscode.l10n.t('{0} has no use for this image: it is for another kind of server', connection.name),
  );
}

/** Where an image of a server's own is: an instance of it is made there. */
function placeOfOwn(from: unknown, targets: CreateOptions['targets']): Place | undefined {
  if (!isObject(from) || from['kind'] !== imageRow.kind) return undefined;
  const { remote, project } = from;
  const name = typeof project === 'string' && project ? project : 'default';
  return { connection: targets.connection(String(remote)), project: name, parents: [] };
}

/** The images that a row names: a person may still have to choose between a container and a virtual machine. */
async function imagesOf(
  from: unknown,
  place: Place,
  server: ServerInfo,
  options: CreateOptions,
  abort: Abortable,
): Promise<readonly ChosenImage[]> {
  if (!isObject(from)) return [];
  const { remote, fingerprint, kind, parts } = from;
  const isOwn = kind === imageRow.kind && Array.isArray(parts);
  const imageServer = options.images.all().find(({ name }) => name === remote);
  if (!isOwn && !(imageServer && fingerprint !== undefined)) return [];
  const all =
    isOwn || !imageServer
      ? await ownImages(place, server, options, abort)
      : await offeredImages(imageServer, server, options, abort);
  const wanted: unknown = isOwn ? (parts as unknown[])[0] : fingerprint;
  return usable(
    all.filter(({ of }) => of === wanted),
    place,
  );
}

async function make(
  { connection, project }: Place,
  answers: Answers,
  { present, registry, reveal, openShell }: CreateOptions,
): Promise<InstanceRef | undefined> {
  const { image, name, wishes, pool, starts, opensShell } = answers;
  const ref: InstanceRef = { remote: connection.name, project, instance: name };
  const start = (): Promise<boolean> =>
    runBatch(present, [{ name }], startTexts, (_item, options) =>
      changeState(connection, ref, { action: 'start' }, options),
    );
  const isDone = await runBatch(
    present,
    [{ name }],
    {
      title: (names) => vscode.l10n.t('Creating {0}', names[0] ?? ''),
      failed: () => vscode.l10n.t('Could not create {0}', name),
      part: () => '',
    },
    async (_item, options) => {
      const server = await connection.ready(options);
      const source = await image.source(options);
      const what = { name, type: image.type, source };
      const wished = { ...wishes, pool: wishes.pool ?? pool };
      const plain = instanceRequest(what, wished, inheritedBy(answers), server);
      const body = image.origin ? likeOrigin(image.origin, plain) : plain;
      const { member } = wishes;
      const where = { project, ...(member === undefined ? {} : { target: member }) };
      const request = api.createInstance({ ...where, body });
      await makeInstance({ connection, project, name }, request, deletedLater(name, options, present));
    },
  );
  if (!isDone) return undefined;
  await reveal(
    registry.pathTo({
      remote: ref.remote,
      project,
      kind: 'instance',
      parents: [],
      parts: [name],
      member: '',
    }),
  );
  if (starts && (await start()) && opensShell) await openShell(ref);
  return ref;
}

const imageRow = { kind: 'image' };
const serverImage = { kind: 'serverImage' };

const startTexts = {
  title: (names: readonly string[]) => vscode.l10n.t('Starting {0}', names[0] ?? ''),
  failed: (name: string) => vscode.l10n.t('{0} was created, but it did not start', name),
  part: () => '',
};
