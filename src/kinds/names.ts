import { l10n } from 'vscode';
import type { ServerInfo } from '../client/server';
import type { Kind } from './kind';

/**
 * What is wrong with a name before the server is asked, in one line, or undefined.
 * @param server whose rules hold, where it is known
 */
export function nameProblem(
  kind: Pick<Kind, 'names' | 'mayHaveSlashes'>,
  name: string,
  taken: (name: string) => boolean,
  server?: ServerInfo,
): string | undefined {
  if (name.trim() === '') return l10n.t('A name is needed');
  // Servers take some of these; no row and no message would show the difference.
  if (name !== name.trim()) return l10n.t('Name must not begin or end with a space');
  const problem = ruleProblem(kind, name, server);
  if (problem !== undefined) return problem;
  // A path would end there. Of a snapshot called so LXD and Incus delete all that stands beside it.
  if (!kind.mayHaveSlashes && (name === '.' || name === '..' || name.includes('/')))
    return l10n.t('Name must not be a path');
  return taken(name) ? l10n.t('{0} exists already', name) : undefined;
}

/** What the rules of a kind say against a name. */
function ruleProblem(
  { names }: Pick<Kind, 'names'>,
  name: string,
  server: ServerInfo | undefined,
): string | undefined {
  if (!names) return undefined;
  const { without, shortest = 1, longest = Infinity } = names;
  if (names.isHostName) return hostNameProblem(name, server);
  // As the servers count: in bytes.
  const size = Buffer.byteLength(name);
  if (size < shortest) return l10n.t('Name is too short (minimum {0} characters)', shortest);
  if (size > longest) return l10n.t('Name is too long (maximum {0} characters)', longest);
  const bad = without?.exec(name)?.[0];
  if (bad !== undefined)
    return bad.trim() === ''
      ? l10n.t('Name cannot contain white space')
      : l10n.t('Name cannot contain "{0}"', bad);
  return names.reserved?.(server).includes(name) ? l10n.t('{0} is a reserved name', name) : undefined;
}

/** What a server says against the name of a host, in its own sentences, or undefined. */
export function hostNameProblem(
  name: string,
  server: Pick<ServerInfo, 'product'> | undefined,
): string | undefined {
  if (Buffer.byteLength(name) > 63) return l10n.t('Name must be 1-63 characters long');
  if (name.startsWith('-')) return l10n.t('Name must not start with "-" character');
  if (name.endsWith('-')) return l10n.t('Name must not end with "-" character');
  if (!/^[a-zA-Z0-9-]+$/.test(name))
    return l10n.t('Name can only contain alphanumeric and hyphen characters');
  // Of a server that is not known yet nothing is refused that one of both takes.
  if (server?.product === 'lxd' && /^[0-9]/.test(name)) return l10n.t('Name must not start with a number');
  if (server?.product === 'incus' && /^[0-9]+$/.test(name) && BigInt(name) < numbers)
    return l10n.t('Name cannot be a number');
  return undefined;
}

/** What is no less than this is no number to Incus. */
const numbers = 2n ** 64n;
