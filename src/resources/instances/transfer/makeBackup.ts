import { AppError, type ErrorKind, Unanswered, isCancelled, messageOf } from '../../../base/errors';
import { unhurried } from '../../../base/unhurried';
import { begin } from '../../../model/begin';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import { createBackup, deleteBackup, listBackups } from '../backupApi';
import { LeftBehind } from '../../../model/leftBehind';
import type { InstanceBackupsPost } from '../wire';
import type { OnServer } from '../onServer';
import { backupMade, removalProblem } from './exportInstance';

/** Kinds of errors after which nothing has begun. */
const refusals: readonly ErrorKind[] = ['forbidden', 'rejected', 'unsupported', 'untrusted', 'conflict'];

/**
 * Has the server make a backup of an instance that stays there: POST /1.0/instances/{name}/backups. No server cancels
 * one that it has begun: what is cancelled is deleted at its end.
 * @throws AppError 'conflict' where there is one of that name, a LeftBehind where half of it stays on the server;
 * AbortError, when nothing of it is left
 */
export async function makeBackup(
  { connection, project, name }: OnServer,
  body: InstanceBackupsPost & { readonly name: string },
  options: ActionOptions,
): Promise<void> {
  const backup = body.name;
  await connection.ready(options);
  // One that is there already is not ours to delete when this fails.
  const before = await connection.transport.value(listBackups({ project, name }), options);
  if (before.some((each) => each.name.split('/').at(-1) === backup))
    throw new AppError('conflict', `${name} has a backup ${backup} already`);
  let [isBegun, isInDoubt] = [false, false];
  const onLeft = (): void => {
    isInDoubt = true;
  };
  try {
    const request = createBackup({ name, project, body });
    const operation = await begin(connection, request, { signal: options.signal, onLeft });
    isBegun = true;
    await backupMade(connection, operation, options);
  } catch (error) {
    if (
      AppError.is(error) &&
      (isBegun ? /already exists/.test(error.message) : refusals.includes(error.kind))
    )
      throw error;
    const remove = (): Promise<void> =>
      carryOut(connection, deleteBackup({ name, project, backup }), unhurried());
    const stays = isBegun ? 'stays on the server' : 'may be on the server';
    const left = await removalProblem(`the backup ${backup} ${stays}`, remove, error);
    if (left) throw left;
    // That it is not there yet does not say that it does not come.
    if (!isBegun && (isInDoubt || error instanceof Unanswered)) {
      const why = isCancelled(error) ? 'It was cancelled, and the server has not answered' : messageOf(error);
      throw new LeftBehind(`${why}; the backup ${backup} may be on the server`, remove, { cause: error });
    }
    throw error;
  }
}
