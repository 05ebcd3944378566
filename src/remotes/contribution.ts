import type { Contribution, RowTest } from '../shell/contributions';

/** Kind of a remote's row. */
export const remoteKind = 'remote';

const lost: RowTest = { kind: remoteKind, all: ['lost'] };
const forbidden: RowTest = { kind: remoteKind, all: ['forbidden'] };
const ready: RowTest = { kind: remoteKind, all: ['ready'] };
const failed: RowTest = { kind: 'error' };

export const remoteCommands = {
  retry: {
    id: 'lxd.remote.retry',
    title: 'Retry',
    noun: 'LXD/Incus Remote',
    icon: 'refresh',
    palette: false,
    menus: [
      { row: lost, group: 'inline@1' },
      { row: lost, group: '1_connect@1' },
    ],
  },
  reconnect: {
    id: 'lxd.remote.reconnect',
    title: 'Reconnect',
    noun: 'LXD/Incus Remote',
    palette: false,
    menus: [{ row: ready, group: '1_connect@1' }],
  },
  copyFix: {
    id: 'lxd.remote.copyFix',
    title: 'Copy Fix Command',
    noun: 'LXD/Incus Remote',
    icon: 'key',
    palette: false,
    menus: [
      { row: forbidden, group: 'inline@2' },
      { row: forbidden, group: '1_connect@2' },
    ],
  },
  retryList: {
    id: 'lxd.error.retry',
    title: 'Retry',
    icon: 'refresh',
    palette: false,
    menus: [
      { row: failed, group: 'inline@1' },
      { row: failed, group: '1_retry@1' },
    ],
  },
} as const;

export const remotesContribution: Contribution = { commands: Object.values(remoteCommands) };
