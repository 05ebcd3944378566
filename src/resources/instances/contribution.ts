import { type KindData, restoring } from '../../kinds/kindContribution';
import type { RowTest } from '../../shell/contributions';

/** Kind of an instance's row; its flags are made in node.ts. */
export const instanceKind = 'instance';
/** Kind of the row "Instances". */
export const instancesKind = 'instances';

/** Any row of an instance. */
export const anyInstance: RowTest = { kind: instanceKind, all: [], none: [] };

/** Instances that can have a shell. */
export const withShell: RowTest = { kind: instanceKind, all: ['canExec'], none: ['lost'] };

/** As much of the commands as VS Code has to know at once; their menus are in menusContribution. */
export const instanceCommands = {
  openShell: { id: 'lxd.instance.openShell', title: 'Open Shell' },
  start: { id: 'lxd.instance.start', title: 'Start' },
  stop: { id: 'lxd.instance.stop', title: 'Stop' },
  restart: { id: 'lxd.instance.restart', title: 'Restart' },
  pause: { id: 'lxd.instance.pause', title: 'Pause' },
  resume: { id: 'lxd.instance.resume', title: 'Resume' },
  forceStop: { id: 'lxd.instance.forceStop', title: 'Force Stop' },
  forceRestart: { id: 'lxd.instance.forceRestart', title: 'Force Restart' },
  rename: { id: 'lxd.instance.rename', title: 'Rename…' },
  remove: { id: 'lxd.instance.delete', title: 'Delete' },
  copyName: { id: 'lxd.instance.copyName', title: 'Name' },
  copyAddress: { id: 'lxd.instance.copyAddress', title: 'Address' },
  copyCliCommand: { id: 'lxd.instance.copyCliCommand', title: 'CLI Command' },
  copyReference: { id: 'lxd.instance.copyReference', title: 'Reference' },
  runOnMany: { id: 'lxd.instance.runOnMany', title: 'Run on Many…' },
  showResults: { id: 'lxd.results.show', title: 'Show Results of the Last Command' },
  reveal: { id: 'lxd.instance.reveal', title: 'Reveal in Tree' },
} as const;

export const snapshotData: KindData = {
  id: 'snapshot',
  folder: 'snapshots',
  one: 'snapshot',
  many: 'Snapshots',
  noun: 'Instance Snapshot',
  icon: 'device-camera',
  actions: [restoring],
  verbs: ['create', 'edit', 'rename', 'delete'],
};

export const backupData: KindData = {
  id: 'backup',
  folder: 'backups',
  one: 'backup',
  many: 'Backups',
  noun: 'Instance Backup',
  icon: 'archive',
  // "Create Backup…" is a flow of its own.
  verbs: ['rename', 'delete'],
};

/** Instances as documents; their rows and other commands are their own. */
export const instanceData: KindData = {
  id: instanceKind,
  folder: instancesKind,
  one: 'instance',
  many: 'Instances',
  noun: 'Instance',
  icon: 'layers',
  copyName: false,
  verbs: ['edit'],
};
