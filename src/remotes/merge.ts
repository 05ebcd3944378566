// PURE: which remotes there are, from what was found on the machine and what the settings say.
import { messageOf } from '../base/errors';
import type { Address, ClientIdentity, HostPort } from '../client/address';
import { hostPort } from '../client/auth/cliConfig';
import type { RemoteConfig } from '../client/remoteConfig';
import type { Entries, IdentityChoice, RemoteEntry } from './entries';

/** Our certificates, as far as there are any. */
export type IdentityOf = (choice: IdentityChoice) => ClientIdentity | undefined;

/**
 * Adds the remotes of the settings to those that were found. A name belongs to the settings first; a client's remote of
 * that name which is the same server is left out, another one gets its client's name.
 */
export function mergeRemotes(
  found: readonly RemoteConfig[],
  { remotes, overrides, broken }: Entries,
  identityOf: IdentityOf,
): readonly RemoteConfig[] {
  const own = [
    ...[...remotes].map(([name, entry]) => configOf(name, entry, identityOf)),
    ...[...broken].map(([name, reason]) => brokenConfig(name, reason)),
  ];
  const taken = new Map(own.map((config) => [config.name, config]));
  const others = found.flatMap((config) => {
    const same = taken.get(config.name);
    if (!same) return [config];
    const name = `${config.name}-${config.source}`;
    return isSameServer(same, config) || taken.has(name)
      ? []
      : [{ ...config, name, cliName: config.cliName ?? config.name }];
  });
  return [...others.map((config) => ({ ...config, ...overrides.get(config.name) })), ...own];
}

/** The remote that an entry stands for. */
export function configOf(name: string, entry: RemoteEntry, identityOf: IdentityOf): RemoteConfig {
  const { addresses, project = 'default', disabled } = entry;
  const location = addresses[0] ?? '';
  const common = {
    name,
    source: 'settings',
    location,
    project,
    auth: entry.auth,
    ...(disabled ? { disabled } : {}),
  } as const;
  if (location.startsWith('unix:'))
    return { ...common, kind: 'socket', address: { kind: 'unix', path: location.slice('unix:'.length) } };
  const identity = entry.auth === 'tls' ? identityOf(entry.identity ?? 'own') : undefined;
  const address = tlsAddress(entry, identity);
  const kind =
    entry.protocol === 'simplestreams' ? 'simplestreams' : entry.public === true ? 'public' : 'https';
  return { ...common, kind, address };
}

function tlsAddress(
  { addresses, fingerprint }: RemoteEntry,
  identity: ClientIdentity | undefined,
): RemoteConfig['address'] {
  try {
    const [first, ...others] = addresses.map(hostPort);
    if (!first) return { kind: 'unusable', reason: 'It has no address' };
    return {
      kind: 'tls',
      ...first,
      ...(others.length ? { others } : {}),
      trust: fingerprint === undefined ? { kind: 'system' } : { kind: 'pin', fingerprint },
      ...(identity ? { identity } : {}),
    };
  } catch (error) {
    return { kind: 'unusable', reason: messageOf(error) };
  }
}

function brokenConfig(name: string, reason: string): RemoteConfig {
  return {
    name,
    source: 'settings',
    kind: 'https',
    auth: 'none',
    address: { kind: 'unusable', reason: `The setting lxd.remotes is wrong: ${reason}` },
    location: 'settings.json',
    project: 'default',
  };
}

function isSameServer(a: RemoteConfig, b: RemoteConfig): boolean {
  const places = placesOf(a.address);
  return placesOf(b.address).some((place) => places.includes(place));
}

function placesOf(address: RemoteConfig['address']): readonly string[] {
  if (address.kind === 'unusable') return [];
  if (address.kind === 'unix') return [address.path];
  return [address, ...(address.others ?? [])].map(({ host, port }) => `${host}:${String(port)}`);
}

/** An address as the setting has it. */
export function addressText({ host, port }: HostPort): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

/** The addresses of a remote as the setting has them. */
export function addressTexts(address: Address): readonly string[] {
  if (address.kind === 'unix') return [`unix:${address.path}`];
  return [address, ...(address.others ?? [])].map(addressText);
}
