import { getSystemErrorMap } from 'node:util';
import { AppError, messageOf } from '../../base/errors';

/**
 * Does something with a file of this machine.
 * @throws AppError 'rejected' with the path and what the file system says, in its own words
 */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(path, error);
  }
}

/** What a file system says of a path, as an error that may be shown. */
export function diskError(path: string, error: unknown): AppError {
  const number = error instanceof Error && 'errno' in error ? Number(error.errno) : NaN;
  const words = getSystemErrorMap().get(number)?.[1] ?? messageOf(error);
  return new AppError('rejected', `${path}: ${words}`, { cause: error });
}
