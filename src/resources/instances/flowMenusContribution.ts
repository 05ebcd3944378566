import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../../shell/contributions';
import { instanceKind, instancesKind } from './contribution';
import { flowCommands } from './flowContribution';
import { snapshotScheme } from './inside/contribution';

const instance: RowTest = { kind: instanceKind, none: ['lost'] };
const instances: RowTest = { kind: instancesKind, none: ['lost'] };
const snapshot: RowTest = { kind: 'snapshot', none: ['lost'] };
const backups: RowTest = { kind: 'backups', none: ['lost'] };
const backup: RowTest = { kind: 'backup', none: ['lost'] };
/** Of an instance; what is no plain file cannot be compared. */
const file: RowTest = { kind: 'file', none: ['special'] };
const images: readonly RowTest[] = [{ kind: 'image', none: ['lost'] }, { kind: 'serverImage' }];

const single = (row: RowTest, group: string): MenuPlace => ({ row, group, single: true });
const ofInstance = { noun: 'LXD/Incus Instance', palette: 'lxd.ready' };
const ofSnapshot = { noun: 'LXD/Incus Instance Snapshot', palette: 'lxd.ready' };

/** All that VS Code is told of the commands that make one more of something. */
const flowSpecs: Record<keyof typeof flowCommands, CommandSpec> = {
  create: {
    ...flowCommands.create,
    ...ofInstance,
    icon: 'add',
    menus: [
      { row: instances, group: 'inline@1' },
      { row: instances, group: '1_create@1' },
    ],
  },
  createFrom: {
    ...flowCommands.createFrom,
    ...ofInstance,
    icon: 'add',
    palette: false,
    menus: images.flatMap((row) => [single(row, 'inline@1'), single(row, '1_create@1')]),
  },
  copy: { ...flowCommands.copy, ...ofInstance, menus: [single(instance, '6_move@1')] },
  move: { ...flowCommands.move, ...ofInstance, menus: [single(instance, '6_move@2')] },
  publish: { ...flowCommands.publish, ...ofInstance, menus: [single(instance, '6_move@3')] },
  snapshot: {
    ...flowCommands.snapshot,
    ...ofInstance,
    icon: 'device-camera',
    menus: [{ row: instance, group: '4_snapshot@1' }],
  },
  export: { ...flowCommands.export, ...ofInstance, menus: [{ row: instance, group: '6_move@4' }] },
  import: {
    ...flowCommands.import,
    ...ofInstance,
    icon: 'cloud-upload',
    menus: [{ row: instances, group: '1_create@2' }],
  },
  downloadBackup: {
    ...flowCommands.downloadBackup,
    noun: 'LXD/Incus Instance Backup',
    palette: 'lxd.ready',
    icon: 'cloud-download',
    menus: [single(backup, 'inline@1'), single(backup, '1_open@1')],
  },
  createBackup: {
    ...flowCommands.createBackup,
    ...ofInstance,
    icon: 'add',
    menus: [
      { row: instance, group: '6_move@5' },
      { row: backups, group: 'inline@1' },
      { row: backups, group: '1_create@1' },
    ],
  },
  rebuild: { ...flowCommands.rebuild, ...ofInstance, menus: [single(instance, '6_move@6')] },
  copySnapshot: { ...flowCommands.copySnapshot, ...ofSnapshot, menus: [single(snapshot, '6_move@1')] },
  publishSnapshot: { ...flowCommands.publishSnapshot, ...ofSnapshot, menus: [single(snapshot, '6_move@2')] },
  browseSnapshot: { ...flowCommands.browseSnapshot, ...ofSnapshot, menus: [single(snapshot, '1_open@1')] },
  compareSnapshot: { ...flowCommands.compareSnapshot, ...ofSnapshot, menus: [single(snapshot, '1_open@2')] },
  compareFile: {
    ...flowCommands.compareFile,
    noun: 'LXD/Incus Files',
    palette: 'lxd.ready',
    menus: [single(file, '7_compare@1')],
  },
};

export const instanceFlowsContribution: Contribution = {
  commands: Object.values(flowSpecs),
  settings: [
    {
      name: 'lxd.files.largeFile',
      schema: {
        type: 'number',
        minimum: 0,
        default: 50,
        markdownDescription: 'Megabytes above which a file of a snapshot is read only after a question.',
      },
    },
  ],
  points: {
    resourceLabelFormatters: [
      {
        scheme: snapshotScheme,
        authority: '*',
        formatting: {
          label: '${authority}:${path}',
          separator: '/',
          stripPathSegments: 1,
          workspaceSuffix: 'LXD/Incus',
        },
      },
    ],
  },
};
