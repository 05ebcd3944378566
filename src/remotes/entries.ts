// PURE: what the setting of the remotes says.
import { isObject, type JsonObject } from '../client/decode';
import type { CliFlavour } from '../client/auth/cliConfig';

/** Whose client certificate a remote is shown: one of our own, or the one of that client, in its place. */
export type IdentityChoice = 'own' | CliFlavour;

/** A server that was added here. Secrets are elsewhere. */
export interface RemoteEntry {
  /** `https://host:port` each, tried in this order; or one `unix:/path`. */
  readonly addresses: readonly string[];
  /** Lower-case hex SHA-256 of the server's certificate; without it the system's authorities decide. */
  readonly fingerprint?: string;
  readonly auth: 'tls' | 'oidc' | 'none';
  readonly protocol: 'lxd' | 'incus' | 'simplestreams';
  /** Only its public images are wanted. */
  readonly public?: boolean;
  readonly project?: string;
  readonly identity?: IdentityChoice;
  readonly disabled?: boolean;
}

/** What is set for a remote that comes from elsewhere. */
export type RemoteOverride = Pick<RemoteEntry, 'project' | 'disabled'>;

export interface Entries {
  readonly remotes: ReadonlyMap<string, RemoteEntry>;
  readonly overrides: ReadonlyMap<string, RemoteOverride>;
  /** What is wrong with entries that cannot be used, by name. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Reads the setting; an entry that cannot be used says why and harms no other. Unknown keys are passed over. */
export function readEntries(value: unknown): Entries {
  const remotes = new Map<string, RemoteEntry>();
  const overrides = new Map<string, RemoteOverride>();
  const broken = new Map<string, string>();
  for (const [name, entry] of isObject(value) ? Object.entries(value) : []) {
    const problem = problemOf(name, entry);
    if (problem !== undefined) broken.set(name, problem);
    else if (isObject(entry) && 'addresses' in entry) remotes.set(name, readEntry(entry));
    else if (isObject(entry)) overrides.set(name, readOverride(entry));
  }
  return { remotes, overrides, broken };
}

function problemOf(name: string, entry: unknown): string | undefined {
  if (name === '' || name.includes(':') || name.includes('/'))
    return 'A name is not empty and has no colon and no slash';
  if (!isObject(entry)) return 'It is not an object';
  const of = (key: string, ...allowed: readonly string[]): string | undefined =>
    entry[key] === undefined || allowed.some((value) => value === entry[key])
      ? undefined
      : `"${key}" is none of ${allowed.join(', ')}`;
  const typed = (key: string, type: 'string' | 'boolean'): string | undefined =>
    entry[key] === undefined || typeof entry[key] === type
      ? undefined
      : `"${key}" is not a ${type === 'string' ? 'text' : 'true or false'}`;
  return (
    addressesProblem(entry['addresses']) ??
    (entry['fingerprint'] === undefined || /^[0-9a-f]{64}$/i.test(withoutColons(entry['fingerprint']))
      ? undefined
      : '"fingerprint" is not a SHA-256 fingerprint of 64 hexadecimal digits') ??
    of('auth', 'tls', 'oidc', 'none') ??
    of('protocol', 'lxd', 'incus', 'simplestreams') ??
    of('identity', 'own', 'lxc', 'incus') ??
    typed('project', 'string') ??
    typed('public', 'boolean') ??
    typed('disabled', 'boolean')
  );
}

function addressesProblem(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.length) return '"addresses" is not a list of addresses';
  const wrong: unknown = value.find((address) => !isAddress(address));
  if (wrong !== undefined)
    return `${JSON.stringify(wrong)} is no address: write https://host:port or unix:/path`;
  return value.length > 1 && value.some((address) => String(address).startsWith('unix:'))
    ? 'A socket is the only address of its remote'
    : undefined;
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.startsWith('unix:/') || (URL.canParse(value) && new URL(value).protocol === 'https:');
}

function withoutColons(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(':', '') : '';
}

/** An entry in which nothing is wrong. */
function readEntry(entry: JsonObject): RemoteEntry {
  const addresses = entry['addresses'] as readonly string[];
  const protocol = (entry['protocol'] ?? 'lxd') as RemoteEntry['protocol'];
  const open = protocol === 'simplestreams' || entry['public'] === true || addresses[0]?.startsWith('unix:');
  const fingerprint = withoutColons(entry['fingerprint']).toLowerCase();
  return {
    addresses,
    protocol,
    auth: open ? 'none' : ((entry['auth'] ?? 'tls') as RemoteEntry['auth']),
    ...(fingerprint ? { fingerprint } : {}),
    ...(entry['public'] === true ? { public: true } : {}),
    ...(entry['identity'] === undefined ? {} : { identity: entry['identity'] as IdentityChoice }),
    ...readOverride(entry),
  };
}

function readOverride(entry: JsonObject): RemoteOverride {
  return {
    ...(typeof entry['project'] === 'string' && entry['project'] ? { project: entry['project'] } : {}),
    ...(entry['disabled'] === true ? { disabled: true } : {}),
  };
}
