import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors';
import { isObject, optionalText, type JsonObject } from '../decode';
import type { ClientIdentity, HostPort, ServerTrust } from '../address';
import type { RemoteConfig } from '../remoteConfig';

/** Which client a configuration folder belongs to. */
export type CliFlavour = 'lxc' | 'incus';

export interface CliRemotes {
  readonly remotes: readonly RemoteConfig[];
  /** One line for each file that exists but cannot be used. */
  readonly problems: readonly string[];
}

/** What the clients call what they talk to; nothing stands for their own server. */
const knownProtocols: readonly string[] = ['lxd', 'incus', 'simplestreams'];

/** The clients write the port of both servers, 8443, down; an address without one is plain https to them, as to URL. */
const defaultPort = 443;

/**
 * Reads the remotes of a client's configuration folder: `config.yml`, `client.crt|key|ca`,
 * `servercerts/<remote>.crt` and, of Incus, `clientcerts/<remote>.crt|key`. Nothing is written, nothing is sent. Entries for the local socket are left out.
 * @returns no remotes where there is no such folder
 */
export async function readCliRemotes(folder: string, flavour: CliFlavour): Promise<CliRemotes> {
  const problems: string[] = [];
  const text = await readIfThere(join(folder, 'config.yml'), problems);
  if (text === undefined) return { remotes: [], problems };
  try {
    // Loaded on first use, as it takes a while: many machines have no such file.
    const { parse } = await import('yaml');
    // Its warnings would go to the console, where nobody looks.
    const config: unknown = parse(text, { logLevel: 'error' });
    const entries = isObject(config) && isObject(config['remotes']) ? Object.entries(config['remotes']) : [];
    const identity = await readIdentity(folder, problems);
    const remotes: RemoteConfig[] = [];
    for (const [name, entry] of entries) {
      if (isObject(entry))
        remotes.push(...(await readRemote(folder, flavour, name, entry, identity, problems)));
    }
    return { remotes, problems };
  } catch (error) {
    return { remotes: [], problems: [...problems, `${join(folder, 'config.yml')}: ${messageOf(error)}`] };
  }
}

async function readRemote(
  folder: string,
  source: CliFlavour,
  name: string,
  entry: JsonObject,
  identity: ClientIdentity | undefined,
  problems: string[],
): Promise<RemoteConfig[]> {
  const locations = locationsOf(entry);
  const [location = ''] = locations;
  const common = {
    name,
    source,
    folder,
    location,
    project: optionalText(entry, 'project') || 'default',
    auth: 'none',
  } as const;
  if (location.startsWith('unix:')) {
    const path = location.replace(/^unix:(\/\/)?/, '');
    return path ? [{ ...common, kind: 'socket', address: { kind: 'unix', path } }] : [];
  }
  const certificate = await readIfThere(join(folder, 'servercerts', `${name}.crt`), problems);
  const authority = await readIfThere(join(folder, 'client.ca'), problems);
  const files = { certificate, authority };
  const protocol = optionalText(entry, 'protocol');
  if (protocol && !knownProtocols.includes(protocol)) {
    const reason = `Its protocol is ${protocol}, which is neither LXD, Incus nor simplestreams`;
    return [{ ...common, kind: 'https', address: { kind: 'unusable', reason } }];
  }
  if (protocol === 'simplestreams')
    return [{ ...common, kind: 'simplestreams', address: tlsAddress(locations, files, undefined) }];
  // A public server shows its images to anybody, and nothing else.
  if (entry['public'] === true)
    return [{ ...common, kind: 'public', address: tlsAddress(locations, files, undefined) }];
  // A server that is signed in to must not see the certificate, which it may know as somebody else.
  if (optionalText(entry, 'auth_type') === 'oidc')
    return [{ ...common, kind: 'https', auth: 'oidc', address: tlsAddress(locations, files, undefined) }];
  // Incus may have a certificate for this remote alone.
  const own =
    source === 'incus' ? await readIdentity(folder, problems, join('clientcerts', name)) : undefined;
  return [{ ...common, kind: 'https', auth: 'tls', address: tlsAddress(locations, files, own ?? identity) }];
}

/** Newer Incus keeps several addresses of a cluster in one entry, and the one that answered last beside them. */
function locationsOf(entry: JsonObject): string[] {
  const all = optionalText(entry, 'addr').split(',');
  return [
    ...new Set([optionalText(entry, 'last_working_address'), ...all].map((text) => text.trim())),
  ].filter(Boolean);
}

function tlsAddress(
  locations: readonly string[],
  files: { certificate: string | undefined; authority: string | undefined },
  identity: ClientIdentity | undefined,
): RemoteConfig['address'] {
  try {
    const [first, ...others] = locations.map(hostPort);
    if (!first) return { kind: 'unusable', reason: 'It has no address' };
    return {
      kind: 'tls',
      ...first,
      ...(others.length ? { others } : {}),
      trust: trustOf(files),
      ...(identity ? { identity } : {}),
    };
  } catch (error) {
    return { kind: 'unusable', reason: messageOf(error) };
  }
}

/** Host and port of an https URL. @throws Error that says what is wrong with it */
export function hostPort(location: string): HostPort {
  if (!URL.canParse(location)) throw new Error(`${location}: Invalid URL`);
  const url = new URL(location);
  if (url.protocol !== 'https:') throw new Error(`${location} is not an https address`);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || defaultPort) };
}

function trustOf(files: { certificate: string | undefined; authority: string | undefined }): ServerTrust {
  if (files.certificate !== undefined) {
    const { fingerprint256 } = new X509Certificate(files.certificate);
    return { kind: 'pin', fingerprint: fingerprint256.replaceAll(':', '').toLowerCase() };
  }
  return files.authority === undefined ? { kind: 'system' } : { kind: 'authority', ca: files.authority };
}

/** The client's certificate and key, or undefined where there are none that can be used; why not becomes a problem. */
export async function readIdentity(
  folder: string,
  problems: string[],
  name = 'client',
): Promise<ClientIdentity | undefined> {
  const cert = await readIfThere(join(folder, `${name}.crt`), problems);
  const key = await readIfThere(join(folder, `${name}.key`), problems);
  if (cert === undefined || key === undefined) return undefined;
  if (key.includes('ENCRYPTED')) {
    problems.push(`${join(folder, `${name}.key`)} is protected by a passphrase, which is not supported yet`);
    return undefined;
  }
  return { cert, key };
}

/** The file's text, or undefined where there is none; another failure becomes a problem. */
async function readIfThere(path: string, problems: string[]): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const missing =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (!missing) problems.push(`${path}: ${messageOf(error)}`);
    return undefined;
  }
}
