import type { LxdFile, LxdInstance } from '../../api/lxdExplorer.d.ts';
import { AppError } from '../base/errors';
import type { InstanceRef } from '../model/key';
import { formatFileUri } from '../shell/uri';
import type { PublicApiOptions } from './options';

/** The URI of a file; the remote must be known, because its own project may be meant. */
export function fileUri(options: PublicApiOptions, file: LxdFile): string {
  const { scheme, authority, path } = formatFileUri({ ...refOf(options, file), path: absolute(file.path) });
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${scheme}://${authority}${encoded}`;
}

/** @throws AppError 'notFound' where there is no such remote */
export function refOf(
  { remotes }: PublicApiOptions,
  { remote, project, instance }: LxdInstance,
): InstanceRef {
  const connection = remotes.get(remote);
  if (!connection) throw new AppError('notFound', `There is no remote "${remote}"`);
  return { remote, project: project ?? connection.config.project, instance };
}

/** @throws AppError 'rejected' for any other path */
export function absolute(path: string): string {
  if (path.startsWith('/')) return path;
  throw new AppError('rejected', `${JSON.stringify(path)} is no absolute path`);
}
