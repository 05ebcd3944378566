import {
  type CommandSpec,
  type Contribution,
  type MenuPlace,
  type RowTest,
  operationsView,
} from '../../shell/contributions';
import { anyInstance, instanceCommands, instanceKind, instancesKind } from './contribution';

const common = { noun: 'LXD/Incus Instance', palette: 'lxd.ready' } as const;

function row(all: readonly string[] = [], none: readonly string[] = []): RowTest {
  return { kind: instanceKind, all, none };
}

function inline(order: number, test: RowTest): MenuPlace {
  return { row: test, group: `inline@${String(order)}` };
}

const power = 'lxd.instance.power';
const copyAs = 'lxd.instance.copyAs';
const onRunning = row(['running'], ['lost']);
const onStopped = row(['stopped'], ['lost']);
const onFrozen = row(['frozen'], ['lost']);

/** All that VS Code is told of the commands. */
const specs: Record<keyof typeof instanceCommands, CommandSpec> = {
  openShell: {
    ...instanceCommands.openShell,
    ...common,
    icon: 'terminal',
    menus: [inline(1, onRunning), { row: onRunning, group: '1_open@1' }],
    keys: { key: 'shift+enter', rows: [onRunning] },
  },
  start: {
    ...instanceCommands.start,
    ...common,
    icon: 'play',
    menus: [
      inline(1, onStopped),
      { row: onStopped, group: '2_state@1' },
      { row: row(['error'], ['lost']), group: '2_state@1' },
    ],
  },
  stop: {
    ...instanceCommands.stop,
    ...common,
    icon: 'debug-stop',
    menus: [
      inline(2, onRunning),
      inline(2, onFrozen),
      { row: onRunning, group: '2_state@2' },
      { row: onFrozen, group: '2_state@2' },
    ],
  },
  restart: {
    ...instanceCommands.restart,
    ...common,
    icon: 'debug-restart',
    menus: [{ row: onRunning, group: '2_state@3' }],
  },
  pause: {
    ...instanceCommands.pause,
    ...common,
    icon: 'debug-pause',
    menus: [{ row: onRunning, group: '1@1', submenu: power }],
  },
  resume: {
    ...instanceCommands.resume,
    ...common,
    icon: 'debug-continue',
    menus: [inline(1, onFrozen), { row: onFrozen, group: '2_state@1' }],
  },
  forceStop: {
    ...instanceCommands.forceStop,
    ...common,
    icon: 'debug-stop',
    menus: [
      { row: onRunning, group: '2@1', submenu: power },
      { row: onFrozen, group: '2@1', submenu: power },
      { row: row(['error'], ['lost']), group: '2@1', submenu: power },
    ],
  },
  forceRestart: {
    ...instanceCommands.forceRestart,
    ...common,
    icon: 'debug-restart',
    menus: [{ row: onRunning, group: '2@2', submenu: power }],
  },
  rename: {
    ...instanceCommands.rename,
    ...common,
    menus: [{ row: onStopped, group: '9_remove@1', single: true }],
    keys: { key: 'f2', rows: [row([], ['lost'])] },
  },
  remove: {
    ...instanceCommands.remove,
    ...common,
    menus: [{ row: row([], ['lost']), group: '9_remove@2' }],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [row([], ['lost'])] },
  },
  copyName: {
    ...instanceCommands.copyName,
    ...common,
    palette: false,
    menus: [{ row: anyInstance, group: '1@1', submenu: copyAs }],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [anyInstance] },
  },
  copyAddress: {
    ...instanceCommands.copyAddress,
    ...common,
    palette: false,
    menus: [{ row: anyInstance, group: '1@2', submenu: copyAs }],
  },
  copyCliCommand: {
    ...instanceCommands.copyCliCommand,
    ...common,
    palette: false,
    menus: [{ row: anyInstance, group: '1@3', submenu: copyAs }],
  },
  copyReference: {
    ...instanceCommands.copyReference,
    ...common,
    palette: false,
    menus: [{ row: anyInstance, group: '1@4', submenu: copyAs }],
  },
  runOnMany: {
    ...instanceCommands.runOnMany,
    ...common,
    icon: 'checklist',
    menus: [{ row: { kind: instancesKind, none: ['lost'] }, group: '2_many@1' }],
  },
  showResults: {
    ...instanceCommands.showResults,
    noun: 'LXD/Incus',
    palette: 'lxd.ready',
    icon: 'checklist',
    toolbar: { group: 'navigation@2', view: operationsView },
  },
  reveal: { ...instanceCommands.reveal, ...common, icon: 'list-tree' },
};

export const instancesContribution: Contribution = {
  commands: Object.values(specs),
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
