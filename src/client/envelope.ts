import { AppError, type ErrorKind } from '../base/errors';
import { type JsonObject, asObject, isObject, numberField, optionalText } from './decode';
import { type Operation, decodeOperation } from './operation';

/** Every JSON answer of the API: the metadata of a finished request, or the operation that goes on. */
export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T; readonly etag: string | undefined }
  | { readonly kind: 'operation'; readonly operation: Operation };

/**
 * Reads the envelope `{type: sync|async|error, metadata, error, error_code}`. The body decides, not the status:
 * Incus reports failures with HTTP 200 on `/wait`.
 * @throws AppError by the error code, with the server's own words
 */
export function openEnvelope(
  status: number,
  text: string,
): { kind: 'value' | 'operation'; metadata: unknown } {
  const body = parseBody(text);
  if (!body) throw serverError(status, text);
  switch (body['type']) {
    case 'sync':
      return { kind: 'value', metadata: body['metadata'] };
    case 'async':
      return { kind: 'operation', metadata: body['metadata'] };
    default:
      throw serverError(status, text);
  }
}

/** The operation of an asynchronous answer. */
export function operationOf(metadata: unknown): Operation {
  return decodeOperation(asObject(metadata, 'operation'));
}

/** What an error answer means. `text` is its body, which need not be JSON. */
export function serverError(status: number, text: string): AppError {
  const body = parseBody(text);
  if (body?.['type'] !== 'error') {
    // A gateway in front of a server that restarts: worth another try.
    if (status >= 502 && status <= 504)
      return new AppError('unreachable', `A gateway answers in the server's place (HTTP ${String(status)})`);
    return new AppError('protocol', `The address answers (HTTP ${String(status)}), but not as LXD or Incus`);
  }
  const code = numberField(body, 'error_code', status);
  const message = oneMessage(optionalText(body, 'error')) || `HTTP ${String(code)}`;
  return new AppError(kindOf(code, message), message);
}

/** More than a person can read in a message, in characters. */
const maxMessage = 2000;

function oneMessage(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > maxMessage ? `${trimmed.slice(0, maxMessage)}…` : trimmed;
}

function parseBody(text: string): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined; // not JSON, so not from the API: serverError says that
  }
}

/** Incus answers 500 where a restricted certificate may not do something. */
const refusal =
  /^(User does not have permissions?|Certificate is restricted|not authorized|Forbidden|permission denied)/i;

function kindOf(code: number, message: string): ErrorKind {
  if (refusal.test(message)) return 'forbidden';
  switch (code) {
    case 401:
      return 'untrusted';
    case 403:
      return 'forbidden';
    case 404:
      return 'notFound';
    case 409:
    case 412:
      return 'conflict';
    case 501:
      return 'unsupported';
    case 503:
      return 'unreachable';
    default:
      return 'rejected';
  }
}
