/** Changes that need no document: what belongs to what, and how large it is. Their menus are in menusContribution. */
export const quickEditCommands = {
  instanceProfiles: { id: 'lxd.instance.assignProfiles', title: 'Assign Profiles…' },
  profileAssign: { id: 'lxd.profile.assign', title: 'Assign to Instances…' },
  profileUnassign: { id: 'lxd.profile.unassign', title: 'Remove from Instances…' },
  volumeAttach: { id: 'lxd.volume.attach', title: 'Attach to Instance…' },
  volumeDetach: { id: 'lxd.volume.detach', title: 'Detach from Instances…' },
  volumeResize: { id: 'lxd.volume.resize', title: 'Resize…' },
  volumeMove: { id: 'lxd.volume.move', title: 'Move to Another Pool…' },
  memberGroups: { id: 'lxd.member.groups', title: 'Edit Groups…' },
  memberRoles: { id: 'lxd.member.roles', title: 'Edit Roles…' },
  portAdd: { id: 'lxd.forward.addPort', title: 'Add Port…' },
  portsRemove: { id: 'lxd.forward.removePorts', title: 'Remove Ports…' },
  ruleAdd: { id: 'lxd.networkAcl.addRule', title: 'Add Rule…' },
  rulesRemove: { id: 'lxd.networkAcl.removeRules', title: 'Remove Rules…' },
} as const;
