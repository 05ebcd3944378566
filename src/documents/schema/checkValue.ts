import type { KeyKind, KeySpec } from './schema';

const bools = /^(?:true|false|1|0|yes|no|on|off)$/i;
const byteSize = /^\d+(?: bytes|B|[kMGTPE]B|[KMGTPE]iB)?$/;
const percent = /^\d+%$/;
const cpuSet = /^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/;
const cpuShare = /^(?:\d+%|\d+ms\/\d+ms)$/;
const expiry = /^\d+[SMHdwmy](?: \d+[SMHdwmy])*$/;
const alias = /^@(?:startup|never|hourly|daily|midnight|weekly|monthly|annually|yearly)$/;
const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

/** Whether a value of this kind may look like this; only what is surely refused is not. */
const looks: Readonly<Partial<Record<KeyKind, (value: string) => boolean>>> = {
  bool: (value) => bools.test(value),
  integer: (value) => /^-?\d+$/.test(value),
  size: (value) => byteSize.test(value),
  memory: (value) => byteSize.test(value) || percent.test(value),
  bitRate: (value) => /^\d/.test(value),
  ioRate: (value) => /^\d/.test(value),
  cpu: (value) => cpuSet.test(value),
  cpuShare: (value) => cpuShare.test(value),
  expiry: (value) => expiry.test(value),
  schedule: (value) =>
    value.startsWith('@')
      ? value.split(',').every((part) => alias.test(part.trim()))
      : value.trim().split(/\s+/).length >= 5,
  mac: (value) => mac.test(value),
  vlan: (value) => /^(?:\d+|none)$/.test(value),
};

/** How a value of this kind has to look, in words. */
const shapes: Readonly<Partial<Record<KeyKind, string>>> = {
  bool: 'true or false',
  integer: 'a whole number',
  size: 'a size such as 512MiB or 10GB',
  memory: 'a size such as 512MiB or 10GB, or a percentage such as 50%',
  bitRate: 'a number of bits per second such as 100Mbit',
  ioRate: 'a rate such as 30MB or 50iops',
  cpu: 'a number of CPUs such as 2, or a set such as 0-3 or 1,5',
  cpuShare: 'a percentage such as 50%, or a time such as 25ms/100ms',
  expiry: 'spans of time such as 1d or 2w 12H (S, M, H, d, w, m, y)',
  schedule: 'a cron expression of five fields, or aliases such as @daily',
  mac: 'a MAC address such as 00:16:3e:12:34:56',
  vlan: 'a number, or none',
};

/** Whether the servers take this as a size. */
export const isSize = (value: string): boolean => byteSize.test(value);

/** Longer lists are not read. */
const shown = 12;

/** What is wrong with a value, on one line; nothing where it is right, or where that cannot be told. */
export function checkValue(spec: KeySpec, value: string): string | undefined {
  // An empty value unsets the key.
  if (value === '') return undefined;
  const { allowed, othersAllowed, type } = spec;
  if (allowed?.includes(value) === true) return undefined;
  if (allowed && othersAllowed !== true) {
    return `${spec.name} must be one of ${allowed.slice(0, shown).join(', ')}`;
  }
  if (looks[type]?.(value) !== false) return undefined;
  return `${spec.name} must be ${shapes[type] ?? type}`;
}
