import type { KindData } from '../../kinds/kindContribution';
import type { CommandSpec, Contribution, RowTest } from '../../shell/contributions';

/** Kind of the row of an image on an image server. */
export const serverImageKind = 'serverImage';
/** Kind of the row of one operating system on an image server. */
export const imageGroupKind = 'imageGroup';

export const anyServerImage: RowTest = { kind: serverImageKind };
/** A remote's row is the remotes feature's; its flag says that it has images and nothing else. */
export const imageServerRow: RowTest = { kind: 'remote', all: ['images'] };
const withAlias: RowTest = { kind: serverImageKind, all: ['alias'] };

export const imageCommands = {
  refresh: {
    id: 'lxd.imageServer.refresh',
    title: 'Refresh',
    noun: 'LXD/Incus Image Server',
    icon: 'refresh',
    palette: false,
    menus: [
      { row: imageServerRow, group: 'inline@1' },
      { row: imageServerRow, group: '1_connect@3' },
    ],
  },
  copyAlias: {
    id: 'lxd.image.copyAlias',
    title: 'Copy Alias',
    noun: 'LXD/Incus Image',
    icon: 'copy',
    palette: false,
    menus: [
      { row: withAlias, group: 'inline@1' },
      { row: withAlias, group: '8_copy@1' },
    ],
    keys: { key: 'ctrl+c', mac: 'cmd+c', rows: [withAlias] },
  },
  copyFingerprint: {
    id: 'lxd.image.copyFingerprint',
    title: 'Copy Fingerprint',
    noun: 'LXD/Incus Image',
    palette: false,
    menus: [{ row: anyServerImage, group: '8_copy@2' }],
  },
} as const satisfies Record<string, CommandSpec>;

export const imagesContribution: Contribution = { commands: Object.values(imageCommands) };

/** Images of a server's own; those of image servers are another kind. */
export const imageData: KindData = {
  id: 'image',
  folder: 'images',
  one: 'image',
  many: 'Images',
  noun: 'Image',
  icon: 'package',
  actions: [
    { verb: 'refresh', title: 'Refresh from Its Source', icon: 'refresh', group: '2_state@1' },
    { verb: 'makePublic', title: 'Make Public', icon: 'globe', group: '2_state@2', none: ['public'] },
    { verb: 'makePrivate', title: 'Make Private', icon: 'lock', group: '2_state@2', all: ['public'] },
  ],
  verbs: ['edit', 'delete'],
};

export const aliasData: KindData = {
  id: 'imageAlias',
  folder: 'imageAliases',
  one: 'alias',
  many: 'Aliases',
  noun: 'Image Alias',
  icon: 'tag',
  verbs: ['create', 'edit', 'rename', 'delete'],
};
