import { AppError } from '../base/errors';
import type { AnswerKind, AnyOperation } from '../client/apiOperation';
import { isObject } from '../client/decode';
import type { Method } from '../client/endpoint';

/** A request that a person has put together. */
export interface ApiRequest {
  readonly remote: string;
  readonly method: Method;
  /** Encoded path with its query, as it goes to the server. */
  readonly target: string;
  readonly answer: AnswerKind;
  /** False where it is sent without a body. */
  readonly takesBody: boolean;
  /** ETag of the object that the body was made from. */
  readonly ifMatch?: string;
}

export const methods: readonly Method[] = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** `PUT /1.0/profiles/web` */
export function nameOf({ method, target }: Pick<ApiRequest, 'method' | 'target'>): string {
  return `${method} ${target}`;
}

/** The path of a request without its query. */
export function pathOf({ target }: Pick<ApiRequest, 'target'>): string {
  return target.split('?')[0] ?? '';
}

/** The same without its query, which may hold secrets: for messages. */
export function shortName(request: ApiRequest): string {
  return nameOf({ ...request, target: pathOf(request) });
}

/** The same for whoever sends it later: the object may have changed. */
export function withoutTag({ remote, method, target, answer, takesBody }: ApiRequest): ApiRequest {
  return { remote, method, target, answer, takesBody };
}

function percentEncoded(text: string): string {
  return Buffer.from(text).reduce(
    (sum, byte) => `${sum}%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    '',
  );
}

/** One line that says what is wrong with a path and query, or undefined. */
export function targetProblem(target: string): string | undefined {
  if (!target.startsWith('/')) return 'A path begins with /';
  const odd = /[^!-~]|[#"<>\\^`|]/u.exec(target);
  if (odd) return `${JSON.stringify(odd[0])} must be percent-encoded: ${percentEncoded(odd[0])}`;
  if (/%(?![0-9a-f]{2})/i.test(target)) return 'A % must be written as %25';
  if (!isDecodable(target)) return 'What is percent-encoded is no UTF-8';
  return target
    .split('?')[0]
    ?.split('/')
    .some((part) => part === '.' || part === '..')
    ? 'A path has no . or .. in it'
    : undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * True where a request takes something away for good: deleting, what makes a server, a cluster or a disk another one,
 * and going back to a snapshot.
 */
export function destroys(request: Pick<ApiRequest, 'method' | 'target'>, body: unknown): boolean {
  const path = pathOf(request);
  const { restore, action } = isObject(body) ? body : {};
  return (
    request.method === 'DELETE' ||
    (request.method === 'PUT' && /^\/1\.0(\/cluster|\/cluster\/certificate|\/instances)?$/.test(path)) ||
    /\/rebuild$/.test(path) ||
    restore !== undefined ||
    action === 'evacuate'
  );
}

/** The operation of the catalogue that a method and a path belong to. */
export function operationOf(
  operations: readonly AnyOperation[],
  method: Method,
  path: string,
): AnyOperation | undefined {
  return operations.find(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${(operation.path.split('?')[0] ?? '').replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
}

/** `{ remote, method, path, body? }` of a keybinding or a task, or undefined. @throws AppError 'rejected' */
export function givenRequest(
  argument: unknown,
): { remote: string; method: Method; target: string; body: unknown } | undefined {
  if (!isObject(argument) || typeof argument['path'] !== 'string') return undefined;
  const { remote, method = 'GET', path: target, body } = argument;
  const known = methods.find((each) => each === method);
  if (typeof remote !== 'string' || !known)
    throw new AppError('rejected', 'A request is named as { remote, method, path, body }');
  const problem = targetProblem(target);
  if (problem !== undefined) throw new AppError('rejected', problem);
  return { remote, method: known, target: target, body };
}
