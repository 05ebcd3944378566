import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../shell/contributions';
import { remotesSetting } from './settingContribution';

/** Kind of a remote's row. */
export const remoteKind = 'remote';

const noun = 'LXD/Incus Remote';
const row = (all: readonly string[], none: readonly string[] = []): RowTest => ({
  kind: remoteKind,
  all,
  none,
});
const lost = row(['lost']);
const untrusted = row(['untrusted']);
const forbidden = row(['forbidden']);
const own = row(['own']);
const notLocal = row([], ['local']);
const failed: RowTest = { kind: 'error' };

function command<T extends Omit<CommandSpec, 'noun'>>(spec: T): T & { noun: string } {
  return { ...spec, noun };
}
const one = (test: RowTest, group: string): MenuPlace => ({ row: test, group, single: true });

export const remoteCommands = {
  add: command({
    id: 'lxd.remote.add',
    title: 'Add Remote…',
    icon: 'plug',
    toolbar: { group: '1_add@1' },
  }),
  retry: command({
    id: 'lxd.remote.retry',
    title: 'Retry',
    icon: 'refresh',
    palette: false,
    menus: [
      { row: lost, group: 'inline@1' },
      { row: lost, group: '1_connect@1' },
    ],
  }),
  reconnect: command({
    id: 'lxd.remote.reconnect',
    title: 'Reconnect',
    menus: [{ row: row(['ready']), group: '1_connect@1' }],
  }),
  trust: command({
    id: 'lxd.remote.trust',
    title: 'Trust…',
    icon: 'key',
    menus: [one(untrusted, 'inline@2'), one(untrusted, '1_connect@2')],
  }),
  copyFix: command({
    id: 'lxd.remote.copyFix',
    title: 'Copy Fix Command',
    icon: 'key',
    palette: false,
    menus: [one(forbidden, 'inline@2'), one(forbidden, '1_connect@2')],
  }),
  disable: command({
    id: 'lxd.remote.disable',
    title: 'Disable',
    menus: [{ row: row([], ['disabled']), group: '1_connect@3' }],
  }),
  enable: command({
    id: 'lxd.remote.enable',
    title: 'Enable',
    icon: 'debug-start',
    menus: [
      { row: row(['disabled']), group: 'inline@1' },
      { row: row(['disabled']), group: '1_connect@3' },
    ],
  }),
  setProject: command({
    id: 'lxd.remote.setDefaultProject',
    title: 'Set Default Project…',
    menus: [one(row(['ready'], ['images']), '2_set@1')],
  }),
  share: command({
    id: 'lxd.remote.share',
    title: 'Share with the CLI…',
    menus: [one(row(['own'], ['socket']), '8_keep@1')],
  }),
  rename: command({
    id: 'lxd.remote.rename',
    title: 'Rename…',
    menus: [one(notLocal, '8_keep@2')],
    keys: { key: 'f2', rows: [own] },
  }),
  remove: command({
    id: 'lxd.remote.remove',
    title: 'Remove',
    menus: [one(notLocal, '8_keep@3')],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [own] },
  }),
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
} as const satisfies Record<string, CommandSpec>;

export const remotesContribution: Contribution = {
  commands: Object.values(remoteCommands),
  settings: [remotesSetting],
};
