import type { CommandSpec, Contribution, RowTest } from '../shell/contributions';

/** Kinds of the rows below an instance. */
export const filesKinds = { root: 'files', folder: 'folder', file: 'file' } as const;

const noun = 'LXD/Incus Files';
const files: RowTest = { kind: filesKinds.root };
const folder: RowTest = { kind: filesKinds.folder };
const file: RowTest = { kind: filesKinds.file };
const instance: RowTest = { kind: 'instance', all: ['canFiles'], none: ['lost'] };

/** Rows of files and folders, and the row "Files". */
export const fileRows: readonly RowTest[] = [files, folder, file];

/** The same entry on each of several kinds of rows. */
function on(rows: readonly RowTest[], group: string, single = false) {
  return rows.map((row) => ({ row, group, ...(single ? { single } : {}) }));
}

function command(verb: string, title: string, rest: Omit<CommandSpec, 'id' | 'title' | 'noun'>): CommandSpec {
  return { id: `lxd.files.${verb}`, title, noun, palette: false, ...rest };
}

export const fileCommands = {
  open: command('open', 'Open', { menus: on([file], '1_open@1') }),
  openFolder: command('openFolder', 'Open Folder in Workspace', {
    palette: 'lxd.ready',
    menus: [...on([instance], '3_files@1', true), ...on([files, folder], '1_open@2', true)],
  }),
  openFile: command('openFile', 'Open File by Path…', {
    palette: 'lxd.ready',
    menus: [...on([instance], '3_files@2', true), ...on([files, folder], '1_open@3', true)],
  }),
  newFile: command('newFile', 'New File…', {
    icon: 'new-file',
    menus: [...on([files, folder], 'inline@1'), ...on([files, folder], '3_new@1', true)],
  }),
  newFolder: command('newFolder', 'New Folder…', {
    icon: 'new-folder',
    menus: on([files, folder], '3_new@2', true),
  }),
  refresh: command('refresh', 'Refresh', {
    icon: 'refresh',
    menus: [...on([files], 'inline@2'), ...on([files, folder], '5_refresh@1', true)],
  }),
  copyPath: command('copyPath', 'Copy Path', { menus: on([file, folder], '8_copy@1') }),
  rename: command('rename', 'Rename…', {
    menus: on([file, folder], '9_remove@1', true),
    keys: { key: 'f2', rows: [file, folder] },
  }),
  remove: command('delete', 'Delete', {
    menus: on([file, folder], '9_remove@2'),
    keys: { key: 'delete', mac: 'cmd+backspace', rows: [file, folder] },
  }),
} as const;

export const filesContribution: Contribution = {
  commands: Object.values(fileCommands),
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
