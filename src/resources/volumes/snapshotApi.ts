import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  StorageVolumeSnapshot,
  StorageVolumeSnapshotPost,
  StorageVolumeSnapshotPut,
  StorageVolumeSnapshotsPost,
} from './wire';

const decodeSnapshot = shaped<StorageVolumeSnapshot>('snapshot of a volume', { name: 'text' });

export const listVolumeSnapshotNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots',
  title: 'List the names of snapshots of a volume',
  query: ['project', 'target'],
  decode: namesBelow('/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots'),
});

export const listVolumeSnapshots = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots?recursion=1',
  title: 'List snapshots of a volume',
  query: ['project', 'target'],
  decode: listOf('snapshots', decodeSnapshot),
});

/** Without `name` the server chooses one, like `snap0`. */
export const createVolumeSnapshot = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots',
  title: 'Create a snapshot of a volume',
  query: ['project', 'target'],
  body: body<StorageVolumeSnapshotsPost>({ name: '', description: '' } satisfies StorageVolumeSnapshotsPost),
  answer: 'operation',
  decode: nothing,
});

export const getVolumeSnapshot = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots/{snapshot}',
  title: 'Show a snapshot of a volume',
  query: ['project', 'target'],
  decode: decodeSnapshot,
});

export const putVolumeSnapshot = apiOperation({
  method: 'PUT',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots/{snapshot}',
  title: 'Replace the settings of a snapshot of a volume',
  query: ['project', 'target'],
  body: body<StorageVolumeSnapshotPut>({ description: '' } satisfies StorageVolumeSnapshotPut),
  decode: nothing,
});

export const patchVolumeSnapshot = apiOperation({
  method: 'PATCH',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots/{snapshot}',
  title: 'Change the settings of a snapshot of a volume',
  query: ['project', 'target'],
  body: body<StorageVolumeSnapshotPut>({ description: '' } satisfies StorageVolumeSnapshotPut),
  decode: nothing,
});

export const postVolumeSnapshot = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots/{snapshot}',
  title: 'Rename a snapshot of a volume',
  query: ['project', 'target'],
  body: body<StorageVolumeSnapshotPost>({ name: '' } satisfies StorageVolumeSnapshotPost),
  answer: 'operation',
  decode: nothing,
});

export const deleteVolumeSnapshot = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/snapshots/{snapshot}',
  title: 'Delete a snapshot of a volume',
  query: ['project', 'target'],
  answer: 'operation',
  decode: nothing,
});
