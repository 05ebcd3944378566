import { AppError } from '../../../base/errors';
import { rootOf } from '../create/request';
import type { Instance, InstanceSnapshot, InstancesPost } from '../wire';

/** What tells a copy that was made to look into a snapshot from other instances; its value is the time of its making. */
export const lookKey = 'user.lxd-explorer.look';

/** How long a name may be. */
const longest = 63;

/** What a copy is called: `web1-look-1a2b`. @param suffix four characters */
export function copyName(instance: string, suffix: string): string {
  const end = `-look-${suffix}`;
  return `${instance.slice(0, longest - end.length).replace(/-+$/, '')}${end}`;
}

/** Keys that decide whose the files are, and those that a project may demand; profiles stay behind. */
const needed = /^(security\.|limits\.|raw\.idmap$)/;

/**
 * PURE: a copy of a snapshot whose files are to be read: POST /1.0/instances. It has its root disk and nothing else, no
 * profile, and nothing in it starts, protects or snapshots it: what the request does not name the servers take from the
 * snapshot, so devices are named as none, and keys with another value.
 * @param instance as it is now: the disk of the snapshot is where its disk is
 * @throws AppError 'unsupported' for a virtual machine: only an agent inside can read its files
 */
export function lookBody(
  { name: instance, type, architecture, expanded_devices = {} }: Instance,
  snapshot: string,
  { devices = {}, config = {}, expanded_config = config }: InstanceSnapshot,
  { name, project, made }: { name: string; project: string; made: string },
): InstancesPost {
  if (type === 'virtual-machine')
    throw new AppError(
      'unsupported',
      `${instance} is a virtual machine: servers read the files of one only while it runs`,
    );
  const root = rootOf(expanded_devices) ?? 'root';
  const carried = Object.entries(expanded_config).filter(([key]) => needed.test(key));
  const hidden = Object.keys(devices).map((device) => [device, { type: 'none' }] as const);
  return {
    name,
    type,
    ...(architecture === undefined ? {} : { architecture }),
    description: `Temporary copy of ${instance}/${snapshot} to read its files, deleted when they are read`,
    profiles: [],
    ephemeral: false,
    stateful: false,
    config: {
      ...Object.fromEntries(carried),
      'boot.autostart': 'false',
      'security.protection.delete': 'false',
      'snapshots.schedule': '',
      [lookKey]: made,
    },
    devices: {
      ...Object.fromEntries(hidden),
      [root]: { type: 'disk', path: '/', ...expanded_devices[root] },
    },
    source: {
      type: 'copy',
      source: `${instance}/${snapshot}`,
      project,
      instance_only: true,
      container_only: true,
    },
  };
}
