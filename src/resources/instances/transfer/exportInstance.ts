import { randomBytes } from 'node:crypto';
import { AppError, isCancelled, messageOf } from '../../../base/errors';
import { unhurried } from '../../../base/unhurried';
import { type Downloaded, downloadFile } from '../../../client/disk/download';
import { PartFile } from '../../../client/disk/partFile';
import { movedProgress } from '../../../client/disk/moved';
import type { Operation } from '../../../client/operation';
import { settle } from '../../../client/settle';
import { begin } from '../../../model/begin';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import { LeftBehind } from '../../../model/leftBehind';
import type { OnServer } from '../onServer';
import { createBackup, deleteBackup, exportBackup } from '../backupApi';

/** What of an instance an export has, and how it is packed. */
export interface ExportWishes {
  readonly instanceOnly: boolean;
  /** As the storage driver has it: fast, and good for a pool of the same driver only. */
  readonly optimized: boolean;
  /** As the server calls it; undefined for the one that it is set to. */
  readonly compression?: string | undefined;
}

/** A backup that nobody deletes goes by itself then, in milliseconds. */
const keptFor = 24 * 60 * 60 * 1000;

/**
 * Has the server make a backup of an instance, downloads it to a file of this machine, whole or not at all, and deletes
 * it from the server again: POST, GET and DELETE below /1.0/instances/{name}/backups. The instance may run meanwhile.
 * @returns what has come, and the backup where it could not be deleted
 * @throws AppError, a LeftBehind where the backup stays on the server; AbortError, when nothing of it is left
 */
export async function exportInstance(
  from: OnServer,
  { instanceOnly, optimized, compression }: ExportWishes,
  path: string,
  options: ActionOptions,
): Promise<Downloaded & { readonly left?: LeftBehind }> {
  const { connection, project, name } = from;
  const backup = `export-${randomBytes(4).toString('hex')}`;
  const body = {
    name: backup,
    instance_only: instanceOnly,
    optimized_storage: optimized,
    expires_at: new Date(Date.now() + keptFor).toISOString(),
    ...(compression === undefined ? {} : { compression_algorithm: compression }),
  };
  const remove = (): Promise<void> =>
    carryOut(connection, deleteBackup({ name, project, backup }), unhurried());
  let isBegun = false;
  await connection.ready(options);
  // That it cannot be written is not to be found out after an hour of packing.
  await (await PartFile.open(path)).discard();
  try {
    const operation = await begin(connection, createBackup({ name, project, body }), options);
    isBegun = true;
    await backupMade(connection, operation, options);
    const downloaded = await downloadBackup(from, backup, path, options);
    const left = await removalProblem(dayLong(backup), remove);
    return left ? { ...downloaded, left } : downloaded;
  } catch (error) {
    const isRefused =
      AppError.is(error) && ['forbidden', 'rejected', 'unsupported', 'untrusted'].includes(error.kind);
    if (isRefused && !isBegun) throw error;
    throw (await removalProblem(dayLong(backup), remove, error)) ?? error;
  }
}

/** Downloads a backup that is on the server already. See exportInstance. @throws AppError, AbortError */
export function downloadBackup(
  { connection, project, name }: OnServer,
  backup: string,
  path: string,
  { signal, onProgress }: ActionOptions,
): Promise<Downloaded> {
  return downloadFile(connection.transport, exportBackup({ name, project, backup }), path, {
    signal,
    onMoved: (bytes, total) => onProgress?.(movedProgress(bytes, total)),
  });
}

/** Waits for a backup; one that may not be cancelled is seen to its end all the same, so that it can be deleted then. */
export async function backupMade(
  connection: Connection,
  operation: Operation,
  options: ActionOptions,
): Promise<void> {
  const { transport } = connection;
  const { signal, onProgress } = options;
  const progress = onProgress ? { onProgress } : {};
  try {
    await settle(transport, operation, { signal, ...progress, updates: connection });
  } catch (error) {
    if (isCancelled(error))
      await settle(transport, operation, unhurried()).catch((reason: unknown) => {
        transport.log.trace(`A cancelled backup ended: ${messageOf(reason)}`);
        // Then it is somebody else's, and not to be deleted.
        if (/already exists/i.test(messageOf(reason))) throw reason;
      });
    throw error;
  }
}

/**
 * Takes a backup away that nobody wants any more.
 * @param stays what is to be said where it cannot be
 * @param why why it is not wanted
 * @returns what to say where it stays, after that
 */
export async function removalProblem(
  stays: string,
  remove: () => Promise<void>,
  why?: unknown,
): Promise<LeftBehind | undefined> {
  try {
    await remove();
    return undefined;
  } catch (error) {
    if (AppError.is(error, 'notFound')) return undefined; // it never came to be
    const reason = why === undefined || isCancelled(why) ? '' : `${messageOf(why)}; `;
    return new LeftBehind(`${reason}${stays}: ${messageOf(error)}`, remove, { cause: why ?? error });
  }
}

function dayLong(backup: string): string {
  return `the backup ${backup} stays on the server for a day`;
}
