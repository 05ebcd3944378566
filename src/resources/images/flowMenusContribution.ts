import type { CommandSpec, Contribution, RowTest } from '../../shell/contributions';
import { imageFlowCommands } from './flowContribution';

const image: RowTest = { kind: 'image', none: ['lost'] };
const images: RowTest = { kind: 'images', none: ['lost'] };
const ofImage = { noun: 'LXD/Incus Image', palette: 'lxd.ready' };

/** All that VS Code is told of the commands. */
const specs: Record<keyof typeof imageFlowCommands, CommandSpec> = {
  exportImage: {
    ...imageFlowCommands.exportImage,
    ...ofImage,
    menus: [{ row: image, group: '6_move@2' }],
  },
  importImage: {
    ...imageFlowCommands.importImage,
    ...ofImage,
    icon: 'cloud-upload',
    menus: [
      { row: images, group: 'inline@1' },
      { row: images, group: '1_create@1' },
    ],
  },
  importUrl: {
    ...imageFlowCommands.importUrl,
    ...ofImage,
    menus: [{ row: images, group: '1_create@2' }],
  },
  copyImage: {
    ...imageFlowCommands.copyImage,
    ...ofImage,
    menus: [{ row: image, group: '6_move@1' }],
  },
  secretLink: {
    ...imageFlowCommands.secretLink,
    ...ofImage,
    icon: 'link',
    menus: [{ row: image, group: '6_move@3', single: true }],
  },
  deleteUnused: {
    ...imageFlowCommands.deleteUnused,
    ...ofImage,
    icon: 'trash',
    menus: [{ row: images, group: '9_remove@1' }],
  },
};

export const imageFlowsContribution: Contribution = { commands: Object.values(specs) };
