import { cancelled } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { FileError } from '../../../client/files/fileError';
import type { RemoteFiles } from '../../../client/files/remoteFiles';

export interface ReadOptions extends Abortable {
  /** Asks, where that is needed, whether so many bytes are to be read. */
  readonly mayRead: (size: number) => Promise<boolean>;
}

/**
 * The content of a file; the connection to the files is let go afterwards.
 * @returns undefined where there is no such file
 * @throws FileError for a folder, a pipe and the like, AppError; AbortError, also where it may not be read
 */
export async function readFile(
  files: RemoteFiles,
  path: string,
  { signal, mayRead }: ReadOptions,
): Promise<Uint8Array | undefined> {
  try {
    const { size } = await files.stat(path, { signal });
    if (!(await mayRead(size))) throw cancelled();
    return await files.read(path, { signal });
  } catch (error) {
    if (FileError.matches(error, 'missing', 'notDirectory')) return undefined;
    throw error;
  } finally {
    files.release();
  }
}
