import { type KindData, restoring } from '../../kinds/kindContribution';

export const volumeData: KindData = {
  id: 'volume',
  folder: 'volumes',
  one: 'volume',
  many: 'Volumes',
  noun: 'Volume',
  icon: 'folder-library',
  verbs: ['create', 'edit', 'rename', 'delete'],
};

export const volumeSnapshotData: KindData = {
  id: 'volumeSnapshot',
  folder: 'volumeSnapshots',
  one: 'snapshot',
  many: 'Snapshots',
  noun: 'Volume Snapshot',
  icon: 'device-camera',
  actions: [restoring],
  verbs: ['create', 'edit', 'rename', 'delete'],
};

export const volumeBackupData: KindData = {
  id: 'volumeBackup',
  folder: 'volumeBackups',
  one: 'backup',
  many: 'Backups',
  noun: 'Volume Backup',
  icon: 'archive',
  verbs: ['create', 'rename', 'delete'],
};
