import { createHash } from 'node:crypto';
import { AppError, cancelled, messageOf } from '../../base/errors';
import { type Abortable, type Clock, systemClock } from '../../base/signal';
import type { RawEndpoint } from '../endpoint';
import type { Download, Transport } from '../transport';
import { PartFile } from './partFile';

export interface DownloadOptions extends Abortable {
  /** Called with what has come so far, in bytes; `total` is undefined where the server does not say. */
  readonly onMoved?: (bytes: number, total: number | undefined) => void;
  readonly clock?: Clock;
}

/** A file that has come whole. */
export interface Downloaded {
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** How often a lost connection is tried again before anything new has come: after 1, 2, 4 s. */
const mostTries = 3;

/**
 * Downloads to a file of this machine, whole or not at all: into one beside it, then renamed over it. Only the owner
 * may read it. Where the connection is lost it goes on from there if the server serves ranges, and else begins again.
 * @param path where it is to be; what was there stays until all of the new one has come
 * @throws AppError: 'unreachable', 'rejected' with what the file system says, what the server says; AbortError
 */
export async function downloadFile(
  transport: Transport,
  endpoint: RawEndpoint,
  path: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const file = await PartFile.open(path);
  try {
    const downloaded = await new Incoming(transport, endpoint, file, options).all();
    await file.close();
    if (options.signal.aborted) throw cancelled();
    await file.commit();
    return downloaded;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

class Incoming {
  private bytes = 0;
  private total: number | undefined;
  private hash = createHash('sha256');

  constructor(
    private readonly transport: Transport,
    private readonly endpoint: RawEndpoint,
    private readonly file: PartFile,
    private readonly options: DownloadOptions,
  ) {}

  async all(): Promise<Downloaded> {
    const { signal, clock = systemClock } = this.options;
    for (let failures = 0; ;) {
      const before = this.bytes;
      try {
        await this.some();
        return { bytes: this.bytes, sha256: this.hash.digest('hex') };
      } catch (error) {
        if (signal.aborted) throw cancelled();
        failures = this.bytes > before ? 1 : failures + 1;
        if (!AppError.is(error, 'unreachable') || failures > mostTries) throw error;
        await clock.sleep(1000 * 2 ** (failures - 1), { signal });
      }
    }
  }

  /** As much as one connection brings. @throws AppError, 'unreachable' where that was not all */
  private async some(): Promise<void> {
    const { endpoint, bytes } = this;
    const range = bytes > 0 ? { range: `bytes=${String(bytes)}-` } : {};
    const asked = { ...endpoint, headers: { ...endpoint.headers, ...range } };
    const download = await this.transport.download(asked, this.options);
    try {
      await this.placeOf(download);
      const chunks = (download.body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
      for (let next = await this.next(chunks); next; next = await this.next(chunks)) await this.take(next);
    } finally {
      download.body.destroy();
    }
    if (this.total !== undefined && this.bytes !== this.total)
      throw new AppError('unreachable', `The connection ended after ${this.bytes} of ${this.total} bytes`);
  }

  /** Whether it goes on where the last one ended, or begins again. */
  private async placeOf({ status, headers }: Download): Promise<void> {
    const length = headers['content-length'];
    if (status !== 206 && this.bytes > 0) {
      this.bytes = 0;
      this.hash = createHash('sha256');
      await this.file.empty();
    }
    const total = length === undefined ? undefined : this.bytes + Number(length);
    if (status === 206 && total !== this.total)
      throw new AppError('protocol', 'The file has changed on the server while it was downloaded');
    this.total = total;
  }

  private async next(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
    try {
      const { value, done } = (await chunks.next()) as IteratorResult<Buffer, undefined>;
      return done ? undefined : value;
    } catch (error) {
      throw new AppError('unreachable', `The connection was lost: ${messageOf(error)}`, { cause: error });
    }
  }

  private async take(chunk: Buffer): Promise<void> {
    this.hash.update(chunk);
    await this.file.write(chunk, this.bytes);
    this.bytes += chunk.length;
    this.options.onMoved?.(this.bytes, this.total);
  }
}
