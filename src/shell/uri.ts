import type { InstanceRef } from '../model/key';

/** The scheme of files in instances. */
export const filesScheme = 'lxd';

/** A file or directory in an instance. */
export interface FileLocation extends InstanceRef {
  /** Absolute, without `.` and `..`, without a slash at its end unless it is `/`. */
  readonly path: string;
}

/** What makes a vscode.Uri: pass it to Uri.from. */
export interface FileUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
}

/**
 * `lxd://<remote>/<project>/<instance>/<absolute path>` in parts, which vscode.Uri percent-encodes by itself.
 * `path` is cleaned: it cannot leave the instance.
 */
export function formatFileUri({ remote, project, instance, path }: FileLocation): FileUri {
  return {
    scheme: filesScheme,
    authority: encodeRemote(remote),
    path: `/${encodeName(project)}/${encodeName(instance)}${cleanPath(path)}`,
  };
}

/** Reads a URI of ours. @returns undefined where it names no instance */
export function parseFileUri(uri: Pick<FileUri, 'authority' | 'path'>): FileLocation | undefined {
  const remote = decodeRemote(uri.authority);
  const [first, project = '', instance = '', ...rest] = uri.path.split('/');
  if (remote === undefined || first !== '' || !isName(project) || !isName(instance)) return undefined;
  return {
    remote,
    project: decodeName(project),
    instance: decodeName(instance),
    path: cleanPath(rest.join('/')),
  };
}

/** True for a remote or a project: what lies above the instances. */
export function isAboveInstances(uri: Pick<FileUri, 'authority' | 'path'>): boolean {
  const names = uri.path.split('/').filter((name) => name !== '');
  return decodeRemote(uri.authority) !== undefined && names.length < 2 && names.every(isName);
}

/** The path as the kernel would read it if there were no links; `..` ends at the root. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * A remote's name as authority of a URI. VS Code writes authorities in lower case and reads `:` and `@` in them, so
 * everything but lower-case letters, digits, `.`, `-` and `_` becomes `~` and two lower-case hex digits per byte.
 */
function encodeRemote(name: string): string {
  return [...Buffer.from(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[a-z0-9._-]/.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

function decodeRemote(authority: string): string | undefined {
  const text = authority.toLowerCase();
  if (!/^(?:[a-z0-9._-]|~[0-9a-f]{2})+$/.test(text)) return undefined;
  const bytes = (text.match(/~..|./g) ?? []).map((part) =>
    part.startsWith('~') ? parseInt(part.slice(1), 16) : part.charCodeAt(0),
  );
  return Buffer.from(bytes).toString();
}

/** A project or instance as one segment of a path: slashes, per cent signs and names of only dots are encoded. */
function encodeName(name: string): string {
  const encoded = name.replace(/[%/]/g, encodeURIComponent);
  return /^\.+$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}

function decodeName(segment: string): string {
  return segment.replace(/%2F|%25|%2E/gi, decodeURIComponent);
}

function isName(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..';
}
