import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { Upload } from '../endpoint';
import { diskError, onDisk } from './onDisk';

/** A file of this machine on its way to a server. */
export interface FileUpload {
  readonly upload: Upload;
  /** Its length, so that a server that is cut off knows it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted with that of the caller, but not any more when all has been taken: the server answers then. */
  readonly signal: AbortSignal;
}

const chunkBytes = 256 * 1024;

/**
 * Hands a file of this machine to a request as its body, and closes it.
 * @param signal ends the request while some of the file has not been taken
 * @param onMoved called with what has been taken so far, in bytes, and all there is
 * @throws AppError 'rejected' with what the file system says; what else the request throws
 */
export async function uploadFile<T>(
  path: string,
  { signal }: Abortable,
  onMoved: (bytes: number, total: number) => void,
  send: (file: FileUpload) => Promise<T>,
): Promise<T> {
  const file = await onDisk(path, () => open(path, 'r'));
  try {
    const stat = await onDisk(path, () => file.stat());
    if (!stat.isFile()) throw new AppError('rejected', `${path}: not a file`);
    if (stat.size === 0) throw new AppError('rejected', `${path}: the file is empty`);
    const outgoing = new Outgoing(file, path, stat.size, onMoved);
    try {
      return await send({
        upload: { data: Readable.from(outgoing.chunks(), { objectMode: false }) },
        headers: { 'content-length': String(stat.size) },
        signal: outgoing.unlessDone(signal),
      });
    } catch (error) {
      throw outgoing.problem ?? error; // that is why the request failed
    }
  } finally {
    await file.close();
  }
}

class Outgoing {
  problem: AppError | undefined;
  private readonly stop = new AbortController();
  private isDone = false;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private readonly size: number,
    private readonly onMoved: (bytes: number, total: number) => void,
  ) {}

  unlessDone(signal: AbortSignal): AbortSignal {
    const abort = (): void => {
      if (!this.isDone) this.stop.abort(signal.reason);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return this.stop.signal;
  }

  /** As much as there was at first: what is added meanwhile does not belong to it. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (let done = 0; done < this.size;) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, this.size - done));
      const { bytesRead } = await this.file.read(chunk, 0, chunk.length, done).catch((error: unknown) => {
        throw (this.problem = diskError(this.path, error));
      });
      if (bytesRead === 0)
        throw (this.problem = new AppError('rejected', `${this.path}: the file has become shorter`));
      done += bytesRead;
      this.isDone = done === this.size;
      yield chunk.subarray(0, bytesRead);
      this.onMoved(done, this.size);
    }
  }
}
