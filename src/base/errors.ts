/** What went wrong, as far as a caller or a person can act on it. */
export type ErrorKind =
  | 'unreachable' // no answer: nothing listens, the connection broke, or it timed out
  | 'untrusted' // TLS or certificate: we do not trust the server, or it does not trust us
  | 'forbidden' // the server knows us and refuses
  | 'notFound'
  | 'conflict' // it exists already, or was changed meanwhile
  | 'rejected' // the server refuses this request as it is
  | 'unsupported' // this server lacks the API extension
  | 'operationFailed' // accepted, then failed on the server
  | 'protocol'; // an answer that makes no sense

/** An error with a kind. `message` is one line that may be shown: the server's own words where it has any. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True for an AppError, of the given kind if one is named. */
  static is(error: unknown, kind?: ErrorKind): error is AppError {
    return error instanceof AppError && (kind === undefined || error.kind === kind);
  }
}

/** Nothing answers there: nothing was sent. */
export class Unreached extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('unreachable', message, options);
  }
}

/** Sent, perhaps, and not answered: nobody knows what has become of it. */
export class Unanswered extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('unreachable', message, options);
  }
}

/** True when work ended because its signal was aborted: not an error, shown nowhere. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The reason to throw when a signal was aborted. */
export function cancelled(): DOMException {
  return new DOMException('Cancelled', 'AbortError');
}

/** The message of anything that was thrown, on one line. */
export function messageOf(error: unknown): string {
  const text =
    error instanceof Error
      ? error.message || error.name
      : typeof error === 'string'
        ? error
        : JSON.stringify(error);
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** The whole chain of causes with stacks, for the log. A cause that is no error is left out: it may be what was received. */
export function describeChain(error: unknown): string {
  const parts: string[] = [];
  if (!(error instanceof Error)) return messageOf(error);
  for (let at: unknown = error; at instanceof Error && parts.length < 10; at = at.cause)
    parts.push(at.stack ?? at.message);
  return parts.join('\ncaused by: ');
}
