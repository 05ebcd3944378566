import { l10n } from 'vscode';
import { stampOf } from '../../base/span';
import type { Kind } from '../../kinds/kind';
import { ago, expiry } from '../../kinds/timeTexts';
import * as api from './api';
import * as backups from './backupApi';
import { volumeBackupData, volumeData, volumeSnapshotData } from './contribution';
import * as snapshots from './snapshotApi';
import type { StorageVolume, StorageVolumeBackup, StorageVolumeSnapshot } from './wire';

const typeTexts: Readonly<Record<string, string>> = {
  container: l10n.t('container'),
  'virtual-machine': l10n.t('virtual machine'),
  image: l10n.t('image'),
};

/** Volumes of all types; custom ones are for people, the others belong to instances and images. */
export const volumeKind: Kind<StorageVolume> = {
  data: volumeData,
  scope: 'project',
  parent: 'storagePool',
  feature: 'features.storage.volumes',
  alwaysOwn: ([type]) => type !== 'custom',
  readOnly: ['content_type', 'pool', 'restore'],
  operations: {
    list: api.listVolumes,
    get: api.getVolume,
    put: api.putVolume,
    create: api.createVolume,
    rename: api.postVolume,
    remove: api.deleteVolume,
  },
  partsOf: ({ type, name }) => [type, name],
  // On most disks it stands behind its project's name and a character, which together may be so long.
  names: { longest: 253 },
  memberOf: ({ location = '' }) => (location === 'none' ? '' : location),
  // The list has the snapshots of volumes too.
  keeps: ({ name }) => !name.includes('/'),
  look: (volume) => {
    const { type, name, content_type, used_by = [], location = '', config = {}, description } = volume;
    const isCustom = type === 'custom';
    return {
      label: type === 'image' ? name.slice(0, 12) : name,
      description: [
        isCustom ? (config['size'] ?? '') : (typeTexts[type] ?? type),
        ...(isCustom && used_by.length === 0 ? [l10n.t('unused')] : []),
        location === 'none' ? '' : location,
        description ?? '',
      ]
        .filter(Boolean)
        .join(' · '),
      ...(content_type === 'block' || content_type === 'iso' ? { icon: { id: 'chip' } } : {}),
      flags: [type, ...(isCustom ? [] : ['noRename', 'noDelete'])],
    };
  },
  compare: (a, b) => typeRank(a) - typeRank(b),
  below: ({ type }, { extensions }) =>
    type === 'custom'
      ? ['volumeSnapshot', ...(extensions.has('custom_volume_backup') ? ['volumeBackup'] : [])]
      : [],
  usedBy: ({ used_by = [] }) => used_by,
  relistOn: (action) => /^instance-(created|deleted|renamed)$|^image-(created|deleted)$/.test(action),
  creation: {
    prompt: l10n.t('Name of the volume'),
    choices: [
      {
        prompt: l10n.t('Content of the volume'),
        values: [
          ['filesystem', l10n.t('Files')],
          ['block', l10n.t('Blocks: for virtual machines')],
        ],
      },
    ],
    body: (name, [content_type = 'filesystem']) => ({
      name,
      type: 'custom',
      content_type,
      description: '',
      config: {},
    }),
    partsOf: (name) => ['custom', name],
  },
};

function typeRank({ type }: StorageVolume): number {
  return ['custom', 'container', 'virtual-machine', 'image'].indexOf(type);
}

export const volumeSnapshotKind: Kind<StorageVolumeSnapshot> = {
  data: volumeSnapshotData,
  scope: 'project',
  parent: 'volume',
  readOnly: ['content_type', 'config'],
  operations: {
    list: snapshots.listVolumeSnapshots,
    get: snapshots.getVolumeSnapshot,
    put: snapshots.putVolumeSnapshot,
    create: snapshots.createVolumeSnapshot,
    rename: snapshots.postVolumeSnapshot,
    remove: snapshots.deleteVolumeSnapshot,
  },
  partsOf: ({ name }) => [name.split('/').at(-1) ?? ''],
  names: { without: /\s/, longest: 255 },
  // Its event says the old name only.
  relistOn: (action) => action === 'storage-volume-snapshot-renamed',
  look: ({ created_at = '', expires_at, description }) => ({
    description: [ago(created_at), expiry(expires_at), description ?? ''].filter(Boolean).join(' · '),
  }),
  actions: {
    restore: ({ project, parents: [name = '', type = '', volume = ''], parts: [restore = ''], member }) =>
      api.putVolume({
        ...{ project, name, type, volume, body: { restore } },
        ...(member === '' ? {} : { target: member }),
      }),
  },
  preludes: {
    restore: ({ project, parents: [name = '', type = '', volume = ''], member }) => {
      const snapshot = `before-restore-${stampOf(new Date())}`;
      const at = { project, name, type, volume, ...(member === '' ? {} : { target: member }) };
      return {
        make: snapshots.createVolumeSnapshot({ ...at, body: { name: snapshot } }),
        look: snapshots.getVolumeSnapshot({ ...at, snapshot }),
        undo: snapshots.deleteVolumeSnapshot({ ...at, snapshot }),
      };
    },
  },
  creation: { prompt: l10n.t('Name of the snapshot'), body: (name) => ({ name }) },
};

export const volumeBackupKind: Kind<StorageVolumeBackup> = {
  data: volumeBackupData,
  scope: 'project',
  parent: 'volume',
  operations: {
    list: backups.listVolumeBackups,
    get: backups.getVolumeBackup,
    create: backups.createVolumeBackup,
    rename: backups.renameVolumeBackup,
    remove: backups.deleteVolumeBackup,
  },
  partsOf: ({ name }) => [name.split('/').at(-1) ?? ''],
  names: { longest: 255 },
  look: ({ created_at = '', expires_at }) => ({
    description: [ago(created_at), expiry(expires_at)].filter(Boolean).join(' · '),
  }),
  creation: { prompt: l10n.t('Name of the backup'), body: (name) => ({ name }) },
};
