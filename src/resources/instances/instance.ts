import {
  asList,
  asObject,
  asTexts,
  isObject,
  type JsonObject,
  numberField,
  optionalText,
  textField,
  textMap,
} from '../../client/decode';

/** An instance as the list gives it. Times are ISO 8601; the year 1 or 1970 means never. */
export interface Instance {
  readonly name: string;
  readonly project: string;
  readonly type: 'container' | 'virtual-machine';
  readonly status: InstanceStatus;
  /** The server's own word, like "Running". */
  readonly statusText: string;
  readonly ephemeral: boolean;
  readonly description: string;
  readonly profiles: readonly string[];
  /** Cluster member, '' outside a cluster. */
  readonly location: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  /** Effective configuration: profiles applied. */
  readonly config: Readonly<Record<string, string>>;
  readonly devices: Readonly<Record<string, JsonObject>>;
  /** Number of snapshots, undefined where not asked. */
  readonly snapshots: number | undefined;
  /** Undefined where not asked. */
  readonly state: InstanceState | undefined;
}

export type InstanceStatus = 'running' | 'stopped' | 'frozen' | 'error' | 'other';

/** What is true of a running instance at one moment. Sizes in bytes. */
export interface InstanceState {
  /** Global addresses, IPv4 first. */
  readonly addresses: readonly string[];
  readonly memoryUsage: number;
  readonly diskUsage: number;
  readonly processes: number;
  /** ISO 8601, '' where the server does not say. */
  readonly startedAt: string;
}

/** Reads an instance of recursion 1 (list) or of a full GET. */
export function decodeInstance(value: unknown): Instance {
  const object = asObject(value, 'instance');
  const location = optionalText(object, 'location');
  return {
    name: textField(object, 'name'),
    project: optionalText(object, 'project') || 'default',
    type: optionalText(object, 'type') === 'virtual-machine' ? 'virtual-machine' : 'container',
    status: statusOf(numberField(object, 'status_code'), optionalText(object, 'status')),
    statusText: optionalText(object, 'status'),
    ephemeral: object['ephemeral'] === true,
    description: optionalText(object, 'description'),
    profiles: asTexts(object['profiles'], 'profiles'),
    location: location === 'none' ? '' : location,
    createdAt: optionalText(object, 'created_at'),
    lastUsedAt: optionalText(object, 'last_used_at'),
    config: { ...textMap(object['config']), ...textMap(object['expanded_config']) },
    devices: devicesOf(object['expanded_devices']),
    snapshots: 'snapshots' in object ? asList(object['snapshots'], 'snapshots', (s) => s).length : undefined,
    state: isObject(object['state']) ? decodeState(object['state']) : undefined,
  };
}

/** Reads the answer of GET /1.0/instances/{name}/state. */
export function decodeState(value: unknown): InstanceState {
  const object = asObject(value, 'instance state');
  const disks = isObject(object['disk']) ? Object.values(object['disk']) : [];
  const memory: JsonObject = isObject(object['memory']) ? object['memory'] : {};
  return {
    addresses: addressesOf(object['network']),
    memoryUsage: numberField(memory, 'usage'),
    diskUsage: disks.reduce<number>(
      (sum, disk) => sum + (isObject(disk) ? numberField(disk, 'usage') : 0),
      0,
    ),
    processes: numberField(object, 'processes'),
    startedAt: optionalText(object, 'started_at'),
  };
}

/** The API's status codes: 102 stopped, 103 running, 110 frozen, 112 error; others are on their way. */
function statusOf(code: number, text: string): InstanceStatus {
  if (code === 102) return 'stopped';
  if (code === 103) return 'running';
  if (code === 110) return 'frozen';
  if (code === 112 || text === 'Error') return 'error';
  return 'other';
}

function addressesOf(network: unknown): string[] {
  if (!isObject(network)) return [];
  const found: { address: string; family: string }[] = [];
  for (const [name, nic] of Object.entries(network)) {
    if (name === 'lo' || !isObject(nic)) continue;
    for (const entry of asList(nic['addresses'], 'addresses', (item) => asObject(item, 'address'))) {
      if (optionalText(entry, 'scope') === 'global') {
        found.push({ address: optionalText(entry, 'address'), family: optionalText(entry, 'family') });
      }
    }
  }
  return found.sort((a, b) => a.family.localeCompare(b.family)).map((entry) => entry.address);
}

function devicesOf(value: unknown): Record<string, JsonObject> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((e): e is [string, JsonObject] => isObject(e[1])));
}

/** True for a time that the server means. */
export function isTime(text: string): boolean {
  return text !== '' && new Date(text).getFullYear() > 1970;
}
