import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../shell/contributions';
import { quickEditCommands } from './contribution';

const instance: RowTest = { kind: 'instance', none: ['lost'] };
const profile: RowTest = { kind: 'profile', none: ['lost'] };
/** The flag is the type: of people, not of an instance or an image. */
const volume: RowTest = { kind: 'volume', all: ['custom'], none: ['lost'] };
const member: RowTest = { kind: 'member', none: ['lost'] };

const forward: RowTest = { kind: 'forward', none: ['lost'] };
const acl: RowTest = { kind: 'networkAcl', none: ['lost'] };

const at = (row: RowTest, group: string, many = false): MenuPlace[] => [
  { row, group, ...(many ? {} : { single: true }) },
];

/** All that VS Code is told of the commands. */
const specs: Record<keyof typeof quickEditCommands, CommandSpec> = {
  instanceProfiles: {
    ...quickEditCommands.instanceProfiles,
    noun: 'LXD/Incus Instance',
    palette: false,
    menus: at(instance, '5_edit@2', true),
  },
  instanceLimits: {
    ...quickEditCommands.instanceLimits,
    noun: 'LXD/Incus Instance',
    palette: 'lxd.ready',
    menus: at(instance, '5_edit@3', true),
  },
  snapshotSchedule: {
    ...quickEditCommands.snapshotSchedule,
    noun: 'LXD/Incus Instance',
    palette: 'lxd.ready',
    menus: at(instance, '5_edit@4', true),
  },
  addDevice: {
    ...quickEditCommands.addDevice,
    noun: 'LXD/Incus Instance',
    palette: 'lxd.ready',
    menus: at(instance, '5_edit@5', true),
  },
  editDevices: {
    ...quickEditCommands.editDevices,
    noun: 'LXD/Incus Instance',
    palette: 'lxd.ready',
    menus: at(instance, '5_edit@6'),
  },
  mountFolder: {
    ...quickEditCommands.mountFolder,
    noun: 'LXD/Incus Instance',
    palette: 'lxd.ready',
    menus: at(instance, '5_edit@7'),
  },
  profileAssign: {
    ...quickEditCommands.profileAssign,
    noun: 'LXD/Incus Profile',
    icon: 'link',
    palette: false,
    menus: at(profile, '2_assign@1'),
  },
  profileUnassign: {
    ...quickEditCommands.profileUnassign,
    noun: 'LXD/Incus Profile',
    palette: false,
    menus: at(profile, '2_assign@2'),
  },
  volumeAttach: {
    ...quickEditCommands.volumeAttach,
    noun: 'LXD/Incus Volume',
    icon: 'plug',
    palette: false,
    menus: [...at(volume, 'inline@1'), ...at(volume, '2_attach@1')],
  },
  volumeDetach: {
    ...quickEditCommands.volumeDetach,
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '2_attach@2'),
  },
  volumeResize: {
    ...quickEditCommands.volumeResize,
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '5_edit@2'),
  },
  volumeMove: {
    ...quickEditCommands.volumeMove,
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '5_edit@3'),
  },
  memberGroups: {
    ...quickEditCommands.memberGroups,
    noun: 'LXD/Incus Cluster Member',
    palette: false,
    menus: at(member, '5_edit@2'),
  },
  memberRoles: {
    ...quickEditCommands.memberRoles,
    noun: 'LXD/Incus Cluster Member',
    palette: false,
    menus: at(member, '5_edit@3'),
  },
  portAdd: {
    ...quickEditCommands.portAdd,
    noun: 'LXD/Incus Network Forward',
    icon: 'add',
    palette: false,
    menus: [...at(forward, 'inline@1'), ...at(forward, '2_rules@1')],
  },
  portsRemove: {
    ...quickEditCommands.portsRemove,
    noun: 'LXD/Incus Network Forward',
    palette: false,
    menus: at(forward, '2_rules@2'),
  },
  ruleAdd: {
    ...quickEditCommands.ruleAdd,
    noun: 'LXD/Incus Network ACL',
    icon: 'add',
    palette: false,
    menus: [...at(acl, 'inline@1'), ...at(acl, '2_rules@1')],
  },
  rulesRemove: {
    ...quickEditCommands.rulesRemove,
    noun: 'LXD/Incus Network ACL',
    palette: false,
    menus: at(acl, '2_rules@2'),
  },
};

export const quickEditsContribution: Contribution = { commands: Object.values(specs) };
