import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../shell/contributions';
import { remoteCommands, remoteKind } from './contribution';
import { remotesSetting } from './settingContribution';

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

function command(spec: Omit<CommandSpec, 'noun'>): CommandSpec {
  return { ...spec, noun };
}
const one = (test: RowTest, group: string): MenuPlace => ({ row: test, group, single: true });

/** All that VS Code is told of the commands. */
const specs: Record<keyof typeof remoteCommands, CommandSpec> = {
  add: command({
    ...remoteCommands.add,
    icon: 'plug',
    toolbar: { group: '1_add@1' },
  }),
  retry: command({
    ...remoteCommands.retry,
    icon: 'refresh',
    palette: false,
    menus: [
      { row: lost, group: 'inline@1' },
      { row: lost, group: '1_connect@1' },
    ],
  }),
  reconnect: command({
    ...remoteCommands.reconnect,
    menus: [{ row: row(['ready']), group: '1_connect@1' }],
  }),
  trust: command({
    ...remoteCommands.trust,
    icon: 'key',
    menus: [one(untrusted, 'inline@2'), one(untrusted, '1_connect@2')],
  }),
  copyFix: command({
    ...remoteCommands.copyFix,
    icon: 'key',
    palette: false,
    menus: [one(forbidden, 'inline@2'), one(forbidden, '1_connect@2')],
  }),
  disable: command({
    ...remoteCommands.disable,
    menus: [{ row: row([], ['disabled']), group: '1_connect@3' }],
  }),
  enable: command({
    ...remoteCommands.enable,
    icon: 'debug-start',
    menus: [
      { row: row(['disabled']), group: 'inline@1' },
      { row: row(['disabled']), group: '1_connect@3' },
    ],
  }),
  setProject: command({
    ...remoteCommands.setProject,
    menus: [one(row(['ready'], ['images']), '2_set@1')],
  }),
  share: command({
    ...remoteCommands.share,
    menus: [one(row(['own'], ['socket']), '8_keep@1')],
  }),
  rename: command({
    ...remoteCommands.rename,
    menus: [one(notLocal, '8_keep@2')],
    keys: { key: 'f2', rows: [own] },
  }),
  remove: command({
    ...remoteCommands.remove,
    menus: [one(notLocal, '8_keep@3')],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [own] },
  }),
  retryList: {
    ...remoteCommands.retryList,
    icon: 'refresh',
    palette: false,
    menus: [
      { row: failed, group: 'inline@1' },
      { row: failed, group: '1_retry@1' },
    ],
  },
};

/** What VS Code is told of remotes. */
export const remotesContribution: Contribution = {
  commands: Object.values(specs),
  settings: [remotesSetting],
};
