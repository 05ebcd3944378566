/**
 * What makes one more of something by asking for a few things: as much as VS Code has to know at once. Their places in
 * menus are in flowMenusContribution.
 */
export const flowCommands = {
  create: { id: 'lxd.instance.create', title: 'Create Instance…' },
  createFrom: { id: 'lxd.instance.createFrom', title: 'Create Instance from This…' },
  copy: { id: 'lxd.instance.copy', title: 'Copy…' },
  move: { id: 'lxd.instance.move', title: 'Move…' },
  publish: { id: 'lxd.instance.publish', title: 'Publish as Image…' },
  snapshot: { id: 'lxd.instance.snapshot', title: 'Create Snapshot…' },
  export: { id: 'lxd.instance.export', title: 'Export to File…' },
  import: { id: 'lxd.instance.import', title: 'Import from File…' },
  downloadBackup: { id: 'lxd.backup.download', title: 'Download…' },
  createBackup: { id: 'lxd.backup.create', title: 'Create Backup…' },
  rebuild: { id: 'lxd.instance.rebuild', title: 'Rebuild from Image…' },
  copySnapshot: { id: 'lxd.snapshot.copy', title: 'Copy to New Instance…' },
  publishSnapshot: { id: 'lxd.snapshot.publish', title: 'Publish as Image…' },
  browseSnapshot: { id: 'lxd.snapshot.browse', title: 'Browse Files…' },
  compareSnapshot: { id: 'lxd.snapshot.compare', title: 'Compare with Instance…' },
  compareFile: { id: 'lxd.files.compare', title: 'Compare with Snapshot…' },
} as const;
