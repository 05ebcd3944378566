import { AppError } from '../../base/errors';
import { type FileStat, specialBits, statOf } from './attributes';
import { type SftpChannel, openFlags } from './channel';
import type { FilesContext } from './context';
import { FileError } from './fileError';
import type { WriteOptions } from './remoteFiles';
import { bitNames, accept, chmodInside } from './specialMode';
import { writeAll } from './transfer';

/** Their files have no true size and take no truncation. */
const kernelFiles = /^\/(proc|sys)\//;

/**
 * Writes over the content of a file that no rename can replace. The file is never empty meanwhile: what is longer goes
 * last. A connection that breaks here can leave a mixture, and the error says so.
 */
export async function writeInPlace(
  { run }: FilesContext,
  channel: SftpChannel,
  { target, old }: { target: string; old: FileStat },
  data: Uint8Array,
  options: WriteOptions,
): Promise<void> {
  const special = (old.mode & specialBits) !== 0;
  if (special) {
    // Writing clears them. Tried before, so that nothing has changed when a person says no.
    const why = await chmodInside(run, old.mode, target, options);
    if (why !== undefined) await accept(options.confirmLoss, { path: target, bits: bitNames(old.mode), why });
  }
  const handle = await channel.openFile(target, openFlags.write, {}, options);
  let begun = false;
  try {
    const before = statOf(await channel.fstat(handle, options));
    begun = true;
    await writeAll(channel, handle, data, options);
    if (!kernelFiles.test(target)) {
      if (before.size > data.byteLength) await channel.fsetstat(handle, { size: data.byteLength }, options);
      const { size } = statOf(await channel.fstat(handle, options));
      if (size !== data.byteLength) {
        throw new FileError('changed', target, `${String(size)} of ${String(data.byteLength)} bytes arrived`);
      }
    }
    await channel.closeHandle(handle, options);
  } catch (error) {
    channel.discard(handle);
    throw begun ? maybeTorn(error, target) : error;
  }
  if (special) await chmodInside(run, old.mode, target, options);
}

function maybeTorn(error: unknown, target: string): unknown {
  if (!AppError.is(error)) return error;
  const message = `${target} was being written in place and may be incomplete: ${error.message}`;
  if (error instanceof FileError) return new FileError(error.reason, target, message, { cause: error });
  return new AppError(error.kind, message, { cause: error });
}
