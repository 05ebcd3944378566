import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppError, cancelled, messageOf } from '../../base/errors';
import type { RawEndpoint } from '../endpoint';
import type { Download, Transport } from '../transport';
import type { DownloadOptions, Downloaded } from './download';
import { PartFile } from './partFile';

/** Where one of the files of an answer goes. @param part its name in the answer, '' where the answer is one file */
export type PathOf = (part: string, fileName: string) => string;

/** The files of an answer, and all of them together. */
export interface DownloadedParts extends Downloaded {
  readonly paths: readonly string[];
}

/**
 * Downloads an answer that may be one file or, as multipart/form-data, several: all of them come to be, or none does. The
 * paths are free: nothing that is there is kept.
 * The checksum is that of all one after the other, as servers make the fingerprint of an image.
 * @param expected what the checksum has to be
 * @throws AppError: 'unreachable', 'rejected' with what the file system says, 'protocol' where it is something else than
 * expected, what the server says; AbortError
 */
export async function downloadParts(
  transport: Transport,
  endpoint: RawEndpoint,
  pathOf: PathOf,
  expected: string,
  options: DownloadOptions,
): Promise<DownloadedParts> {
  const download = await transport.download(endpoint, options);
  const incoming = new Parts(options, Number(download.headers['content-length'] ?? NaN));
  try {
    await incoming.take(download, pathOf);
    const { sha256 } = incoming.result();
    if (sha256 !== expected)
      throw new AppError('protocol', 'What has come is not what the server has: the checksum differs');
    return await incoming.commit();
  } catch (error) {
    await incoming.discard();
    throw options.signal.aborted ? cancelled() : error;
  } finally {
    download.body.destroy();
  }
}

class Parts {
  private readonly hash = createHash('sha256');
  private readonly files: { readonly path: string; readonly file: PartFile }[] = [];
  private bytes = 0;

  constructor(
    private readonly options: DownloadOptions,
    private readonly length: number,
  ) {}

  async take({ headers, body }: Download, pathOf: PathOf): Promise<void> {
    const type = headers['content-type'] ?? '';
    if (type.startsWith('multipart/')) return this.takeAll(type, body, pathOf);
    const name = /filename="?([^";]+)/.exec(headers['content-disposition'] ?? '')?.[1] ?? '';
    await this.one(body, pathOf('', name));
    if (!Number.isNaN(this.length) && this.bytes !== this.length)
      throw new AppError('unreachable', `The connection ended after ${this.bytes} of ${this.length} bytes`);
  }

  result(): Downloaded {
    return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
  }

  async commit(): Promise<DownloadedParts> {
    for (const { file } of this.files) await file.close();
    if (this.options.signal.aborted) throw cancelled();
    const done: string[] = [];
    try {
      for (const { file, path } of this.files) {
        await file.commit();
        done.push(path);
      }
    } catch (error) {
      for (const path of done) await rm(path, { force: true });
      throw error;
    }
    return { ...this.result(), paths: this.files.map(({ path }) => path) };
  }

  async discard(): Promise<void> {
    for (const { file } of this.files) await file.discard();
  }

  /** One after the other, as they come. */
  private async takeAll(type: string, body: Readable, pathOf: PathOf): Promise<void> {
    const { Busboy } = await import('@fastify/busboy');
    const parser = new Busboy({ headers: { 'content-type': type } });
    let last = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      parser.on('file', (part, stream, name) => {
        last = last.then(() => this.one(stream, pathOf(part, name)));
        last.catch(reject);
      });
      parser.on('error', reject);
      parser.on('finish', () => {
        last.then(resolve, reject);
      });
      body.on('error', (error) => {
        reject(new AppError('unreachable', `The connection was lost: ${messageOf(error)}`, { cause: error }));
      });
      body.pipe(parser);
    });
  }

  private async one(chunks: AsyncIterable<Buffer>, path: string): Promise<void> {
    const file = await PartFile.open(path);
    this.files.push({ path, file });
    let at = 0;
    try {
      for await (const chunk of chunks) {
        this.hash.update(chunk);
        await file.write(chunk, at);
        at += chunk.length;
        this.bytes += chunk.length;
        this.options.onMoved?.(this.bytes, Number.isNaN(this.length) ? undefined : this.length);
      }
    } catch (error) {
      if (AppError.is(error)) throw error;
      throw new AppError('unreachable', `The connection was lost: ${messageOf(error)}`, { cause: error });
    }
  }
}
