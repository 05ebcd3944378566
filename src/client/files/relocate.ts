import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { SftpChannel } from './channel';
import { type FilesContext, childOf, explainMissing, lookAt, nameOf, parentOf } from './context';
import { copyTree, specialBitsIn } from './copyTree';
import { FileError } from './fileError';
import type { CommandOutcome, CopyOptions } from './remoteFiles';
import { removeTree } from './removeTree';
import { accept, bitNames } from './specialMode';

/** See RemoteFiles.rename. */
export async function renamePath(
  context: FilesContext,
  from: string,
  to: string,
  options: Abortable & { readonly overwrite: boolean },
): Promise<void> {
  if (from === to) return;
  await context.session.use(
    async (channel) => {
      await checkPair(channel, from, to, options);
      await putInPlace(context, channel, { from, to }, options, async () => {
        try {
          await channel.rename(from, to, options);
        } catch (error) {
          if (!FileError.matches(error, 'crossDevice')) throw error;
          await copyTo(context, channel, from, to, { ...options, confirmLoss: () => Promise.resolve(false) });
          await removeAny(channel, from, options);
        }
      });
    },
    { signal: options.signal, repeatable: false },
  );
}

/** See RemoteFiles.copy. */
export async function copyPath(
  context: FilesContext,
  from: string,
  to: string,
  options: CopyOptions,
): Promise<void> {
  await context.session.use(
    async (channel) => {
      await checkPair(channel, from, to, options);
      const name = context.temps.next(nameOf(to));
      const temp = childOf(parentOf(to), name);
      try {
        // Under another name first, so that a copy is whole when it appears, and the old file stays until then.
        await copyTo(context, channel, from, temp, options);
        await putInPlace(context, channel, { from: temp, to }, options, () =>
          channel.rename(temp, to, options),
        );
      } catch (error) {
        await tidyTree(context, temp);
        throw error;
      } finally {
        context.temps.release(name);
      }
    },
    { signal: options.signal, repeatable: false },
  );
}

async function checkPair(
  channel: SftpChannel,
  from: string,
  to: string,
  options: Abortable & { readonly overwrite: boolean },
): Promise<void> {
  if (!(await lookAt(channel, from, options))) {
    throw new FileError('missing', from, `${from}: no such file or directory`);
  }
  if (to.startsWith(`${from}/`)) throw new FileError('failure', to, `${to} lies inside ${from}`);
  if (!options.overwrite && (await lookAt(channel, to, options))) {
    throw new FileError('exists', to, `${to}: file exists`);
  }
}

/**
 * Lets `move` put something at `to`. Where what is there stands in the way (a directory, or a file where a directory
 * is to be), it is moved aside first, and back when that fails.
 */
async function putInPlace(
  context: FilesContext,
  channel: SftpChannel,
  { from, to }: { from: string; to: string },
  options: Abortable & { readonly overwrite: boolean },
  move: () => Promise<void>,
): Promise<void> {
  try {
    await move();
    return;
  } catch (error) {
    const inTheWay =
      options.overwrite && FileError.matches(error, 'exists', 'notEmpty', 'isDirectory', 'notDirectory');
    const present =
      inTheWay && (await lookAt(channel, to, options)) && (await lookAt(channel, from, options));
    if (!present) throw await explainMissing(channel, error, to, options);
  }
  const name = context.temps.next(nameOf(to));
  const aside = childOf(parentOf(to), name);
  try {
    await channel.rename(to, aside, options);
    try {
      await move();
    } catch (error) {
      await channel.rename(aside, to, { signal: AbortSignal.timeout(5000) });
      throw error;
    }
    await removeAny(channel, aside, options);
  } finally {
    context.temps.release(name);
  }
}

/** Copies to a path where nothing is: by `cp -a` inside the instance, which keeps everything, or over SFTP. */
async function copyTo(
  { run }: FilesContext,
  channel: SftpChannel,
  from: string,
  to: string,
  options: CopyOptions,
): Promise<void> {
  const outcome = await tryToRun(() => run(['cp', '-a', from, to], options));
  if (typeof outcome === 'string') {
    const lost = await specialBitsIn(channel, from, options);
    if (lost) await accept(options.confirmLoss, { path: from, bits: bitNames(lost), why: outcome });
    await copyTree(channel, from, to, options);
  } else if (outcome.exitCode !== 0) {
    const words = outcome.stderr.trim().split('\n')[0]?.replaceAll(to, '…') ?? '';
    throw new FileError('failure', from, words || `cp ended with exit code ${String(outcome.exitCode)}`);
  }
}

async function tryToRun(
  command: () => Promise<CommandOutcome>,
): Promise<CommandOutcome | 'stopped' | 'noCommand'> {
  try {
    const outcome = await command();
    return outcome.exitCode === 127 || outcome.exitCode === 126 ? 'noCommand' : outcome;
  } catch (error) {
    if (AppError.is(error, 'rejected')) return 'stopped';
    if (AppError.is(error, 'operationFailed')) return 'noCommand';
    throw error;
  }
}

/** Removes a file, a link or a tree. */
export async function removeAny(channel: SftpChannel, path: string, options: Abortable): Promise<void> {
  const stat = await lookAt(channel, path, options);
  if (!stat) throw new FileError('missing', path, `${path}: no such file or directory`);
  if (stat.type === 'directory') await removeTree(channel, path, options);
  else await channel.remove(path, options);
}

async function tidyTree({ session, log }: FilesContext, path: string): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  try {
    await session.use((channel) => removeAny(channel, path, { signal }), { signal, repeatable: false });
  } catch (error) {
    if (!FileError.matches(error, 'missing'))
      log.warn(`The unfinished copy ${path} could not be removed: ${String(error)}`);
  }
}
