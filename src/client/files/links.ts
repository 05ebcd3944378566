import type { Abortable } from '../../base/signal';
import { statOf } from './attributes';
import type { SftpChannel } from './channel';
import { childOf, lookAt, parentOf } from './context';
import { FileError } from './fileError';

/** As many as Linux follows, path_resolution(7). */
const maxLinks = 40;

/**
 * The path with every symbolic link resolved, inside the instance. The last part need not exist: a link to nothing
 * leads to the file that writing to it makes. Done here because REALPATH only cleans the path.
 * @throws FileError 'loop', 'missing', 'notDirectory'
 */
export async function realPath(channel: SftpChannel, path: string, options: Abortable): Promise<string> {
  const last = await lookAt(channel, path, options);
  // The kernel resolves directories by itself; only a link in the last place would be replaced by a rename.
  if (last?.type !== 'symlink') return path;
  const rest = path.split('/');
  let real = '/';
  let links = 0;
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      real = parentOf(real);
      continue;
    }
    const next = childOf(real, name);
    const found = await lookAt(channel, next, options);
    if (!found && rest.some((part) => part !== '' && part !== '.')) {
      throw new FileError('missing', path, `${next}: no such file or directory`);
    }
    if (found?.type !== 'symlink') {
      real = next;
      continue;
    }
    if (++links > maxLinks) throw new FileError('loop', path, `${path}: too many levels of symbolic links`);
    const text = await channel.readLink(next, options);
    if (text.startsWith('/')) real = '/';
    rest.unshift(...text.split('/'));
  }
  return real;
}

/** What a path leads to, or undefined for a link that leads nowhere or in a circle. */
export async function targetOf(channel: SftpChannel, path: string, options: Abortable) {
  try {
    return statOf(await channel.stat(path, options));
  } catch (error) {
    if (FileError.matches(error, 'missing', 'loop', 'notDirectory', 'permission')) return undefined;
    throw error;
  }
}
