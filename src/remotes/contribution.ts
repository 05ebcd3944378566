/** Kind of a remote's row. */
export const remoteKind = 'remote';

/** As much of the commands as VS Code has to know at once; their menus are in menusContribution. */
export const remoteCommands = {
  add: { id: 'lxd.remote.add', title: 'Add Remote…' },
  retry: { id: 'lxd.remote.retry', title: 'Retry' },
  reconnect: { id: 'lxd.remote.reconnect', title: 'Reconnect' },
  trust: { id: 'lxd.remote.trust', title: 'Trust…' },
  copyFix: { id: 'lxd.remote.copyFix', title: 'Copy Fix Command' },
  disable: { id: 'lxd.remote.disable', title: 'Disable' },
  enable: { id: 'lxd.remote.enable', title: 'Enable' },
  setProject: { id: 'lxd.remote.setDefaultProject', title: 'Set Default Project…' },
  share: { id: 'lxd.remote.share', title: 'Share with the CLI…' },
  rename: { id: 'lxd.remote.rename', title: 'Rename…' },
  remove: { id: 'lxd.remote.remove', title: 'Remove' },
  retryList: { id: 'lxd.error.retry', title: 'Retry' },
} as const;
