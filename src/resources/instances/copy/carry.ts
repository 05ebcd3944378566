import * as vscode from 'vscode';
import { AppError } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { unhurried } from '../../../base/unhurried';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import type { InstanceRef } from '../../../model/key';
import * as api from '../api';
import { withStopped } from '../stopped';
import { baseImageOf, copyBody } from './body';
import { copyInstance } from './copyInstance';
import { type Migration, type Mode, modesBetween } from './migrate';
import { originOf } from './origin';
import type { CopyDraft, Origin } from './plan';

/**
 * Copies, on one server or to another; what is copied stays as it is.
 * @param keepsIdentity what it is known by: where the origin goes
 * @throws AppError, AbortError
 */
export async function carryCopy(
  origin: Origin,
  draft: CopyDraft,
  options: ActionOptions,
  keepsIdentity = false,
): Promise<void> {
  const { connection, project } = origin;
  const { place, name, profiles, pool, withSnapshots, mode, refreshes = false } = draft;
  // A cluster would choose another member than that of the copy.
  const member = refreshes ? await memberOf(draft, options) : draft.member;
  const body = copyBody(origin.instance, { name, profiles, pool, keepsIdentity });
  const { snapshot } = origin;
  const migration: Migration = {
    from: { connection, project, name: origin.name, snapshot },
    to: { connection: place.connection, project: place.project, member },
    body,
    baseImage: baseImageOf(origin.instance),
    instanceOnly: !withSnapshots,
    isRunning: origin.isRunning,
    refreshes,
  };
  // Where one way fails the server still holds the copy: the one that always works, then.
  const modes: Mode[] = refreshes ? ['relay'] : modesBetween(connection, place.connection);
  await copyInstance(migration, mode ? [mode] : modes, options, keepsIdentity);
  if (refreshes && place.connection === connection) await takeIdMap(origin, draft);
}

/** The cluster member that an earlier copy is on; undefined where there is no cluster. */
async function memberOf(
  { place: { connection, project }, name }: CopyDraft,
  options: Abortable,
): Promise<string | undefined> {
  if (!connection.server?.clustered) return undefined;
  const { location } = await connection.transport.value(api.getInstance({ project, name }), options);
  return location;
}

const idMap = 'volatile.last_state.idmap';

/** Owners of files are those of the origin now: the copy has to know by which map they are read. */
async function takeIdMap({ instance }: Origin, { place, name }: CopyDraft): Promise<void> {
  const { connection, project } = place;
  const answer = await connection.transport.send(api.getInstance({ project, name }), unhurried());
  const map = instance.config?.[idMap];
  if (answer.kind !== 'value' || map === undefined || answer.value.config?.[idMap] === map) return;
  const body = { ...answer.value, config: { ...answer.value.config, [idMap]: map } };
  const tag = answer.etag === undefined ? {} : { ifMatch: answer.etag };
  await carryOut(connection, api.putInstance({ project, name, body, ...tag }), unhurried());
}

/**
 * Moves: on one server by its own means; to another one by a copy that is looked at before the origin is deleted.
 * What runs is stopped before, and runs again where it stays.
 * @returns why the origin is still there though the copy is, undefined where it is gone
 * @throws AppError that says what is where, AbortError
 */
export async function carryMove(
  origin: Origin,
  draft: CopyDraft,
  options: ActionOptions,
): Promise<AppError | undefined> {
  const { connection, project, name: instance, isRunning } = origin;
  const ref: InstanceRef = { remote: connection.name, project, instance };
  const here = { project, parents: [], parts: [instance] };
  return withStopped(isRunning, connection, ref, options, async () => {
    if (draft.place.connection === connection) {
      await moveHere(origin, draft, options);
      return undefined;
    }
    // What was asked about may have changed while the question stood there.
    const now = await originOf(here, connection, options);
    if (hasMore(now, origin))
      throw new AppError('conflict', vscode.l10n.t('it has changed since you were asked: nothing was moved'));
    await carryCopy(now, draft, options, true);
    await verifyCopy(now, draft, options);
    return removeOrigin(now, draft);
  });
}

/** Whether there is something of an instance that was not known before, or it runs. */
function hasMore(now: Origin, before: Origin): boolean {
  const isNew = (names: readonly string[], known: readonly string[]): boolean =>
    names.some((each) => !known.includes(each));
  return now.isRunning || isNew(now.snapshots, before.snapshots) || isNew(now.backups, before.backups);
}

/** LXD takes the pool and leaves the project where both are said at once: so one after the other. */
async function moveHere(
  { connection, project, name: old }: Origin,
  { place, name, pool, member }: CopyDraft,
  options: ActionOptions,
): Promise<void> {
  const steps = [
    ...(member === undefined ? [] : [{ query: { target: member }, body: {} }]),
    ...(pool === undefined ? [] : [{ query: {}, body: { pool } }]),
    ...(place.project === project ? [] : [{ query: {}, body: { project: place.project } }]),
  ];
  const moves = steps.map(({ query, body }, at) => {
    const isLast = at === steps.length - 1;
    return { query, body: { name: isLast ? name : old, migration: true, live: false, ...body } };
  });
  for (const { query, body } of moves.length ? moves : [{ query: {}, body: { name } }]) {
    options.signal.throwIfAborted();
    // No server lets a move be cancelled that it has begun.
    const request = api.postInstance({ project, name: old, ...query, body });
    await carryOut(connection, request, { ...options, ...unhurried() });
  }
}

/** Nothing is deleted here before it is all there. */
async function verifyCopy(
  { snapshots }: Origin,
  { place, name, withSnapshots }: CopyDraft,
  { signal }: Abortable,
): Promise<void> {
  const stays = vscode.l10n.t(
    'nothing was deleted here; what has arrived is on {0}, with the same network addresses',
    place.connection.name,
  );
  const there = { project: place.project, parents: [], parts: [name] };
  let arrived: Origin;
  try {
    arrived = await originOf(there, place.connection, unhurried());
  } catch (error) {
    if (!AppError.is(error)) throw error;
    throw new AppError(error.kind, `${error.message}; ${stays}`, { cause: error });
  }
  const missing = withSnapshots ? snapshots.filter((each) => !arrived.snapshots.includes(each)) : [];
  if (missing.length) {
    const text = vscode.l10n.t('the snapshots {0} have not arrived', missing.join(', '));
    throw new AppError('operationFailed', `${text}: ${stays}`);
  }
  if (signal.aborted)
    throw new AppError('operationFailed', vscode.l10n.t('it could no longer be cancelled: {0}', stays));
}

async function removeOrigin(origin: Origin, { place }: CopyDraft): Promise<AppError | undefined> {
  const { connection, project, name } = origin;
  try {
    const now = await originOf({ project, parents: [], parts: [name] }, connection, unhurried());
    if (hasMore(now, origin))
      return new AppError(
        'conflict',
        vscode.l10n.t(
          'it is on {0} now, but here it has changed meanwhile and was not deleted',
          place.connection.name,
        ),
      );
    await carryOut(connection, api.deleteInstance({ project, name }), unhurried());
    return undefined;
  } catch (error) {
    if (!AppError.is(error)) throw error;
    const text = vscode.l10n.t(
      'it is on {0} now, but could not be deleted here. Both have the same network addresses: start one of them only',
      place.connection.name,
    );
    return new AppError(error.kind, `${text}: ${error.message}`, { cause: error });
  }
}
