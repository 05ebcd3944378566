import { apiOperation, body, rawOperation } from '../../client/apiOperation';
import { namesBelow, shaped } from '../../client/decode';
import { nothing } from '../../client/endpoint';
import type {
  StorageBucket,
  StorageBucketBackup,
  StorageBucketBackupPost,
  StorageBucketBackupsPost,
  StorageBucketKey,
  StorageBucketKeyPut,
  StorageBucketKeysPost,
  StorageBucketPut,
  StorageBucketsPost,
} from './wire';

const decodeBucket = shaped<StorageBucket>('bucket', { name: 'text', config: 'map' });
const decodeKey = shaped<StorageBucketKey>('key of a bucket', { name: 'text' });
const decodeBackup = shaped<StorageBucketBackup>('backup of a bucket', { name: 'text' });

export const listBucketNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets',
  title: 'List the names of buckets of a storage pool',
  needs: 'storage_buckets',
  query: ['project', 'all-projects', 'filter', 'target'],
  decode: namesBelow('/1.0/storage-pools/{poolName}/buckets'),
});

/** The answer has the first key, and its secret, where the server makes one. */
export const createBucket = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/buckets',
  title: 'Create a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  body: body<StorageBucketsPost>({ name: '', description: '', config: {} } satisfies StorageBucketsPost),
  decode: (metadata) => metadata,
});

export const getBucket = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}',
  title: 'Show a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  decode: decodeBucket,
});

/** What the body leaves out is emptied. */
export const putBucket = apiOperation({
  method: 'PUT',
  path: '/1.0/storage-pools/{name}/buckets/{bucketName}',
  title: 'Replace a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  body: body<StorageBucketPut>({ description: '', config: {} } satisfies StorageBucketPut),
  decode: nothing,
});

export const patchBucket = apiOperation({
  method: 'PATCH',
  path: '/1.0/storage-pools/{name}/buckets/{bucketName}',
  title: 'Change a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  body: body<StorageBucketPut>({ description: '', config: {} } satisfies StorageBucketPut),
  decode: nothing,
});

export const deleteBucket = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}/buckets/{bucketName}',
  title: 'Delete a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  decode: nothing,
});

export const listBucketKeyNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/keys',
  title: 'List the names of keys of a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  decode: namesBelow('/1.0/storage-pools/{poolName}/buckets/{bucketName}/keys'),
});

/** The answer has its secret. */
export const createBucketKey = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/keys',
  title: 'Create a key of a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  body: body<StorageBucketKeysPost>({
    name: '',
    description: '',
    role: 'read-only',
  } satisfies StorageBucketKeysPost),
  decode: decodeKey,
});

export const getBucketKey = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/keys/{keyName}',
  title: 'Show a key of a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  decode: decodeKey,
});

/** What the body leaves out is emptied. */
export const putBucketKey = apiOperation({
  method: 'PUT',
  path: '/1.0/storage-pools/{name}/buckets/{bucketName}/keys/{keyName}',
  title: 'Replace a key of a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  body: body<StorageBucketKeyPut>({ description: '', role: 'read-only' } satisfies StorageBucketKeyPut),
  decode: nothing,
});

export const deleteBucketKey = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{name}/buckets/{bucketName}/keys/{keyName}',
  title: 'Delete a key of a bucket',
  needs: 'storage_buckets',
  query: ['project', 'target'],
  decode: nothing,
});

export const listBucketBackupNames = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups',
  title: 'List the names of backups of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  decode: namesBelow('/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups'),
});

export const createBucketBackup = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups',
  title: 'Create a backup of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  body: body<StorageBucketBackupsPost>({ name: '' } satisfies StorageBucketBackupsPost),
  answer: 'operation',
  decode: nothing,
});

export const getBucketBackup = apiOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups/{backupName}',
  title: 'Show a backup of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  decode: decodeBackup,
});

export const renameBucketBackup = apiOperation({
  method: 'POST',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups/{backupName}',
  title: 'Rename a backup of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  body: body<StorageBucketBackupPost>({ name: '' } satisfies StorageBucketBackupPost),
  answer: 'operation',
  decode: nothing,
});

export const deleteBucketBackup = apiOperation({
  method: 'DELETE',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups/{backupName}',
  title: 'Delete a backup of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  answer: 'operation',
  decode: nothing,
});

/** A tarball. */
export const exportBucketBackup = rawOperation({
  method: 'GET',
  path: '/1.0/storage-pools/{poolName}/buckets/{bucketName}/backups/{backupName}/export',
  title: 'Download a backup of a bucket',
  needs: 'storage_bucket_backup',
  query: ['project', 'target'],
  answer: 'raw',
});
