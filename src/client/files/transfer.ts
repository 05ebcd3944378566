import type { Abortable } from '../../base/signal';
import type { Handle, SftpChannel } from './channel';
import { FileError } from './fileError';
import { readBytes, writeBytes } from './wire';

/** Bytes in flight per transfer: enough for 100 MB/s at 20 ms. */
const inFlight = 2 * 1024 * 1024;

/** More than any editor opens; /proc/kcore says 128 TiB. */
const maxBytes = 2 ** 31 - 1;

/**
 * Reads a whole open file, many blocks at once.
 * `size` is what its attributes say. Where that is not the truth (/proc says 0, /sys says 4096, a file that shrinks),
 * the file is read in order up to its end, as cat does.
 */
export async function readAll(
  channel: SftpChannel,
  handle: Handle,
  size: number,
  options: Abortable,
): Promise<Buffer> {
  if (size > maxBytes)
    throw new FileError('failure', '', `The file is too large to open: ${String(size)} bytes`);
  if (size === 0) return readInOrder(channel, handle, options);
  const into = Buffer.allocUnsafeSlow(size);
  const end = { early: false };
  await inLanes(size, readBytes, async (at, length) => {
    for (let got = 0; got < length && !end.early;) {
      const count = await channel.read(handle, into, at + got, length - got, at + got, options);
      if (count === 0) end.early = true;
      got += count;
    }
  });
  return end.early ? readInOrder(channel, handle, options) : into;
}

async function readInOrder(channel: SftpChannel, handle: Handle, options: Abortable): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for (let position = 0; ;) {
    if (position > maxBytes) throw new FileError('failure', '', 'The file is too large to open');
    const block = Buffer.allocUnsafeSlow(readBytes);
    const count = await channel.read(handle, block, 0, readBytes, position, options);
    if (count === 0) return Buffer.concat(blocks, position);
    blocks.push(block.subarray(0, count));
    position += count;
  }
}

/** Writes all of `data` from the start of an open file, many blocks at once. What lies beyond stays. */
export async function writeAll(
  channel: SftpChannel,
  handle: Handle,
  data: Uint8Array,
  options: Abortable,
): Promise<void> {
  const from = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  await inLanes(from.length, writeBytes, (at, length) =>
    channel.write(handle, from, at, length, at, options),
  );
}

/** Copies `size` bytes from one open file to another, block by block, without holding all of it. */
export async function copyAll(
  channel: SftpChannel,
  from: Handle,
  to: Handle,
  size: number,
  options: Abortable,
): Promise<void> {
  await inLanes(size, readBytes, async (at, length) => {
    const block = Buffer.allocUnsafe(length);
    for (let got = 0; got < length;) {
      const count = await channel.read(from, block, got, length - got, at + got, options);
      if (count === 0) throw new FileError('changed', '', 'The file became shorter while it was copied');
      got += count;
    }
    await channel.write(to, block, 0, length, at, options);
  });
}

/** Cuts `size` bytes into blocks and works on many of them at once. No block is begun after one has failed. */
async function inLanes(
  size: number,
  block: number,
  work: (at: number, length: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < size && !failed) {
      const at = next;
      next += block;
      try {
        await work(at, Math.min(block, size - at));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = Math.min(Math.ceil(inFlight / block), Math.ceil(size / block));
  await Promise.all(Array.from({ length: lanes }, lane));
}
