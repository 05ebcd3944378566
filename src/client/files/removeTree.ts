import type { Abortable } from '../../base/signal';
import { limit } from '../../base/gate';
import type { SftpChannel } from './channel';
import { childOf } from './context';
import { readEntries } from './directory';
import { FileError } from './fileError';

/** Removals in flight. */
const atOnce = 32;

/** Linux takes paths of 4,095 bytes; below a deeper directory its contents could not be named. */
const maxPathBytes = 3500;

/**
 * Removes a directory with everything in it. Symbolic links are removed, never followed. Any depth: directories too deep
 * to be named are first moved up. What disappears meanwhile is no error.
 */
export async function removeTree(channel: SftpChannel, top: string, options: Abortable): Promise<void> {
  const gate = limit(atOnce);
  const stack = [{ path: top, emptied: false }];
  let moved = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { path } = next;
    if (next.emptied) {
      await removeOne(channel, path, options);
      continue;
    }
    stack.push({ path, emptied: true });
    const entries = await listPresent(channel, path, options);
    const directories = entries.filter(({ type }) => type === 'directory');
    const others = entries.filter(({ type }) => type !== 'directory');
    await Promise.all(others.map(({ name }) => gate(() => removeOne(channel, childOf(path, name), options))));
    for (const { name } of directories) {
      const child = childOf(path, name);
      if (Buffer.byteLength(child) <= maxPathBytes) stack.push({ path: child, emptied: false });
      else {
        const up = childOf(top, `.lxd-deep-${String(moved++)}~`);
        await channel.rename(child, up, options);
        stack.push({ path: up, emptied: false });
      }
    }
  }
}

async function listPresent(channel: SftpChannel, path: string, options: Abortable) {
  try {
    return await readEntries(channel, path, options);
  } catch (error) {
    if (FileError.matches(error, 'missing')) return [];
    throw error;
  }
}

async function removeOne(channel: SftpChannel, path: string, options: Abortable): Promise<void> {
  try {
    await channel.remove(path, options);
  } catch (error) {
    if (!FileError.matches(error, 'missing')) throw error;
  }
}
