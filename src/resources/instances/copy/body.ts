import { rootOf, type Devices } from '../create/request';
import type { Instance, InstancesPost } from '../wire';

/** What is wished to be otherwise about a copy. */
export interface CopyWishes {
  readonly name: string;
  readonly profiles: readonly string[];
  /** Storage pool of the root disk; undefined leaves it as the profiles or the instance's own device say. */
  readonly pool?: string | undefined;
  /** Keeps what it is known by: for what is not to be there twice in the end. */
  readonly keepsIdentity?: boolean;
}

/**
 * What a copy of an instance is to be, without where it comes from: POST /1.0/instances. All that is an instance's own
 * goes with it, but for what its server keeps there itself (`volatile.*`), addresses of network cards among that.
 */
export function copyBody(
  {
    type,
    architecture,
    config = {},
    devices = {},
    ephemeral = false,
    description = '',
    expanded_devices = {},
  }: Instance,
  { name, profiles, pool, keepsIdentity = false }: CopyWishes,
): InstancesPost {
  const root = rootOf(expanded_devices) ?? 'root';
  return {
    name,
    profiles,
    ephemeral,
    description,
    type,
    ...(architecture === undefined ? {} : { architecture }),
    config: Object.fromEntries(
      Object.entries(config).filter(
        ([key]) => !key.startsWith('volatile.') || key === baseImage || (keepsIdentity && identity.test(key)),
      ),
    ),
    devices: {
      ...devices,
      ...(pool === undefined ? {} : { [root]: { ...rootDevice(expanded_devices, root), pool } }),
    },
  };
}

const baseImage = 'volatile.base_image';
/** The addresses of its network cards; its own number; and that by which cloud-init knows that it has run before. */
const identity = /^volatile\.([^.]+\.hwaddr|uuid|cloud-init\.instance-id)$/;

/** The fingerprint of the image that an instance was made from; '' where it was made from none. */
export function baseImageOf({ config = {} }: Instance): string {
  return config[baseImage] ?? '';
}

function rootDevice(devices: Devices, name: string): Readonly<Record<string, string>> {
  return { type: 'disk', path: '/', ...devices[name] };
}
