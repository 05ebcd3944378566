import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../shell/contributions';

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

/** Changes that need no document: what belongs to what, and how large it is. */
export const quickEditCommands = {
  instanceProfiles: {
    id: 'lxd.instance.assignProfiles',
    title: 'Assign Profiles…',
    noun: 'LXD/Incus Instance',
    palette: false,
    menus: at(instance, '5_edit@2', true),
  },
  profileAssign: {
    id: 'lxd.profile.assign',
    title: 'Assign to Instances…',
    noun: 'LXD/Incus Profile',
    icon: 'link',
    palette: false,
    menus: at(profile, '2_assign@1'),
  },
  profileUnassign: {
    id: 'lxd.profile.unassign',
    title: 'Remove from Instances…',
    noun: 'LXD/Incus Profile',
    palette: false,
    menus: at(profile, '2_assign@2'),
  },
  volumeAttach: {
    id: 'lxd.volume.attach',
    title: 'Attach to Instance…',
    noun: 'LXD/Incus Volume',
    icon: 'plug',
    palette: false,
    menus: [...at(volume, 'inline@1'), ...at(volume, '2_attach@1')],
  },
  volumeDetach: {
    id: 'lxd.volume.detach',
    title: 'Detach from Instances…',
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '2_attach@2'),
  },
  volumeResize: {
    id: 'lxd.volume.resize',
    title: 'Resize…',
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '5_edit@2'),
  },
  volumeMove: {
    id: 'lxd.volume.move',
    title: 'Move to Another Pool…',
    noun: 'LXD/Incus Volume',
    palette: false,
    menus: at(volume, '5_edit@3'),
  },
  memberGroups: {
    id: 'lxd.member.groups',
    title: 'Edit Groups…',
    noun: 'LXD/Incus Cluster Member',
    palette: false,
    menus: at(member, '5_edit@2'),
  },
  memberRoles: {
    id: 'lxd.member.roles',
    title: 'Edit Roles…',
    noun: 'LXD/Incus Cluster Member',
    palette: false,
    menus: at(member, '5_edit@3'),
  },
  portAdd: {
    id: 'lxd.forward.addPort',
    title: 'Add Port…',
    noun: 'LXD/Incus Network Forward',
    icon: 'add',
    palette: false,
    menus: [...at(forward, 'inline@1'), ...at(forward, '2_rules@1')],
  },
  portsRemove: {
    id: 'lxd.forward.removePorts',
    title: 'Remove Ports…',
    noun: 'LXD/Incus Network Forward',
    palette: false,
    menus: at(forward, '2_rules@2'),
  },
  ruleAdd: {
    id: 'lxd.networkAcl.addRule',
    title: 'Add Rule…',
    noun: 'LXD/Incus Network ACL',
    icon: 'add',
    palette: false,
    menus: [...at(acl, 'inline@1'), ...at(acl, '2_rules@1')],
  },
  rulesRemove: {
    id: 'lxd.networkAcl.removeRules',
    title: 'Remove Rules…',
    noun: 'LXD/Incus Network ACL',
    palette: false,
    menus: at(acl, '2_rules@2'),
  },
} as const satisfies Record<string, CommandSpec>;

export const quickEditsContribution: Contribution = { commands: Object.values(quickEditCommands) };
