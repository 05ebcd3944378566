import type { Abortable } from '../../base/signal';
import { type FileStat, specialBits, statOf } from './attributes';
import { type SftpChannel, openFlags } from './channel';
import { childOf } from './context';
import { readEntries } from './directory';
import { FileError } from './fileError';
import { copyAll } from './transfer';

/**
 * Copies a file, a link or a tree to a path where nothing is, over SFTP alone: for instances that do not run. Keeps
 * owners, permission bits, modification times and the texts of links, but no special mode bits; hard links become
 * files of their own.
 * @throws FileError 'special' for pipes, sockets and devices
 */
export async function copyTree(
  channel: SftpChannel,
  from: string,
  to: string,
  options: Abortable,
): Promise<void> {
  const stat = statOf(await channel.lstat(from, options));
  const work = [{ from, to, stat }];
  const directories: { path: string; stat: FileStat }[] = [];
  for (let next = work.pop(); next; next = work.pop()) {
    if (next.stat.type === 'directory') {
      await channel.makeDirectory(next.to, {}, options);
      directories.push({ path: next.to, stat: next.stat });
      for (const entry of await readEntries(channel, next.from, options)) {
        work.push({ from: childOf(next.from, entry.name), to: childOf(next.to, entry.name), stat: entry });
      }
    } else await copyOne(channel, next, options);
  }
  // Last and inside out: what is put into a directory changes its time.
  for (const { path, stat: of } of directories.reverse()) await dress(channel, path, of, options);
}

/** The special bits anywhere in a tree. */
export async function specialBitsIn(channel: SftpChannel, path: string, options: Abortable): Promise<number> {
  const work: { path: string; stat: FileStat }[] = [
    { path, stat: statOf(await channel.lstat(path, options)) },
  ];
  let found = 0;
  for (let next = work.pop(); next; next = work.pop()) {
    if (next.stat.type !== 'symlink') found |= next.stat.mode & specialBits;
    if (next.stat.type !== 'directory') continue;
    for (const stat of await readEntries(channel, next.path, options))
      work.push({ path: childOf(next.path, stat.name), stat });
  }
  return found;
}

async function copyOne(
  channel: SftpChannel,
  { from, to, stat }: { from: string; to: string; stat: FileStat },
  options: Abortable,
): Promise<void> {
  if (stat.type === 'symlink') {
    await channel.symlink(await channel.readLink(from, options), to, options);
    return;
  }
  if (stat.type !== 'file')
    throw new FileError('special', from, `${from} is a ${stat.type} and cannot be copied`);
  const source = await channel.openFile(from, openFlags.read, {}, options);
  try {
    const { size } = statOf(await channel.fstat(source, options));
    const copy = await channel.openFile(
      to,
      openFlags.write | openFlags.create | openFlags.exclusive,
      {},
      options,
    );
    try {
      await channel.fsetstat(copy, { mode: 0o600 }, options);
      await copyAll(channel, source, copy, size, options);
      const arrived = statOf(await channel.fstat(copy, options)).size;
      if (arrived !== size)
        throw new FileError('changed', from, `${from}: ${String(arrived)} of ${String(size)} bytes copied`);
    } finally {
      channel.discard(copy);
    }
  } finally {
    channel.discard(source);
  }
  await dress(channel, to, stat, options);
}

/** Owner, mode and times, each by itself: pkg/sftp mixes them up when they come together. */
async function dress(channel: SftpChannel, path: string, stat: FileStat, options: Abortable): Promise<void> {
  await channel.setstat(path, { uid: stat.uid, gid: stat.gid }, options);
  await channel.setstat(path, { mode: stat.mode & ~specialBits }, options);
  await channel.setstat(path, { atime: stat.atime, mtime: stat.mtime }, options);
}
