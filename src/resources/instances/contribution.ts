import { type KindData, restoring } from '../../kinds/kindContribution';
import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../../shell/contributions';

/** Kind of an instance's row; its flags are made in node.ts. */
export const instanceKind = 'instance';
/** Kind of the row "Instances". */
export const instancesKind = 'instances';

const noun = 'LXD/Incus Instance';
const ready = 'lxd.ready';

function row(all: readonly string[] = [], none: readonly string[] = []): RowTest {
  return { kind: instanceKind, all, none };
}

/** Any row of an instance. */
export const anyInstance = row();

/** Instances that can have a shell. */
export const withShell = row(['canExec'], ['lost']);

function inline(order: number, test: RowTest): MenuPlace {
  return { row: test, group: `inline@${String(order)}` };
}

function command(verb: string, title: string, rest: Omit<CommandSpec, 'id' | 'title' | 'noun'>): CommandSpec {
  return { id: `lxd.instance.${verb}`, title, noun, palette: ready, ...rest };
}

const power = 'lxd.instance.power';
const copyAs = 'lxd.instance.copyAs';
const onRunning = row(['running'], ['lost']);
const onStopped = row(['stopped'], ['lost']);
const onFrozen = row(['frozen'], ['lost']);

export const instanceCommands = {
  openShell: command('openShell', 'Open Shell', {
    icon: 'terminal',
    menus: [inline(1, onRunning), { row: onRunning, group: '1_open@1' }],
    keys: { key: 'shift+enter', rows: [onRunning] },
  }),
  start: command('start', 'Start', {
    icon: 'play',
    menus: [
      inline(1, onStopped),
      { row: onStopped, group: '2_state@1' },
      { row: row(['error'], ['lost']), group: '2_state@1' },
    ],
  }),
  stop: command('stop', 'Stop', {
    icon: 'debug-stop',
    menus: [
      inline(2, onRunning),
      inline(2, onFrozen),
      { row: onRunning, group: '2_state@2' },
      { row: onFrozen, group: '2_state@2' },
    ],
  }),
  restart: command('restart', 'Restart', {
    icon: 'debug-restart',
    menus: [{ row: onRunning, group: '2_state@3' }],
  }),
  pause: command('pause', 'Pause', {
    icon: 'debug-pause',
    menus: [{ row: onRunning, group: '1@1', submenu: power }],
  }),
  resume: command('resume', 'Resume', {
    icon: 'debug-continue',
    menus: [inline(1, onFrozen), { row: onFrozen, group: '2_state@1' }],
  }),
  forceStop: command('forceStop', 'Force Stop', {
    icon: 'debug-stop',
    menus: [
      { row: onRunning, group: '2@1', submenu: power },
      { row: onFrozen, group: '2@1', submenu: power },
      { row: row(['error'], ['lost']), group: '2@1', submenu: power },
    ],
  }),
  forceRestart: command('forceRestart', 'Force Restart', {
    icon: 'debug-restart',
    menus: [{ row: onRunning, group: '2@2', submenu: power }],
  }),
  rename: command('rename', 'Rename…', {
    menus: [{ row: onStopped, group: '9_remove@1', single: true }],
    keys: { key: 'f2', rows: [row([], ['lost'])] },
  }),
  remove: command('delete', 'Delete', {
    menus: [{ row: row([], ['lost']), group: '9_remove@2' }],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [row([], ['lost'])] },
  }),
  copyName: command('copyName', 'Name', {
    palette: false,
    menus: [{ row: anyInstance, group: '1@1', submenu: copyAs }],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [anyInstance] },
  }),
  copyAddress: command('copyAddress', 'Address', {
    palette: false,
    menus: [{ row: anyInstance, group: '1@2', submenu: copyAs }],
  }),
  copyCliCommand: command('copyCliCommand', 'CLI Command', {
    palette: false,
    menus: [{ row: anyInstance, group: '1@3', submenu: copyAs }],
  }),
  copyReference: command('copyReference', 'Reference', {
    palette: false,
    menus: [{ row: anyInstance, group: '1@4', submenu: copyAs }],
  }),
  reveal: command('reveal', 'Reveal in Tree', { icon: 'list-tree' }),
} as const;

export const instancesContribution: Contribution = {
  commands: Object.values(instanceCommands),
  submenus: [
    {
      id: power,
      label: 'Power',
      rows: [onRunning, onFrozen, row(['error'], ['lost'])],
      group: '2_state@4',
    },
    { id: copyAs, label: 'Copy As', rows: [anyInstance], group: '8_copy@1' },
  ],
  settings: [
    {
      name: 'lxd.confirm.stop',
      schema: {
        type: 'string',
        enum: ['remote', 'never', 'always'],
        enumDescriptions: ['On remotes other than the local sockets.', 'Stops at once.', 'Everywhere.'],
        default: 'remote',
        scope: 'application',
        markdownDescription: 'Asks before stopping, restarting or pausing instances.',
      },
    },
    {
      name: 'lxd.stopTimeout',
      schema: {
        type: 'number',
        minimum: 1,
        maximum: 3600,
        default: 30,
        scope: 'resource',
        markdownDescription:
          'Seconds that an instance gets to stop by itself until **Force Stop** is offered.',
      },
    },
  ],
};

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
  verbs: ['create', 'rename', 'delete'],
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
