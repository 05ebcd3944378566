import { type FileStat, statOf } from './attributes';
import type { SftpChannel } from './channel';
import type { CreateOptions } from './remoteFiles';

/** The owner that the kernel shows for one that the instance does not know; giving it away would make it real. */
const unknownOwner = 65534;

const setgid = 0o2000;

/**
 * Whose a new file in `directory` is to be.
 * @returns nothing where that is what the kernel does: root's, with the group of a directory that is setgid
 */
export async function newOwner(
  channel: SftpChannel,
  directory: string,
  { owner, signal }: CreateOptions,
): Promise<{ uid: number; gid: number } | undefined> {
  if (owner === 'root') return undefined;
  const { uid, gid, mode }: FileStat = statOf(await channel.stat(directory, { signal }));
  if (uid === unknownOwner || gid === unknownOwner) return undefined;
  return uid === 0 && (gid === 0 || mode & setgid) ? undefined : { uid, gid };
}
