import type { Query } from './path';

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/**
 * A request as a value: nothing is sent until a Transport gets it.
 * `T` is what the decoded metadata of a synchronous answer is; endpoints that answer with a background
 * operation say so by the type of what they are sent with, see Transport.send.
 */
export interface Endpoint<T> {
  readonly method: Method;
  /** Encoded path, made with apiPath. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** ETag that the object must still have, sent as If-Match; 412 becomes a conflict. */
  readonly ifMatch?: string;
  /** API extension without which the server cannot do this. */
  readonly needs?: string;
  /** Checks and picks what is relied on; throws AppError 'protocol' where it is missing. */
  decode(metadata: unknown): T;
}

/** For endpoints whose answer carries nothing, or whose answer is only ever an operation. */
export function nothing(): void {
  return undefined;
}
