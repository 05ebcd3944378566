import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { StorageVolumeBitmapsPost } from '../../client/wire';
import type { StorageVolumeBitmap } from './wire';

const decodeBitmap = shaped<StorageVolumeBitmap>('bitmap of a volume', { name: 'text' });

export const getVolumeFile = rawOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/files',
  title: 'Download a file from a volume',
  needs: 'file_storage_volume',
  query: ['path', 'project', 'target'],
  answer: 'raw',
});

export const getVolumeFileInfo = rawOperation({
  method: 'HEAD',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/files',
  title: "Show a file's owner, mode and type in a volume",
  needs: 'file_storage_volume',
  query: ['path', 'project', 'target'],
  answer: 'raw',
});

export const postVolumeFile = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/files',
  title: 'Upload a file to a volume',
  needs: 'file_storage_volume',
  query: ['path', 'project', 'target'],
  takesUpload: true,
  decode: nothing,
});

export const deleteVolumeFile = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/files',
  title: 'Delete a file from a volume',
  needs: 'file_storage_volume',
  query: ['path', 'project', 'target'],
  decode: nothing,
});

/** With `Upgrade: sftp` the connection becomes one of SFTP, version 3. */
export const openVolumeSftp = rawOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/sftp',
  title: 'Open the files of a volume over SFTP',
  needs: 'custom_volume_sftp',
  query: ['project', 'target'],
  answer: 'stream',
});

/** With `Upgrade: nbd` the connection becomes one of the network block device protocol. */
export const openVolumeDisk = rawOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/nbd',
  title: 'Open a volume as a network block device',
  needs: 'storage_volume_nbd',
  query: ['project', 'target'],
  answer: 'stream',
});

export const listVolumeBitmapNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/bitmaps',
  title: 'List the names of bitmaps of changes of a volume',
  needs: 'storage_volume_nbd',
  query: ['project', 'target'],
  decode: namesBelow('/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/bitmaps'),
});

/** Marks from which changes are counted, for backups of what changed. */
export const createVolumeBitmap = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/bitmaps',
  title: 'Create a bitmap of changes of a volume',
  needs: 'storage_volume_nbd',
  query: ['project', 'target'],
  body: body<StorageVolumeBitmapsPost>({ name: '', persistent: true } satisfies StorageVolumeBitmapsPost),
  decode: nothing,
});

export const getVolumeBitmap = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/bitmaps/{bitmapName}',
  title: 'Show a bitmap of changes of a volume',
  needs: 'storage_volume_nbd',
  query: ['project', 'target'],
  decode: decodeBitmap,
});

export const deleteVolumeBitmap = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/bitmaps/{bitmapName}',
  title: 'Delete a bitmap of changes of a volume',
  needs: 'storage_volume_nbd',
  query: ['project', 'target'],
  decode: nothing,
});

/** What is in it is lost. */
export const rebuildVolume = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/volumes/{type}/{volumeName}/rebuild',
  title: 'Empty a volume',
  needs: 'storage_volumes_rebuild',
  query: ['project', 'target'],
  body: body<object>({}),
  answer: 'operation',
  decode: nothing,
});
