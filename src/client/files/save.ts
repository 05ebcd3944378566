import type { Abortable } from '../../base/signal';
import { type FileStat, specialBits, statOf } from './attributes';
import { type SftpChannel, openFlags } from './channel';
import { type FilesContext, childOf, explainMissing, lookAt, nameOf, parentOf, tidy } from './context';
import { readEntries } from './directory';
import { FileError } from './fileError';
import { writeInPlace } from './inPlace';
import { realPath } from './links';
import { newOwner } from './owner';
import type { WriteOptions } from './remoteFiles';
import { keepSpecialBits } from './specialMode';
import { writeAll } from './transfer';

/** Mode of a new file. */
const newFileMode = 0o644;

/**
 * Replaces or makes a file: writes all of it to a temporary file beside it, gives that the old owner and mode, and
 * renames it over the old one. See RemoteFiles.write.
 */
export async function saveFile(
  context: FilesContext,
  path: string,
  data: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const { signal } = options;
  await context.session.use((channel) => save(context, channel, path, data, options), {
    signal,
    repeatable: false,
  });
}

async function save(
  context: FilesContext,
  channel: SftpChannel,
  path: string,
  data: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  // A symbolic link stays, and what it leads to is written.
  const target = await realPath(channel, path, options);
  const old = await lookAt(channel, target, options);
  check(old, path, options);
  const { links, leftovers } = await survey(context, channel, target, options);
  if (!old) await create(context, channel, target, data, options);
  else if (links > 1) await writeInPlace(context, channel, { target, old }, data, options);
  else {
    try {
      await replace(context, channel, { target, old }, data, options);
    } catch (error) {
      if (!(error instanceof CannotReplace)) throw error;
      context.log.debug(`${target} is written in place: ${error.message}`);
      await writeInPlace(context, channel, { target, old }, data, options);
    }
  }
  await Promise.all(leftovers.map((leftover) => tidy(context, leftover)));
}

function check(old: FileStat | undefined, path: string, { create, overwrite }: WriteOptions): void {
  if (!old) {
    if (!create) throw new FileError('missing', path, `${path}: no such file or directory`);
    return;
  }
  if (old.type === 'directory') throw new FileError('isDirectory', path, `${path}: is a directory`);
  if (old.type !== 'file') throw new FileError('special', path, `${path} is a ${old.type}, not a file`);
  if (!overwrite) throw new FileError('exists', path, `${path}: file exists`);
}

/** Looks through the directory: SFTP tells link counts only there, and torn saves may have left something. */
async function survey({ temps }: FilesContext, channel: SftpChannel, target: string, options: Abortable) {
  const directory = parentOf(target);
  const name = nameOf(target);
  const entries = await readEntries(channel, directory, options);
  const newest = entries.reduce((latest, { mtime }) => Math.max(latest, mtime), 0);
  return {
    links: entries.find((entry) => entry.name === name)?.links ?? 1,
    leftovers: entries
      .filter((entry) => temps.isLeftover(entry.name, name, newest - entry.mtime))
      .map((entry) => childOf(directory, entry.name)),
  };
}

/** A temporary file could not be made, or not be renamed over the old one: the old one is untouched. */
class CannotReplace extends Error {}

async function replace(
  context: FilesContext,
  channel: SftpChannel,
  { target, old }: { target: string; old: FileStat },
  data: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const give = { uid: old.uid, gid: old.gid, mode: old.mode };
  await throughTemp(context, channel, { target, give, data }, options, async (temp) => {
    await keepSpecialBits({ ...context, ...options }, { mode: old.mode, at: temp, path: target }, options);
    try {
      await channel.rename(temp, target, options);
    } catch (error) {
      if (FileError.matches(error, 'busy', 'crossDevice'))
        throw new CannotReplace(error.message, { cause: error });
      throw error;
    }
  });
}

async function create(
  context: FilesContext,
  channel: SftpChannel,
  target: string,
  data: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const owner = await newOwner(channel, parentOf(target), options);
  const give = { mode: newFileMode, ...owner };
  try {
    await throughTemp(context, channel, { target, give, data }, options, async (temp) => {
      if (options.overwrite) await channel.rename(temp, target, options);
      else {
        // Unlike a rename, a link fails where somebody else has made the file meanwhile.
        await channel.hardLink(temp, target, options);
        await channel.remove(temp, options);
      }
    });
  } catch (error) {
    const cause = error instanceof CannotReplace ? error.cause : error;
    throw await explainMissing(channel, cause, target, options);
  }
}

interface Content {
  readonly target: string;
  readonly give: { readonly mode: number; readonly uid?: number; readonly gid?: number };
  readonly data: Uint8Array;
}

/** Writes a whole temporary file and lets `publish` put it in place; removes it whatever fails. */
async function throughTemp(
  context: FilesContext,
  channel: SftpChannel,
  content: Content,
  options: WriteOptions,
  publish: (temp: string) => Promise<void>,
): Promise<void> {
  const { temps } = context;
  const name = temps.next(nameOf(content.target));
  const temp = childOf(parentOf(content.target), name);
  let publishing = false;
  try {
    await writeTemp(channel, temp, content, options);
    publishing = true;
    await publish(temp);
  } catch (error) {
    if (error instanceof CannotReplace && !publishing) throw error; // nothing was made
    const present = await tidy(context, temp);
    // Only the rename takes a finished temporary file away: it was done, its answer was lost.
    if (publishing && !present && channel.ended) return;
    throw error;
  } finally {
    temps.release(name);
  }
}

async function writeTemp(
  channel: SftpChannel,
  temp: string,
  { target, give, data }: Content,
  options: WriteOptions,
): Promise<void> {
  const handle = await openTemp(channel, temp, target, options);
  try {
    // One after the other: pkg/sftp reads the owner as the mode when both come together.
    // Both before the content, so that nobody can read in it who could not read the old file.
    const { mode, uid, gid } = give;
    if (uid !== undefined && gid !== undefined) await channel.fsetstat(handle, { uid, gid }, options);
    await channel.fsetstat(handle, { mode: mode & ~specialBits }, options);
    await writeAll(channel, handle, data, options);
    const { size } = statOf(await channel.fstat(handle, options));
    if (size !== data.byteLength) {
      throw new FileError(
        'changed',
        target,
        `${target}: ${String(size)} of ${String(data.byteLength)} bytes arrived`,
      );
    }
    await channel.closeHandle(handle, options);
  } catch (error) {
    channel.discard(handle);
    throw error;
  }
}

async function openTemp(
  channel: SftpChannel,
  temp: string,
  target: string,
  options: WriteOptions,
): Promise<Buffer> {
  try {
    return await channel.openFile(
      temp,
      openFlags.write | openFlags.create | openFlags.exclusive,
      { mode: 0o600 },
      options,
    );
  } catch (error) {
    if (!FileError.matches(error, 'missing', 'permission', 'readOnly')) throw error;
    const cause = new FileError(error.reason, target, error.message.replaceAll(temp, target), {
      cause: error,
    });
    throw new CannotReplace(cause.message, { cause });
  }
}
