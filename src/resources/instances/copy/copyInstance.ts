import { cancelled } from '../../../base/errors';
import type { Endpoint } from '../../../client/endpoint';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import * as api from '../api';
import { makeInstance, orNamed, removeUnwanted } from '../makeInstance';
import type { OnServer } from '../onServer';
import { type Migration, type Mode, migrate } from './migrate';

/**
 * Copies an instance, on one server (POST /1.0/instances with `source.type` "copy") or to another one (see migrate).
 * @param modes the ways to another server, in the order in which they are tried
 * @param isTold what arrives though it was cancelled is the caller's; else it is deleted
 * @throws AppError; a LeftBehind where something stays that is not whole, or of which nobody knows; AbortError, when
 * nothing is left
 */
export async function copyInstance(
  migration: Migration,
  modes: readonly Mode[],
  options: ActionOptions,
  isTold = false,
): Promise<void> {
  const { from, to, body, refreshes = false } = migration;
  const copy: OnServer = { connection: to.connection, project: to.project, name: body.name ?? '' };
  if (from.connection === to.connection) {
    const request = copyRequest(migration);
    await (refreshes ? carryOut(to.connection, request, options) : makeInstance(copy, request, options));
    return;
  }
  if (refreshes) return migrate(migration, modes, options);
  await orNamed(copy, options, () => migrate(migration, modes, options));
  if (!options.signal.aborted || isTold) return;
  await removeUnwanted(copy);
  throw cancelled();
}

/** The request that makes a copy where the instance is. */
function copyRequest({ from, to, body, instanceOnly, isRunning, refreshes }: Migration): Endpoint<unknown> {
  const { project, member } = to;
  return api.createInstance({
    project,
    ...(member === undefined ? {} : { target: member }),
    body: {
      ...body,
      source: {
        type: 'copy',
        source: from.snapshot ? `${from.name}/${from.snapshot}` : from.name,
        project: from.project,
        instance_only: instanceOnly,
        container_only: instanceOnly,
        ...(isRunning ? { allow_inconsistent: true } : {}),
        ...(refreshes ? { refresh: true } : {}),
      },
    },
  });
}
