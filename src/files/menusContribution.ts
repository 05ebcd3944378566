import type { CommandSpec, Contribution, RowTest } from '../shell/contributions';
import { fileCommands, filesKinds } from './contribution';

const files: RowTest = { kind: filesKinds.root };
const folder: RowTest = { kind: filesKinds.folder };
const file: RowTest = { kind: filesKinds.file };
const instance: RowTest = { kind: 'instance', all: ['canFiles'], none: ['lost'] };
const common = { noun: 'LXD/Incus Files', palette: false } as const;

/** The same entry on each of several kinds of rows. */
function on(rows: readonly RowTest[], group: string, single = false) {
  return rows.map((row) => ({ row, group, ...(single ? { single } : {}) }));
}

/** All that VS Code is told of the commands. */
const specs: Record<keyof typeof fileCommands, CommandSpec> = {
  open: { ...fileCommands.open, ...common, menus: on([file], '1_open@1') },
  openFolder: {
    ...fileCommands.openFolder,
    ...common,
    palette: 'lxd.ready',
    menus: [...on([instance], '3_files@1', true), ...on([files, folder], '1_open@2', true)],
  },
  openFile: {
    ...fileCommands.openFile,
    ...common,
    palette: 'lxd.ready',
    menus: [...on([instance], '3_files@2', true), ...on([files, folder], '1_open@3', true)],
  },
  newFile: {
    ...fileCommands.newFile,
    ...common,
    icon: 'new-file',
    menus: [...on([files, folder], 'inline@1'), ...on([files, folder], '3_new@1', true)],
  },
  newFolder: {
    ...fileCommands.newFolder,
    ...common,
    icon: 'new-folder',
    menus: on([files, folder], '3_new@2', true),
  },
  refresh: {
    ...fileCommands.refresh,
    ...common,
    icon: 'refresh',
    menus: [...on([files], 'inline@2'), ...on([files, folder], '5_refresh@1', true)],
  },
  copyPath: { ...fileCommands.copyPath, ...common, menus: on([file, folder], '8_copy@1') },
  rename: {
    ...fileCommands.rename,
    ...common,
    menus: on([file, folder], '9_remove@1', true),
    keys: { key: 'f2', rows: [file, folder] },
  },
  remove: {
    ...fileCommands.remove,
    ...common,
    menus: on([file, folder], '9_remove@2'),
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [file, folder] },
  },
};

export const filesContribution: Contribution = {
  commands: Object.values(specs),
  settings: [
    {
      name: 'lxd.files.newFileOwner',
      schema: {
        type: 'string',
        enum: ['directory', 'root'],
        enumDescriptions: ['The owner of the folder that it is created in.', 'root of the instance.'],
        default: 'directory',
        markdownDescription: 'Owner of new files and folders in an instance.',
      },
    },
  ],
  points: {
    resourceLabelFormatters: [
      {
        scheme: 'lxd',
        authority: '*',
        formatting: {
          label: '${authority}:${path}',
          separator: '/',
          stripPathSegments: 1,
          workspaceSuffix: 'LXD/Incus',
        },
      },
    ],
  },
};
