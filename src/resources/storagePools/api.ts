import { apiOperation, body } from '../../client/apiOperation';
import { listOf, namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type { ResourcesStoragePool, StoragePool, StoragePoolPut, StoragePoolsPost } from './wire';

const decodePool = shaped<StoragePool>('storage pool', {
  name: 'text',
  driver: 'text',
  status: 'text',
  config: 'map',
  used_by: 'list',
});
const decodeResources = shaped<ResourcesStoragePool>('resources of a storage pool', {
  space: 'map',
  inodes: 'map',
});

export const listPoolNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools',
  title: 'List the names of storage pools',
  query: ['filter'],
  decode: namesBelow('/1.0/storage-pools'),
});

export const listPools = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools?recursion=1',
  title: 'List storage pools',
  query: ['filter'],
  decode: listOf('storage pools', decodePool),
});

export const createPool = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools',
  title: 'Create a storage pool',
  query: ['target'],
  body: body<StoragePoolsPost>({
    name: '',
    driver: 'dir',
    description: '',
    config: {},
  } satisfies StoragePoolsPost),
  decode: nothing,
});

export const getPool = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}',
  title: 'Show a storage pool',
  query: ['target'],
  decode: decodePool,
});

/** What the body leaves out is emptied. */
export const putPool = apiOperation({
  method: 'PUT',
  path: '/1.0/storage-pools/{name}',
  title: 'Replace a storage pool',
  query: ['target'],
  body: body<StoragePoolPut>({ description: '', config: {} } satisfies StoragePoolPut),
  decode: nothing,
});

export const patchPool = apiOperation({
  method: 'PATCH',
  path: '/1.0/storage-pools/{name}',
  title: 'Change a storage pool',
  query: ['target'],
  body: body<StoragePoolPut>({ description: '', config: {} } satisfies StoragePoolPut),
  decode: nothing,
});

export const deletePool = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}',
  title: 'Delete a storage pool',
  query: ['target'],
  decode: nothing,
});

export const getPoolResources = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{name}/resources',
  title: 'Show the space of a storage pool',
  query: ['target'],
  decode: decodeResources,
});
