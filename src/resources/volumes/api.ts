import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  StorageVolume,
  StorageVolumePost,
  StorageVolumePut,
  StorageVolumesPost,
  StorageVolumeState,
} from './wire';

const decodeVolume = shaped<StorageVolume>('volume', {
  name: 'text',
  type: 'text',
  config: 'map',
  used_by: 'list',
});
const decodeState = shaped<StorageVolumeState>('state of a volume', { usage: 'map' });

/** Each with its type before it, as `custom/data`. */
export const listVolumePaths = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes',
  title: 'List the names of volumes of a storage pool',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: namesBelow('/1.0/storage-pools/{name}/volumes'),
});

export const listVolumes = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes?recursion=1',
  title: 'List volumes of a storage pool',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: listOf('volumes', decodeVolume),
});

/** With a `source` also a copy, which answers with a background operation. */
export const createVolume = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes',
  title: 'Create a volume',
  query: ['project', 'target'],
  body: body<StorageVolumesPost>({
    name: '',
    type: 'custom',
    content_type: 'filesystem',
    description: '',
    config: {},
  } satisfies StorageVolumesPost),
  decode: nothing,
});

export const listVolumeNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}',
  title: 'List the names of volumes of a type',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: namesBelow('/1.0/storage-pools/{name}/volumes/{type}'),
});

export const listVolumesOfType = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}?recursion=1',
  title: 'List volumes of a type',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: listOf('volumes', decodeVolume),
});

/**
 * An upload answers with a background operation. Header fields with the server's prefix say what it is: `X-LXD-name`,
 * and `X-LXD-type: iso` where it is an ISO image (extension custom_volume_iso) and no backup.
 */
export const createVolumeOfType = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}',
  title: 'Create a volume of a type, or import one',
  query: ['project', 'target'],
  body: body<StorageVolumesPost>({
    name: '',
    content_type: 'filesystem',
    description: '',
    config: {},
  } satisfies StorageVolumesPost),
  takesUpload: true,
  decode: nothing,
});

export const getVolume = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}',
  title: 'Show a volume',
  query: ['project', 'target'],
  decode: decodeVolume,
});

/** With `restore` only that snapshot is gone back to. What the body leaves out is emptied. */
export const putVolume = apiOperation({
  method: 'PUT',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}',
  title: 'Replace a volume, or restore a snapshot of it',
  query: ['project', 'target'],
  body: body<StorageVolumePut>({ description: '', config: {} } satisfies StorageVolumePut),
  decode: nothing,
});

export const patchVolume = apiOperation({
  method: 'PATCH',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}',
  title: 'Change a volume',
  query: ['project', 'target'],
  body: body<StorageVolumePut>({ description: '', config: {} } satisfies StorageVolumePut),
  decode: nothing,
});

/** A rename answers at once; a move to another `pool` or `project` and a migration with a background operation. */
export const postVolume = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}',
  title: 'Rename, move or copy away a volume',
  query: ['project', 'target'],
  body: body<StorageVolumePost>({ name: '', pool: '' } satisfies StorageVolumePost),
  decode: nothing,
});

export const deleteVolume = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}',
  title: 'Delete a volume',
  query: ['project', 'target'],
  decode: nothing,
});

export const getVolumeState = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/volumes/{type}/{volume}/state',
  title: 'Show the space that a volume uses',
  needs: 'storage_volume_state',
  query: ['project', 'target'],
  decode: decodeState,
});

export const listAllVolumes = apiOperation({
  method: 'GET',
  path: '/1.0/storage-volumes',
  title: 'List volumes of all storage pools',
  needs: 'storage_volumes_all',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: namesBelow('/1.0/storage-volumes'),
});

export const listAllVolumesOfType = apiOperation({
  method: 'GET',
  path: '/1.0/storage-volumes/{type}',
  title: 'List volumes of a type of all storage pools',
  needs: 'storage_volumes_all',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: namesBelow('/1.0/storage-volumes/{type}'),
});
