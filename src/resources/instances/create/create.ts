import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { isObject } from '../../../client/decode';
import type { ServerInfo } from '../../../client/server';
import type { KindContext } from '../../../kinds/common';
import type { Place } from '../../../kinds/kind';
import type { InstanceRef } from '../../../model/key';
import { runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { changeState } from '../actions';
import * as api from '../api';
import { flowCommands } from '../flowContribution';
import { makeInstance } from '../makeInstance';
import type { InstanceStore } from '../store';
import { type Answers, askInstance } from './flow';
import { type ChosenImage, type ImageServers, offeredImages, ownImages } from './images';
import { LastChoices } from './memory';
import { devicesOf, instanceRequest } from './request';

export interface CreateOptions extends KindContext {
  readonly state: vscode.Memento;
  readonly images: ImageServers;
  readonly instances: InstanceStore;
  readonly openShell: (ref: InstanceRef) => Promise<void>;
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
  const { commands, targets, registry, instances, state } = options;
  const kind = registry.get('instance');
  const from = commands.targets(args, ownImage, serverImage)?.[0];
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
  const taken = instances.of(connection, project);
  const answers = await askInstance(place, server, offered, { ...options, last, taken });
  if (!answers) return undefined;
  const { image, wishes, opensShell } = answers;
  const { profiles, pool, size, cpu, memory, network } = wishes;
  const kept = { profiles, pool, size, cpu, memory, network, openShell: opensShell };
  await last.keep(connection.name, project, image.key, kept);
  return make(place, answers, options);
}

/** Where an image of a server's own is: an instance of it is made there. */
function placeOfOwn(from: unknown, targets: CreateOptions['targets']): Place | undefined {
  if (!isObject(from) || from['kind'] !== ownImage.kind) return undefined;
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
  const isOwn = kind === ownImage.kind && Array.isArray(parts);
  const imageServer = options.images.all().find(({ name }) => name === remote);
  if (!isOwn && !(imageServer && fingerprint !== undefined)) return [];
  const all =
    isOwn || !imageServer
      ? await ownImages(place, server, options, abort)
      : await offeredImages(imageServer, server, options, abort);
  const wanted: unknown = isOwn ? (parts as unknown[])[0] : fingerprint;
  const found = all.filter(({ of }) => of === wanted);
  if (!found.length)
    throw new AppError(
      'unsupported',
      vscode.l10n.t('{0} has no use for this image: it is for another kind of server', place.connection.name),
    );
  return found;
}

async function make(
  { connection, project }: Place,
  { image, name, wishes, pool, profiles, starts, opensShell }: Answers,
  { present, registry, reveal, openShell }: CreateOptions,
): Promise<InstanceRef | undefined> {
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
      const inherited = devicesOf(profiles, wishes.profiles);
      const what = { name, type: image.type, source };
      const body = instanceRequest(what, { ...wishes, pool: wishes.pool ?? pool }, inherited, server);
      const { member } = wishes;
      const where = { project, ...(member === undefined ? {} : { target: member }) };
      await makeInstance({ connection, project, name }, api.createInstance({ ...where, body }), options);
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

const ownImage = { kind: 'image' };
const serverImage = { kind: 'serverImage' };

const startTexts = {
  title: (names: readonly string[]) => vscode.l10n.t('Starting {0}', names[0] ?? ''),
  failed: (name: string) => vscode.l10n.t('{0} was created, but it did not start', name),
  part: () => '',
};
