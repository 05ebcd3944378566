import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../base/errors';
import { onDisk } from './onDisk';

/**
 * A file of this machine that comes to be whole or not at all: it is written beside its place, and renamed over what is
 * there at its end. Only the owner may read it. Its methods throw AppError 'rejected' with what the file system says.
 */
export class PartFile {
  private constructor(
    private readonly path: string,
    private readonly target: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
  ) {}

  static async open(path: string): Promise<PartFile> {
    const target = await realpath(path).catch(() => path); // a link stays one; there may be nothing yet
    if (await isFolder(target)) throw new AppError('rejected', `${path}: a folder is there`);
    const temporary = join(dirname(target), `.${randomUUID()}.part`);
    return new PartFile(path, target, temporary, await onDisk(path, () => open(temporary, 'wx', 0o600)));
  }

  /** @param at bytes from the beginning */
  async write(chunk: Buffer, at: number): Promise<void> {
    for (let done = 0; done < chunk.length;) {
      const left = chunk.length - done;
      done += (await onDisk(this.path, () => this.file.write(chunk, done, left, at + done))).bytesWritten;
    }
  }

  empty(): Promise<void> {
    return onDisk(this.path, () => this.file.truncate(0));
  }

  /** Makes sure that all of it is on the disk, and closes it. */
  async close(): Promise<void> {
    try {
      await onDisk(this.path, () => this.file.sync());
    } finally {
      await this.file.close();
    }
  }

  /** After close(): puts it in its place. */
  commit(): Promise<void> {
    return onDisk(this.path, () => rename(this.temporary, this.target));
  }

  /** Whatever happened before: nothing of it is left, but for what was committed. */
  async discard(): Promise<void> {
    await this.file.close();
    await rm(this.temporary, { force: true });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false, // nothing is there yet, or opening says what is wrong
  );
}
