import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import { isObject } from '../client/decode';
import { type ServerObject, editableOf } from '../documents/editable';
import { placeText } from '../documents/merge';
import type { Schemas } from '../documents/schemas';
import type { Resource } from '../documents/store';
import type { KindContext } from '../kinds/common';
import type { KindRef } from '../kinds/kind';
import { refOf } from '../kinds/nodes';
import { runBatch } from '../shell/batch';

export interface QuickEditOptions extends KindContext {
  /** The resource that a reference names. @throws AppError where there is none */
  readonly resource: (ref: KindRef) => Resource;
  /** What each server allows in devices. */
  readonly schemas: Schemas;
}

/**
 * Changes one field or a few of a resource, on top of what it is by then: whatever else changed meanwhile stays.
 * @param edit gets what may be edited and all that the server says of it, and gives the first changed
 * @throws AppError with the server's reason, and where somebody else changed the same in the same moment
 */
export async function editResource(
  resource: Resource,
  edit: (object: ServerObject, whole: ServerObject) => ServerObject,
  options: Abortable,
): Promise<void> {
  const origin = await resource.read(options);
  const saved = await resource.save(
    origin,
    edit(editableOf(origin.object, resource.kind), origin.object),
    options,
  );
  if (saved.kind === 'conflict')
    throw new AppError(
      'conflict',
      vscode.l10n.t('It changed meanwhile ({0}). Nothing was saved.', saved.places.map(placeText).join(', ')),
    );
}

/** The same for several, with progress, and with what failed said once. @returns whether all went well */
export async function editAll(
  refs: readonly KindRef[],
  edit: (object: ServerObject, ref: KindRef, whole: ServerObject) => ServerObject,
  { present, resource }: Pick<QuickEditOptions, 'present' | 'resource'>,
): Promise<boolean> {
  const items = refs.map((ref) => ({ name: ref.parts.at(-1) ?? '', ref }));
  const texts = {
    title: (names: readonly string[]) => vscode.l10n.t('Changing {0}', names.join(', ')),
    failed: (name: string) => vscode.l10n.t('Could not change {0}', name),
    part: (done: number, all: number) => vscode.l10n.t('Changed {0} of {1}.', done, all),
  };
  return runBatch(present, items, texts, ({ ref }, options) =>
    editResource(resource(ref), (object, whole) => edit(object, ref, whole), options),
  );
}

/** All of a kind where a resource is: in its project, or on its server. @throws AppError why they cannot be listed */
export async function allAt(
  id: string,
  { remote, project }: KindRef,
  { registry, targets, store }: QuickEditOptions,
  options: Abortable,
): Promise<readonly KindRef[]> {
  const kind = registry.get(id);
  if (!kind) return [];
  const place = {
    connection: targets.connection(remote),
    project: kind.scope === 'server' ? '' : project || 'default',
    parents: [],
  };
  const items = await store.of(kind, place).loaded(options);
  return items.map((item) => refOf(kind, place, item));
}

/** What uses a resource, of these kinds, in other projects too. @throws AppError, AbortError */
export async function usersOf(
  ref: KindRef,
  kinds: readonly string[],
  { registry, resource }: QuickEditOptions,
  options: Abortable,
): Promise<readonly KindRef[]> {
  const { object } = await resource(ref).read(options);
  return textsOf(object['used_by'])
    .flatMap((path) => registry.linked(path, ref.remote, ref.project || 'default') ?? [])
    .filter(({ kind }) => kinds.includes(kind));
}

/** A row of a list for each reference: the name, and the project where it is another one. */
export function rowsOf(
  refs: readonly KindRef[],
  project: string,
): (vscode.QuickPickItem & { ref: KindRef })[] {
  return refs.map((ref) => ({
    label: ref.parts.at(-1) ?? '',
    ...(ref.project === project ? {} : { description: ref.project }),
    ref,
  }));
}

/** The texts of a list; none where there is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The devices of an object by their names; `expanded_devices` are those of its profiles too. */
export function devicesOf(
  object: ServerObject,
  field: 'devices' | 'expanded_devices' = 'devices',
): Readonly<Record<string, ServerObject>> {
  const devices = object[field];
  return isObject(devices) ? (devices as Readonly<Record<string, ServerObject>>) : {};
}
