import { messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import { type FileStat, statOf } from './attributes';
import type { SftpChannel } from './channel';
import { FileError } from './fileError';
import type { RunInInstance } from './remoteFiles';
import type { Abortable } from '../../base/signal';
import type { SftpSession } from './session';
import type { TempNames } from './tempName';

/** What the parts of the SFTP implementation share. */
export interface FilesContext {
  readonly session: SftpSession;
  readonly temps: TempNames;
  readonly run: RunInInstance;
  readonly log: Log;
}

/** How long tidying up after a failure may take, in milliseconds. */
const tidyMs = 5000;

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function childOf(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}

/** The attributes of the path itself, or undefined where there is nothing. */
export async function lookAt(
  channel: SftpChannel,
  path: string,
  options: Abortable,
): Promise<FileStat | undefined> {
  try {
    return statOf(await channel.lstat(path, options));
  } catch (error) {
    if (FileError.matches(error, 'missing')) return undefined;
    throw error;
  }
}

/**
 * Removes a temporary file after something failed, over a new connection if the old one broke, and whatever the
 * caller's signal says. What goes wrong is logged: the reason for tidying up is on its way to a person already.
 * @returns false where there was nothing to remove
 */
export async function tidy({ session, log }: FilesContext, path: string): Promise<boolean> {
  const signal = AbortSignal.timeout(tidyMs);
  try {
    await session.use((channel) => channel.remove(path, { signal }), { signal, repeatable: false });
  } catch (error) {
    if (FileError.matches(error, 'missing')) return false;
    log.warn(`The temporary file ${path} could not be removed: ${messageOf(error)}`);
  }
  return true;
}

/**
 * What makes a file in /proc impossible is reported as "no such file": where the directory is there, it does not take
 * new files.
 */
export async function explainMissing(
  channel: SftpChannel,
  error: unknown,
  path: string,
  options: Abortable,
): Promise<unknown> {
  if (!FileError.matches(error, 'missing')) return error;
  const parent = await lookAt(channel, parentOf(path), options);
  if (!parent)
    return new FileError('missing', path, `${parentOf(path)}: no such file or directory`, { cause: error });
  return new FileError('permission', path, `${parentOf(path)} does not take new files`, { cause: error });
}
