import type { Abortable } from '../../base/signal';
import { type DirectoryEntry, entryOf } from './attributes';
import type { SftpChannel } from './channel';

/** READDIR requests in flight: the server answers in order, so that no round trip is waited for. */
const ahead = 4;

/** Everything in a directory with its attributes, in the server's order, without `.` and `..`. */
export async function readEntries(
  channel: SftpChannel,
  path: string,
  options: Abortable,
): Promise<DirectoryEntry[]> {
  const handle = await channel.openDirectory(path, options);
  try {
    const entries: DirectoryEntry[] = [];
    let ended = false;
    const reader = async (): Promise<void> => {
      while (!ended) {
        const names = await channel.readDirectory(handle, options);
        if (!names) ended = true;
        else
          for (const name of names)
            if (name.filename !== '.' && name.filename !== '..') entries.push(entryOf(name));
      }
    };
    await Promise.all(Array.from({ length: ahead }, reader));
    return entries;
  } finally {
    channel.discard(handle);
  }
}
