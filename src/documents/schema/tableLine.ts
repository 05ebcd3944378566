import type { KeyKind, KeySpec } from './schema';

export type Product = 'lxd' | 'incus';

/**
 * The keys of each kind of object, by what they belong to: 'instance', 'network:bridge', 'storagePool:zfs',
 * 'device:disk', 'device:nic_bridged'.
 */
export type Targets = ReadonlyMap<string, readonly KeySpec[]>;

const kinds: Readonly<Record<string, readonly [KeyKind, string]>> = {
  text: ['string', 'string'],
  bool: ['bool', 'bool'],
  int: ['integer', 'integer'],
  size: ['size', 'size'],
  memory: ['memory', 'size or percentage'],
  bitrate: ['bitRate', 'bits per second'],
  iorate: ['ioRate', 'bytes or operations per second'],
  cpu: ['cpu', 'number or set of CPUs'],
  allowance: ['cpuShare', 'share of CPU time'],
  expiry: ['expiry', 'time span'],
  schedule: ['schedule', 'schedule'],
  mac: ['mac', 'MAC address'],
  vlan: ['vlan', 'VLAN'],
  list: ['list', 'list'],
  blob: ['blob', 'text'],
  one: ['string', 'string'],
  open: ['string', 'string'],
};

const conditions: Readonly<Record<string, string>> = { ct: 'container', vm: 'virtual machine' };

/**
 * One line of a table: `name | type | default | flags | what it is for`. The type may say which values there are:
 * `one(a,b)` all of them, `open(a,b)` the usual ones. Flags: `live` and `restart` (when a change takes effect), `ct` and
 * `vm` (for which instances), `req` (required), `ro` (the server's own), `lxd` and `incus` (only there).
 */
function keyOfLine(line: string, group: string, product: Product): KeySpec | undefined {
  const [name = '', typeText = '', byDefault = '', flagText = '', short = ''] = line
    .split(' |')
    .map((part) => part.trim());
  const flags = flagText.split(' ');
  const other: Product = product === 'lxd' ? 'incus' : 'lxd';
  if (flags.includes(other)) return undefined;
  const [, word = typeText, values] = /^(\w+)\((.*)\)$/.exec(typeText) ?? [];
  const [type, text] = kinds[word] ?? (['string', word] as const);
  const condition = flags.map((flag) => conditions[flag]).find((found) => found !== undefined);
  return {
    name,
    type,
    typeText: text,
    short,
    group,
    ...(byDefault !== '' && { default: byDefault }),
    ...(values !== undefined && { allowed: values.split(',') }),
    ...(word === 'open' && { othersAllowed: true }),
    ...(condition !== undefined && { condition }),
    ...(flags.includes('live') && { liveUpdate: true }),
    ...(flags.includes('restart') && { liveUpdate: false }),
    ...(flags.includes('req') && { required: true }),
    ...(flags.includes('ro') && { readOnly: true }),
  };
}

/**
 * Reads tables of keys. `@` begins a part and names what its keys belong to, `@+` names more, `#` begins a group; what
 * follows, up to the next `@`, is a key a line.
 */
export function readTables(tables: readonly string[], product: Product): Targets {
  const targets = new Map<string, KeySpec[]>();
  for (const table of tables) {
    let names: string[] = [];
    let group = '';
    for (const line of table.split('\n').filter((text) => text !== '')) {
      const [mark = '', ...words] = line.split(' ');
      if (mark === '@') names = words;
      else if (mark === '@+') names = [...names, ...words];
      else if (mark === '#') group = words.join(' ');
      else {
        const spec = keyOfLine(line, group, product);
        for (const name of spec ? names : []) {
          const list = targets.get(name) ?? [];
          targets.set(name, list);
          if (spec) list.push(spec);
        }
      }
    }
  }
  return targets;
}
