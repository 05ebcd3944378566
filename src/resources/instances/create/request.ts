import type { ServerInfo } from '../../../client/server';
import type { InstanceSource, InstancesPost } from '../wire';

export type InstanceType = 'container' | 'virtual-machine';

/** What a person may say of a new instance beside its image and name; what is not there the server decides. */
export interface Wishes {
  /** In the order in which they apply. */
  readonly profiles: readonly string[];
  readonly pool?: string | undefined;
  /** Of the root disk, as the server reads it: `20GiB`. */
  readonly size?: string | undefined;
  /** `2`, or the CPUs themselves: `0-3`. */
  readonly cpu?: string | undefined;
  /** `2GiB`, or a part of the server's: `10%`. */
  readonly memory?: string | undefined;
  readonly network?: string | undefined;
  /** Cluster member. */
  readonly member?: string | undefined;
  /** For cloud-init. */
  readonly userData?: string | undefined;
  readonly ephemeral: boolean;
}

/** Devices by their names. */
export type Devices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The devices that these profiles give an instance; of two of one name the later profile's. */
export function devicesOf(
  profiles: readonly { readonly name: string; readonly devices?: Devices }[],
  names: readonly string[],
): Devices {
  const found = names.map((name) => profiles.find((profile) => profile.name === name)?.devices ?? {});
  return Object.assign({}, ...found) as Devices;
}

/** The name of the root disk among devices. */
export function rootOf(devices: Devices): string | undefined {
  return nameOf(devices, ({ type, path, source }) => type === 'disk' && path === '/' && !source);
}

/** The name of the first network interface among devices. */
export function nicOf(devices: Devices): string | undefined {
  return nameOf(devices, ({ type }) => type === 'nic');
}

function nameOf(
  devices: Devices,
  isIt: (device: Readonly<Record<string, string>>) => boolean,
): string | undefined {
  return Object.keys(devices).find((name) => isIt(devices[name] ?? {}));
}

/**
 * The body of POST /1.0/instances.
 * @param inherited the devices of the profiles: a wish replaces the one of its kind, and leaves its other keys
 */
export function instanceRequest(
  { name, type, source }: { name: string; type: InstanceType; source: InstanceSource },
  wishes: Wishes,
  inherited: Devices,
  { extensions }: Pick<ServerInfo, 'extensions'>,
): InstancesPost {
  const { profiles, cpu, memory, userData, ephemeral } = wishes;
  // Before there were keys of cloud-init's own it read those of the person.
  const userDataKey = extensions.has('cloud_init') ? 'cloud-init.user-data' : 'user.user-data';
  return {
    name,
    type,
    source,
    profiles,
    ephemeral,
    config: given({ 'limits.cpu': cpu, 'limits.memory': memory, [userDataKey]: userData }),
    devices: { ...rootDevice(wishes, inherited), ...nicDevice(wishes, inherited) },
  };
}

function rootDevice({ pool, size }: Wishes, inherited: Devices): Devices {
  if (pool === undefined && size === undefined) return {};
  const name = rootOf(inherited) ?? 'root';
  return { [name]: { ...inherited[name], type: 'disk', path: '/', ...given({ pool, size }) } };
}

/** The network card that a wish makes, or changes where a profile has it. */
export function nicDevice({ network }: Wishes, inherited: Devices): Devices {
  if (network === undefined) return {};
  const name = nicOf(inherited) ?? 'eth0';
  return { [name]: { type: 'nic', name: inherited[name]?.['name'] ?? name, network } };
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** How long a name may be. */
const longest = 63;
/** What a number behind it may take of that. */
const numberLength = 5;

/**
 * A name for an instance of this image that is free: `debian-12`, then `debian-12-2`.
 * @param image the image's alias or title
 */
export function suggestedName(image: string, isTaken: (name: string) => boolean): string {
  const plain = image
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // What stands in brackets is said by the number before it.
    .replace(/\([^)]*\)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, longest - numberLength)
    .replace(/-+$/, '');
  return freeName(plain || 'instance', isTaken);
}

/** This name, or the first of it with a number that is free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const first = name.slice(0, longest - numberLength);
  if (!isTaken(name) && name.length <= longest) return name;
  for (let number = 2; ; number++) {
    const next = `${first}-${String(number)}`;
    if (!isTaken(next)) return next;
  }
}
