import type { RowTest } from '../shell/contributions';

/** Kinds of the rows below an instance. */
export const filesKinds = { root: 'files', folder: 'folder', file: 'file' } as const;

/** Rows of files and folders, and the row "Files". */
export const fileRows: readonly RowTest[] = [
  { kind: filesKinds.root },
  { kind: filesKinds.folder },
  { kind: filesKinds.file },
];

/** As much of the commands as VS Code has to know at once; their menus are in menusContribution. */
export const fileCommands = {
  open: { id: 'lxd.files.open', title: 'Open' },
  openFolder: { id: 'lxd.files.openFolder', title: 'Open Folder in Workspace' },
  openFile: { id: 'lxd.files.openFile', title: 'Open File by Path…' },
  newFile: { id: 'lxd.files.newFile', title: 'New File…' },
  newFolder: { id: 'lxd.files.newFolder', title: 'New Folder…' },
  refresh: { id: 'lxd.files.refresh', title: 'Refresh' },
  copyPath: { id: 'lxd.files.copyPath', title: 'Copy Path' },
  rename: { id: 'lxd.files.rename', title: 'Rename…' },
  remove: { id: 'lxd.files.delete', title: 'Delete' },
} as const;
