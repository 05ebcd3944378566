import * as vscode from 'vscode';
import { AppError, messageOf } from '../../../base/errors';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import type { InstanceRef } from '../../../model/key';
import { changeState } from '../actions';
import * as api from '../api';
import * as snapshotApi from '../snapshotApi';
import { baseImageOf, copyBody } from './body';
import { type Migration, migrate, modesBetween } from './migrate';
import type { CopyDraft, Origin } from './plan';

/**
 * Copies, on one server or to another; what is copied stays as it is.
 * @param keepsAddresses of network cards
 * @throws AppError, AbortError
 */
export async function carryCopy(
  origin: Origin,
  draft: CopyDraft,
  options: ActionOptions,
  keepsAddresses = false,
): Promise<void> {
  const { connection, project } = origin;
  const { place, name, profiles, pool, member, withSnapshots, mode } = draft;
  const body = copyBody(origin.instance, { name, profiles, pool, keepsAddresses });
  const source = origin.snapshot ? `${origin.name}/${origin.snapshot}` : origin.name;
  if (place.connection !== connection) {
    const migration: Migration = {
      from: { connection, project, name: source },
      to: { connection: place.connection, project: place.project, member },
      body,
      baseImage: baseImageOf(origin.instance),
      instanceOnly: !withSnapshots,
      isRunning: origin.isRunning,
    };
    await migrate(migration, mode ? [mode] : modesBetween(connection, place.connection), options);
    return;
  }
  await carryOut(
    connection,
    api.createInstance({
      project: place.project,
      ...(member === undefined ? {} : { target: member }),
      body: {
        ...body,
        source: {
          type: 'copy',
          source,
          project,
          instance_only: !withSnapshots,
          container_only: !withSnapshots,
          ...(origin.isRunning ? { allow_inconsistent: true } : {}),
        },
      },
    }),
    options,
  );
}

/**
 * Moves: on one server by its own means; to another one by a copy that is looked at before the origin is deleted.
 * What runs is stopped before.
 * @throws AppError that says what is where, AbortError
 */
export async function carryMove(origin: Origin, draft: CopyDraft, options: ActionOptions): Promise<void> {
  const { connection, project, name: instance, isRunning } = origin;
  const ref: InstanceRef = { remote: connection.name, project, instance };
  if (isRunning) await changeState(connection, ref, { action: 'stop', timeout: stopSeconds }, options);
  try {
    if (draft.place.connection === connection) await moveHere(origin, draft, options);
    else {
      await carryCopy(origin, draft, options, true);
      await verifyCopy(origin, draft, options);
    }
  } catch (error) {
    // It ran before, and stays here.
    if (isRunning) await startAgain(origin, ref);
    throw error;
  }
  if (draft.place.connection !== connection) await removeOrigin(origin, draft, options);
}

async function startAgain({ connection }: Origin, ref: InstanceRef): Promise<void> {
  try {
    await changeState(connection, ref, { action: 'start' }, { signal: AbortSignal.timeout(startMs) });
  } catch (error) {
    connection.transport.log.warn(`${ref.instance} was stopped and does not start: ${messageOf(error)}`);
  }
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
  for (const { query, body } of moves.length ? moves : [{ query: {}, body: { name } }])
    await carryOut(connection, api.postInstance({ project, name: old, ...query, body }), options);
}

/** How long an instance may take to start again, in milliseconds. */
const startMs = 30_000;
/** How long what runs gets to end by itself, in seconds. */
const stopSeconds = 60;

/** Nothing is deleted here before it is all there. */
async function verifyCopy(
  { snapshots }: Origin,
  { place, name, withSnapshots }: CopyDraft,
  options: ActionOptions,
): Promise<void> {
  const { transport } = place.connection;
  const where = { project: place.project, name };
  await transport.value(api.getInstance(where), options);
  const there = await transport.value(snapshotApi.listSnapshots(where), options);
  if (withSnapshots && there.length < snapshots)
    throw new AppError(
      'operationFailed',
      vscode.l10n.t('only {0} of {1} snapshots have arrived: nothing was deleted', there.length, snapshots),
    );
}

async function removeOrigin(
  { connection, project, name }: Origin,
  { place }: CopyDraft,
  options: ActionOptions,
): Promise<void> {
  try {
    await carryOut(connection, api.deleteInstance({ project, name }), options);
  } catch (error) {
    if (!AppError.is(error)) throw error;
    const text = vscode.l10n.t('it is on {0} now, but could not be deleted here', place.connection.name);
    throw new AppError(error.kind, `${text}: ${error.message}`, { cause: error });
  }
}
