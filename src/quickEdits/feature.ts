import { type Disposable, DisposableStore } from '../base/disposable';
import type { CommandHandler } from '../shell/lateCommands';
import { addRule, removeRules } from './acls';
import { quickEditCommands } from './contribution';
import { addDevice, editDevices } from './devices';
import type { QuickEditOptions } from './edit';
import { addPort, removePorts } from './forwards';
import { setLimits } from './limits';
import { editGroups, editRoles } from './members';
import { mountFolder } from './mountFolder';
import { assignProfiles, assignTo } from './profiles';
import { setSnapshotSchedule } from './snapshotSchedule';
import { attachVolume, detachVolume, moveVolume, resizeVolume } from './volumes';

/** Registers the changes that need no document. */
export function registerQuickEdits(options: QuickEditOptions): Disposable {
  const store = new DisposableStore();
  const handlers: Record<keyof typeof quickEditCommands, CommandHandler> = {
    instanceProfiles: (args) => assignProfiles(args, options),
    instanceLimits: (args) => setLimits(args, options),
    snapshotSchedule: (args) => setSnapshotSchedule(args, options),
    mountFolder: (args) => mountFolder(args, options),
    addDevice: (args) => addDevice(args, options),
    editDevices: (args) => editDevices(args, options),
    profileAssign: (args) => assignTo(args, true, options),
    profileUnassign: (args) => assignTo(args, false, options),
    volumeAttach: (args) => attachVolume(args, options),
    volumeDetach: (args) => detachVolume(args, options),
    volumeResize: (args) => resizeVolume(args, options),
    volumeMove: (args) => moveVolume(args, options),
    memberGroups: (args) => editGroups(args, options),
    memberRoles: (args) => editRoles(args, options),
    portAdd: (args) => addPort(args, options),
    portsRemove: (args) => removePorts(args, options),
    ruleAdd: (args) => addRule(args, options),
    rulesRemove: (args) => removeRules(args, options),
  };
  for (const [name, spec] of Object.entries(quickEditCommands))
    store.add(options.commands.register(spec, handlers[name as keyof typeof handlers]));
  return store;
}
