import { type AnyOperation, parametersOf, requestFor } from '../client/apiOperation';
import type { Endpoint } from '../client/endpoint';
import type { Connection } from '../model/connection';
import { formatKey } from '../model/key';
import type { Kind, KindRef, Place } from './kind';

/** The id of a resource within its place: its parts and, where each member has its own, the member. */
export function nameIn(parts: readonly string[], member = ''): string {
  const name = parts.map(encodeURIComponent).join('/');
  return member === '' ? name : `${name}@${encodeURIComponent(member)}`;
}

/** Reads what nameIn made. */
export function partsIn(name: string): { parts: string[]; member: string } {
  const [path = '', member = ''] = name.split('@');
  return { parts: path.split('/').map(decodeURIComponent), member: decodeURIComponent(member) };
}

/** The id of a resource's row. */
export function rowId({ remote, project, kind, parents, parts, member }: KindRef): string {
  return formatKey({ remote, project, kind, name: nameIn([...parents, ...parts], member) });
}

/** The id of the row that holds the resources of a kind in one place. */
export function folderId(kind: Kind, { connection, project, parents, member }: Place): string {
  const name = nameIn(parents, member);
  return formatKey({ remote: connection.name, project, kind: kind.data.folder, name });
}

/** Where the resources are that a reference names one of. */
export function placeOf(kind: Kind, { project, parents, member }: KindRef, connection: Connection): Place {
  return { connection, project, parents, ...(kind.memberOf || member === '' ? {} : { member }) };
}

/** The id of a resource among those in its place. */
export function idOf(kind: Kind, { parts, member }: KindRef): string {
  return nameIn(parts, kind.memberOf ? member : '');
}

/** The last names as the parameters of an operation's path: that of an alias does not have its image. */
export function parametersFor(
  operation: AnyOperation,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const parameters = parametersOf(operation.path);
  const last = names.slice(-parameters.length);
  return Object.fromEntries(parameters.map((parameter, at) => [parameter, last[at] ?? '']));
}

/** A request about one resource or about the place of many. */
export function requestAt(
  operation: AnyOperation,
  { project, names, member }: { project: string; names: readonly string[]; member?: string | undefined },
  extras: Readonly<Record<string, unknown>> = {},
): Endpoint<unknown> {
  const query = operation.query ?? [];
  return requestFor(operation, {
    ...parametersFor(operation, names),
    ...(project !== '' && query.includes('project') ? { project } : {}),
    ...(member && query.includes('target') ? { target: member } : {}),
    ...extras,
  });
}

/**
 * Reads the values of the parameters of a path template, which is as long as the path.
 * @returns undefined where the path is another one's
 */
export function matchPath(template: string, path: string): string[] | undefined {
  const [wanted = ''] = template.split('?');
  const [plain = ''] = path.split('?');
  const [own, given] = [wanted.split('/'), plain.split('/')];
  if (own.length !== given.length) return undefined;
  const values: string[] = [];
  for (const [at, segment] of own.entries()) {
    const value = given[at] ?? '';
    if (segment.startsWith('{')) values.push(decoded(value));
    else if (segment !== value) return undefined;
  }
  return values;
}

/** Reads a segment of a path; some servers write names as they are. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
