import { l10n } from 'vscode';
import { sizeText } from '../../base/sizeText';
import type { Kind } from '../../kinds/kind';
import * as api from './api';
import { poolData } from './contribution';
import type { ResourcesStoragePool, StoragePool } from './wire';

export const poolKind: Kind<StoragePool> = {
  data: poolData,
  scope: 'server',
  readOnly: ['driver'],
  operations: {
    list: api.listPools,
    get: api.getPool,
    state: api.getPoolResources,
    put: api.putPool,
    create: api.createPool,
    remove: api.deletePool,
  },
  partsOf: ({ name }) => [name],
  names: { without: /\s/, longest: 255 },
  look: ({ driver = '', status, description }) => ({
    description: [
      driver,
      ...(status === '' || status === 'Created' ? [] : [status.toLowerCase()]),
      ...(description ? [description] : []),
    ].join(' · '),
  }),
  usage: {
    // On a cluster each member has its own space.
    asks: (_pool, { clustered }) => !clustered,
    text: (state) => {
      const { space: { used = 0, total = 0 } = {} } = state as ResourcesStoragePool;
      return total > 0
        ? l10n.t('{0}% of {1}', Math.round((used / total) * 100), sizeText(total))
        : used > 0
          ? sizeText(used)
          : '';
    },
  },
  below: (_pool, { extensions }) => ['volume', ...(extensions.has('storage_buckets') ? ['bucket'] : [])],
  usedBy: ({ used_by = [] }) => used_by,
  creation: {
    prompt: l10n.t('Name of the storage pool'),
    choices: [
      {
        prompt: l10n.t('Driver of the storage pool'),
        values: [
          ['dir', l10n.t('A directory: works everywhere')],
          ['btrfs', 'Btrfs'],
          ['lvm', 'LVM'],
          ['zfs', 'ZFS'],
          ['ceph', 'Ceph RBD'],
          ['cephfs', 'CephFS'],
        ],
      },
    ],
    body: (name, [driver = 'dir']) => ({ name, driver, description: '', config: {} }),
  },
};
