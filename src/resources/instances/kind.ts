import { l10n } from 'vscode';
import { stampOf } from '../../base/span';
import type { Kind } from '../../kinds/kind';
import { ago, expiry } from '../../kinds/timeTexts';
import * as backups from './backupApi';
import * as api from './api';
import { backupData, instanceData, snapshotData } from './contribution';
import * as snapshots from './snapshotApi';
import type { Instance, InstanceBackup, InstanceSnapshot } from './wire';

export const snapshotKind: Kind<InstanceSnapshot> = {
  data: snapshotData,
  scope: 'project',
  parent: 'instance',
  readOnly: [
    'architecture',
    'config',
    'devices',
    'ephemeral',
    'profiles',
    'size',
    'stateful',
    'expanded_config',
    'expanded_devices',
  ],
  operations: {
    list: snapshots.listSnapshots,
    get: snapshots.getSnapshot,
    put: snapshots.putSnapshot,
    create: snapshots.createSnapshot,
    rename: snapshots.postSnapshot,
    remove: snapshots.deleteSnapshot,
  },
  partsOf: ({ name }) => [name.split('/').at(-1) ?? ''],
  // Servers take a percent sign, and can then neither show nor delete what is called so.
  names: { without: /[ ?&+%]/, longest: 255 },
  look: ({ created_at = '', expires_at, stateful }) => ({
    description: [ago(created_at), stateful ? l10n.t('stateful') : '', expiry(expires_at)]
      .filter(Boolean)
      .join(' · '),
  }),
  actions: {
    restore: ({ project, parents: [name = ''], parts: [restore = ''] }) =>
      api.putInstance({ project, name, body: { restore } }),
  },
  preludes: {
    restore: ({ project, parents: [name = ''] }) => {
      const snapshot = `before-restore-${stampOf(new Date())}`;
      return {
        make: snapshots.createSnapshot({ project, name, body: { name: snapshot, stateful: false } }),
        look: snapshots.getSnapshot({ project, name, snapshot }),
        undo: snapshots.deleteSnapshot({ project, name, snapshot }),
      };
    },
  },
  // No event tells of a change of one.
  relistAfter: (description) => description === 'Updating snapshot',
  // The newest first.
  compare: (a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''),
  creation: { prompt: l10n.t('Name of the snapshot'), body: (name) => ({ name, stateful: false }) },
};

export const backupKind: Kind<InstanceBackup> = {
  data: backupData,
  scope: 'project',
  parent: 'instance',
  operations: {
    list: backups.listBackups,
    get: backups.getBackup,
    create: backups.createBackup,
    rename: backups.renameBackup,
    remove: backups.deleteBackup,
  },
  partsOf: ({ name }) => [name.split('/').at(-1) ?? ''],
  names: { longest: 255 },
  look: ({ created_at = '', expires_at, instance_only }) => ({
    description: [ago(created_at), instance_only ? l10n.t('without snapshots') : '', expiry(expires_at)]
      .filter(Boolean)
      .join(' · '),
  }),
  compare: (a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''),
};

/** An instance as a document. */
export const instanceResource: Kind<Instance> = {
  data: instanceData,
  scope: 'project',
  shown: false,
  readOnly: ['expanded_config', 'expanded_devices', 'last_used_at', 'status_code', 'restore'],
  operations: {
    list: api.listInstances,
    get: api.getInstance,
    state: api.getInstanceState,
    put: api.putInstance,
    create: api.createInstance,
  },
  partsOf: ({ name }) => [name],
  look: () => ({}),
};
