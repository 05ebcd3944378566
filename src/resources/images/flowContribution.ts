/** What is done with images by asking for a few things: as much as VS Code has to know at once. See flowMenusContribution. */
export const imageFlowCommands = {
  exportImage: { id: 'lxd.image.export', title: 'Export to Files…' },
  importImage: { id: 'lxd.image.import', title: 'Import from Files…' },
  importUrl: { id: 'lxd.image.importUrl', title: 'Import from URL…' },
  copyImage: { id: 'lxd.image.copy', title: 'Copy to Another Server…' },
  secretLink: { id: 'lxd.image.secretLink', title: 'Copy Secret Link' },
  deleteUnused: { id: 'lxd.image.deleteUnused', title: 'Delete Unused…' },
} as const;
