import type { CommandSpec, Contribution, RowTest } from '../../shell/contributions';

/** Kind of the row of an identity: who may sign in to newer LXD. */
export const identityKind = 'identity';

export const anyIdentity: RowTest = { kind: identityKind };
const removable: RowTest = { kind: identityKind, all: ['removable'], none: ['lost'] };
const noun = 'LXD/Incus Identity';

export const identityCommands = {
  copyId: {
    id: 'lxd.identity.copyId',
    title: 'Copy Identifier',
    noun,
    palette: false,
    menus: [{ row: anyIdentity, group: '8_copy@1' }],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [anyIdentity] },
  },
  remove: {
    id: 'lxd.identity.delete',
    title: 'Delete',
    noun,
    palette: false,
    menus: [{ row: removable, group: '9_remove@1' }],
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [removable] },
  },
} as const satisfies Record<string, CommandSpec>;

export const identitiesContribution: Contribution = { commands: Object.values(identityCommands) };
