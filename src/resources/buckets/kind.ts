import { l10n } from 'vscode';
import type { Kind } from '../../kinds/kind';
import { inFull } from '../../kinds/lists';
import * as api from './api';
import { bucketData, bucketKeyData } from './contribution';
import type { StorageBucket, StorageBucketKey } from './wire';

export const bucketKind: Kind<StorageBucket> = {
  data: bucketData,
  scope: 'project',
  parent: 'storagePool',
  feature: 'features.storage.buckets',
  readOnly: ['s3_url'],
  operations: {
    list: inFull(api.listBucketNames, 'buckets', api.getBucket),
    get: api.getBucket,
    put: api.putBucket,
    create: api.createBucket,
    remove: api.deleteBucket,
  },
  partsOf: ({ name }) => [name],
  memberOf: ({ location = '' }) => (location === 'none' ? '' : location),
  look: ({ config = {}, description }) => ({
    description: [config['size'] ?? '', description ?? ''].filter(Boolean).join(' · '),
  }),
  below: () => ['bucketKey'],
  creation: {
    prompt: l10n.t('Name of the bucket'),
    body: (name) => ({ name, description: '', config: {} }),
  },
};

export const bucketKeyKind: Kind<StorageBucketKey> = {
  data: bucketKeyData,
  scope: 'project',
  parent: 'bucket',
  operations: {
    list: inFull(api.listBucketKeyNames, 'keys of a bucket', api.getBucketKey),
    get: api.getBucketKey,
    put: api.putBucketKey,
    create: api.createBucketKey,
    remove: api.deleteBucketKey,
  },
  partsOf: ({ name }) => [name],
  look: ({ role = '', description }) => ({
    description: [role, description ?? ''].filter(Boolean).join(' · '),
  }),
  creation: {
    prompt: l10n.t('Name of the key'),
    body: (name) => ({ name, description: '', role: 'read-only' }),
  },
};
