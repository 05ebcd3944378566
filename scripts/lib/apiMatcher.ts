/** An operation of the API: `/1.0/images/{fingerprint}`, `/1.0/images?public&recursion=1`. */
export interface OperationName {
  readonly method: string;
  readonly path: string;
}

export interface SentRequest {
  readonly method: string;
  /** Encoded path and query. */
  readonly url: string;
  readonly untrusted: boolean;
}

const parameter = '{}';

interface Template<T> {
  readonly operation: T;
  readonly segments: readonly string[];
  readonly isPublic: boolean;
  readonly recursion: number;
}

function read<T extends OperationName>(operation: T): Template<T> {
  const [path = '', query = ''] = operation.path.split('?');
  const fixed = new URLSearchParams(query);
  return {
    operation,
    // What a parameter is called differs between operations on the same path.
    segments: path.split('/').map((part) => (part.startsWith('{') ? parameter : part)),
    isPublic: fixed.has('public'),
    recursion: Number(fixed.get('recursion') ?? 0),
  };
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, i) => (part === parameter ? segments[i] !== '' : part === segments[i]))
  );
}

/** The template with fewer parameters is the more specific one: `images/aliases` before `images/{fingerprint}`. */
function specific(a: Template<unknown>, b: Template<unknown>): number {
  const parameters = ({ segments }: Template<unknown>): number =>
    segments.filter((part) => part === parameter).length;
  return parameters(a) - parameters(b) || b.recursion - a.recursion;
}

/**
 * A function that says which operation a request is. `?public` operations are those of clients that the server does
 * not know; of several depths of recursion it is the deepest that the request asks for.
 */
export function apiMatcher<T extends OperationName>(
  operations: readonly T[],
): (request: SentRequest) => T | undefined {
  const templates = operations.map(read).sort(specific);
  return ({ method, url, untrusted }) => {
    const [path = '', query = ''] = url.split('?');
    const segments = path.split('/');
    const recursion = Number(new URLSearchParams(query).get('recursion') ?? 0);
    const literal = templates.find((template) => fits(template.segments, segments))?.segments.join('/');
    return templates.find(
      (template) =>
        template.segments.join('/') === literal &&
        template.operation.method === method &&
        template.isPublic === untrusted &&
        template.recursion <= recursion,
    )?.operation;
  };
}
