import type { KindData } from '../../kinds/kindContribution';

export const bucketData: KindData = {
  id: 'bucket',
  folder: 'buckets',
  one: 'bucket',
  many: 'Buckets',
  noun: 'Bucket',
  icon: 'cloud',
  verbs: ['create', 'edit', 'delete'],
};

export const bucketKeyData: KindData = {
  id: 'bucketKey',
  folder: 'bucketKeys',
  one: 'key',
  many: 'Keys',
  noun: 'Bucket Key',
  icon: 'key',
  verbs: ['create', 'edit', 'delete'],
};
