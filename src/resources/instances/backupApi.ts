import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { InstanceBackup, InstanceBackupPost, InstanceBackupsPost } from './wire';

const decodeBackup = shaped<InstanceBackup>('backup', { name: 'text' });

export const listBackupNames = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/backups',
  title: 'List the names of backups of an instance',
  query: ['project'],
  decode: namesBelow('/1.0/instances/{name}/backups'),
});

export const listBackups = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/backups?recursion=1',
  title: 'List backups of an instance',
  query: ['project'],
  decode: listOf('backups', decodeBackup),
});

/** Without `expires_at` it stays until it is deleted. */
export const createBackup = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/backups',
  title: 'Create a backup of an instance',
  query: ['project'],
  body: body<InstanceBackupsPost>({
    name: '',
    instance_only: false,
    optimized_storage: false,
  } satisfies InstanceBackupsPost),
  answer: 'operation',
  decode: nothing,
});

export const getBackup = apiOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/backups/{backup}',
  title: 'Show a backup of an instance',
  query: ['project'],
  decode: decodeBackup,
});

export const renameBackup = apiOperation({
  method: 'POST',
  path: '/1.0/instances/{name}/backups/{backup}',
  title: 'Rename a backup of an instance',
  query: ['project'],
  body: body<InstanceBackupPost>({ name: '' } satisfies InstanceBackupPost),
  answer: 'operation',
  decode: nothing,
});

export const deleteBackup = apiOperation({
  method: 'DELETE',
  path: '/1.0/instances/{name}/backups/{backup}',
  title: 'Delete a backup of an instance',
  query: ['project'],
  answer: 'operation',
  decode: nothing,
});

/** A tarball, with its length and in ranges. */
export const exportBackup = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/backups/{backup}/export',
  title: 'Download a backup of an instance',
  query: ['project'],
  answer: 'raw',
});
