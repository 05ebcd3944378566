import type { Readable } from 'node:stream';
import type { Query } from './path';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** A body that is not JSON: a file, an image, a backup. */
export interface Upload {
  readonly data: string | Buffer | Readable;
  /** MIME type; `application/octet-stream` by default. */
  readonly type?: string;
}

/** What every request has. */
interface Request {
  readonly method: Method;
  /** Encoded path, made with apiPath or apiOperation. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly upload?: Upload;
  /** Further header fields, like those that say what an upload is. */
  readonly headers?: Readonly<Record<string, string>>;
  /** ETag that the object must still have, sent as If-Match; 412 becomes a conflict. */
  readonly ifMatch?: string;
  /** API extension without which the server cannot do this. */
  readonly needs?: string;
}

/**
 * A request as a value: nothing is sent until a Transport gets it.
 * `T` is what the decoded metadata of a synchronous answer is; endpoints that answer with a background
 * operation say so by the type of what they are sent with, see Transport.send.
 */
export interface Endpoint<T> extends Request {
  /** Checks and picks what is relied on; throws AppError 'protocol' where it is missing. */
  decode(metadata: unknown): T;
}

/** A request whose answer is no JSON envelope but bytes: a file, a log, an image. See Transport.download. */
export interface RawEndpoint extends Request {
  readonly raw: true;
}

/** The same request, its value read further. */
export function reading<T, R>(endpoint: Endpoint<T>, read: (value: T) => R): Endpoint<R> {
  return { ...endpoint, decode: (metadata) => read(endpoint.decode(metadata)) };
}

/** For endpoints whose answer carries nothing, or whose answer is only ever an operation. */
export function nothing(): void {
  return undefined;
}
