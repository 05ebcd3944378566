import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { StorageVolumeBackup, StorageVolumeBackupPost, StorageVolumeBackupsPost } from './wire';

const decodeBackup = shaped<StorageVolumeBackup>('backup of a volume', { name: 'text' });

export const listVolumeBackupNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups',
  title: 'List the names of backups of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  decode: namesBelow('/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups'),
});

export const listVolumeBackups = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups?recursion=1',
  title: 'List backups of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  decode: listOf('backups', decodeBackup),
});

export const createVolumeBackup = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups',
  title: 'Create a backup of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  body: body<StorageVolumeBackupsPost>({
    name: '',
    volume_only: false,
    optimized_storage: false,
  } satisfies StorageVolumeBackupsPost),
  answer: 'operation',
  decode: nothing,
});

export const getVolumeBackup = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups/{backup}',
  title: 'Show a backup of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  decode: decodeBackup,
});

export const renameVolumeBackup = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups/{backup}',
  title: 'Rename a backup of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  body: body<StorageVolumeBackupPost>({ name: '' } satisfies StorageVolumeBackupPost),
  answer: 'operation',
  decode: nothing,
});

export const deleteVolumeBackup = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups/{backup}',
  title: 'Delete a backup of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  answer: 'operation',
  decode: nothing,
});

/** A tarball. */
export const exportVolumeBackup = rawOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/backups/{backup}/export',
  title: 'Download a backup of a volume',
  needs: 'custom_volume_backup',
  query: ['project', 'target'],
  answer: 'raw',
});
