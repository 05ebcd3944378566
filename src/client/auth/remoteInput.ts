import type { HostPort } from '../address';
import { parseHost } from './hostPort';
import { shellWords } from './shellWords';
import { type TrustToken, parseTrustToken } from './trustToken';

/** What else a pasted `lxc remote add` line says. */
export interface RemoteInputOptions {
  readonly name?: string;
  readonly project?: string;
  /** A secret. */
  readonly password?: string;
  readonly token?: TrustToken;
  /** Only the server's public images are wanted. */
  readonly public?: boolean;
  readonly authType?: 'tls' | 'oidc';
}

/** What a person pasted into Add Remote. */
export type RemoteInput =
  | (RemoteInputOptions & { readonly kind: 'token'; readonly token: TrustToken })
  /** `hosts` are candidates in the order in which to try them. */
  | (RemoteInputOptions & { readonly kind: 'address'; readonly hosts: readonly HostPort[] })
  | (RemoteInputOptions & { readonly kind: 'unix'; readonly path: string })
  | (RemoteInputOptions & { readonly kind: 'simplestreams'; readonly url: string })
  | { readonly kind: 'nothing' }
  /** `message` is one line for a person; it repeats nothing of the input, which may be a secret. */
  | { readonly kind: 'invalid'; readonly message: string };

/** What is left of a target's own part, before options are added. */
type Target = Extract<RemoteInput, { kind: 'token' | 'address' | 'unix' | 'simplestreams' | 'invalid' }>;

/** The clients' port, and that of a gateway in front of a server. */
const defaultPorts = [8443, 443];

const maxLength = 128 * 1024;

/**
 * Reads a trust token, an address (`https://host:port`, `host`, `[fe80::1]:8443`…), `unix:/path`, the address of an
 * image server, or a whole `lxc remote add` or `incus remote add` line. Nothing is asked of any server or file.
 * A host without a port gets 8443, the clients' own, and then 443.
 */
export function parseRemoteInput(text: string): RemoteInput {
  const input = text.trim();
  if (input === '') return { kind: 'nothing' };
  if (input.length > maxLength) return invalid('That is too long for an address or a token.');
  const line = /^(?:[$#%>]\s*)?(?:sudo\s+)?(?:\S*[/\\])?(lxc|incus)(?:\.exe)?\s+(.*)$/is.exec(input);
  return line ? parseCommand(line[2] ?? '') : (findToken(input) ?? parseTarget(input));
}

/** A whole token, or the one in what `config trust add` prints around it. */
function findToken(input: string): Target | undefined {
  const words = input.split(/\s+/);
  for (const candidate of [input, ...(words.length > 1 && words.length < 100 ? words : [])]) {
    const token = parseTrustToken(candidate);
    if (token) return { kind: 'token', token };
  }
  return undefined;
}

/** Flags of `remote add` that take a value. Others (`--accept-certificate`, `--quiet`) change nothing here. */
const valued = new Set(['password', 'token', 'protocol', 'auth-type', 'project', 'domain', 'keepalive']);
const others = new Set([
  'accept-certificate',
  'public',
  'quiet',
  'verbose',
  'debug',
  'force-local',
  'q',
  'v',
]);

function parseCommand(line: string): RemoteInput {
  const words = shellWords(line);
  if (!words) return invalid('A quote in this line is not closed.');
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      rest.push(word);
      continue;
    }
    const [, flag = '', equals, value = ''] = /^--?([\w-]+)(=(.*))?$/s.exec(word) ?? [];
    if (valued.has(flag)) {
      const given = equals === undefined ? words[++at] : value;
      if (given === undefined) return invalid(`--${flag} needs a value.`);
      flags.set(flag, given);
    } else if (others.has(flag)) flags.set(flag, value);
    else return invalid('This line has an option that "remote add" does not have.');
  }
  const [noun, verb, ...named] = rest;
  if (noun !== 'remote' || verb !== 'add') return invalid('Only a "remote add" line can be used here.');
  const [first, ...more] = named;
  if (first === undefined) return invalid('This line names no address and no token.');
  // The name may be left out where there is one address.
  const targets = more.length ? more : [first];
  return withOptions(parseTargets(targets, flags), more.length ? first : undefined, flags);
}

function parseTargets(targets: readonly string[], flags: ReadonlyMap<string, string>): Target {
  const protocol = flags.get('protocol') ?? 'lxd';
  if (protocol === 'simplestreams') {
    const url = imageServerUrl(targets[0] ?? '');
    return url === undefined
      ? invalid('An image server needs an https address.')
      : { kind: 'simplestreams', url };
  }
  if (protocol !== 'lxd' && protocol !== 'incus')
    return invalid('Only the protocols lxd, incus and simplestreams can be used here.');
  const parsed = targets.map((target) => findToken(target) ?? parseTarget(target));
  const hosts = parsed.flatMap((target) => (target.kind === 'address' ? target.hosts : []));
  const other = parsed.find(({ kind }) => kind !== 'address');
  return other ?? { kind: 'address', hosts };
}

function withOptions(
  target: Target,
  name: string | undefined,
  flags: ReadonlyMap<string, string>,
): RemoteInput {
  if (target.kind === 'invalid') return target;
  const [project, password, authType] = [flags.get('project'), flags.get('password'), flags.get('auth-type')];
  const tokenText = flags.get('token');
  const token = tokenText === undefined ? undefined : parseTrustToken(tokenText);
  if (tokenText !== undefined && !token) return invalid('The token in this line is not a whole trust token.');
  if (authType !== undefined && authType !== 'tls' && authType !== 'oidc')
    return invalid('Only tls and oidc can be used as --auth-type.');
  const isPublic = flags.has('public') && flags.get('public') !== 'false';
  return {
    ...(token ? { token } : {}),
    ...(name === undefined ? {} : { name }),
    ...(project ? { project } : {}),
    ...(password ? { password } : {}),
    ...(authType === undefined ? {} : { authType }),
    ...(isPublic ? { public: true } : {}),
    ...target,
  };
}

/** A long piece of base64, or a short one that begins as every token does: `{"` of its JSON. */
const partOfToken = /^(?:[A-Za-z0-9+/=\s]{100,}|eyJ[A-Za-z0-9+/=\s]{20,})$/;

function parseTarget(input: string): Target {
  if (/^unix:/i.test(input) || input.startsWith('/')) return parseSocket(input);
  if (/^\.{0,2}\//.test(input) || input.startsWith('~'))
    return invalid('The path of a socket starts with a slash.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(input)?.[1]?.toLowerCase();
  if (scheme === 'http') return invalid('LXD and Incus speak https only: write https://.');
  if (scheme !== undefined && scheme !== 'https')
    return invalid('Only addresses that begin with https:// or unix: can be used.');
  if (partOfToken.test(input)) return invalid('This is not a whole trust token.');
  const [, authority = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(input.replace(/^https:\/\//i, '')) ?? [];
  if (/\s/.test(input)) return invalid('An address has no spaces.');
  if (authority.includes('@')) return invalid('An address carries no user name or password here.');
  const parsed = parseHost(authority);
  if ('problem' in parsed) return invalid(parsed.problem);
  if (isImagePath(path)) {
    const url = imageServerUrl(input);
    return url === undefined ? invalid('The address cannot be read.') : { kind: 'simplestreams', url };
  }
  const { host, port } = parsed;
  const ports = port === undefined ? defaultPorts : [port];
  return { kind: 'address', hosts: ports.map((each) => ({ host, port: each })) };
}

/** Servers have nothing but their API and their web interface, whose address people copy; image servers have folders. */
function isImagePath(path: string): boolean {
  return path.includes('/streams/v1') || !/^\/?($|[?#]|(1\.0|ui|documentation|oidc)([/?#]|$))/.test(path);
}

/** The address of the folder that has `streams/`, without a slash at its end. */
function imageServerUrl(text: string): string | undefined {
  const whole = /^https:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole) || /^[a-z]+:\/\//i.test(whole.slice(8))) return undefined;
  const url = new URL(whole);
  if (url.username || url.password || !url.hostname) return undefined;
  const path = url.pathname.replace(/\/streams\/v1.*$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

function parseSocket(input: string): Target {
  const path = input.replace(/^unix:/i, '').replace(/^\/\/(?=\/)/, '');
  if (!path.startsWith('/'))
    return invalid('unix: needs the whole path of a socket, beginning with a slash.');
  // Control characters are in no path that anybody means.
  return /[\x00-\x1f]/.test(path) ? invalid('The path of a socket is one line.') : { kind: 'unix', path };
}

function invalid(message: string): { kind: 'invalid'; message: string } {
  return { kind: 'invalid', message };
}

/**
 * What is wrong with the name of a new remote, in one line, or undefined.
 * The rules are the clients': a name stands before a colon and is part of a file's name.
 * @param taken names of the remotes that exist
 */
export function checkRemoteName(name: string, taken: readonly string[]): string | undefined {
  if (name.trim() === '') return 'A remote needs a name.';
  if (name !== name.trim()) return 'Names cannot begin or end with a space.';
  if (name.includes(':')) return 'Names cannot contain a colon.';
  if (/[/\\]/.test(name)) return 'Names cannot contain a slash.';
  if (/[\x00-\x1f\x7f]/.test(name)) return 'Names cannot contain control characters.';
  if (/^\.+$/.test(name)) return 'Names cannot consist of dots.';
  if (name.startsWith('-')) return 'Names cannot begin with a hyphen.';
  if (Buffer.byteLength(name) > 200) return 'Names cannot be longer than 200 bytes.';
  if (taken.includes(name)) return `A remote named ${name} exists already.`;
  return undefined;
}
