import { AppError } from '../base/errors';

/** A JSON object of unknown shape. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or a protocol error that names what was expected. */
export function asObject(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new AppError('protocol', `The server's answer is not understood: ${what} is not an object`);
}

/** The value as a list whose elements `decode` reads. `null` is how Go writes an empty list. */
export function asList<T>(value: unknown, what: string, decode: (item: unknown) => T): T[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map(decode);
  throw new AppError('protocol', `The server's answer is not understood: ${what} is not a list`);
}

/** A list of texts; a missing one is empty. @throws AppError 'protocol' */
export function asTexts(value: unknown, what: string): string[] {
  return asList(value, what, (item) => {
    if (typeof item === 'string') return item;
    throw new AppError(
      'protocol',
      `The server's answer is not understood: ${what} has something that is no text`,
    );
  });
}

/** A required text field. */
export function textField(object: JsonObject, field: string): string {
  const value = object[field];
  if (typeof value === 'string') return value;
  throw new AppError('protocol', `The server's answer is not understood: "${field}" is missing`);
}

/** A text field, or '' where it is absent. */
export function optionalText(object: JsonObject, field: string): string {
  const value = object[field];
  return typeof value === 'string' ? value : '';
}

/** A number field, or `otherwise` where it is absent. */
export function numberField(object: JsonObject, field: string, otherwise = 0): number {
  const value = object[field];
  return typeof value === 'number' ? value : otherwise;
}

/** A map of texts, as `config` is; entries of other types are left out. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((e): e is [string, string] => typeof e[1] === 'string'),
  );
}

/** How a field that is relied on must look; a list or a map may also be missing, as Go writes empty ones as null. */
type FieldKind<V> = V extends string
  ? 'text'
  : V extends number
    ? 'number'
    : V extends boolean
      ? 'flag'
      : V extends readonly unknown[]
        ? 'list'
        : 'map';

type Fields<T> = { readonly [K in keyof T]?: FieldKind<NonNullable<T[K]>> };

/**
 * A decoder that checks the fields that are relied on and hands on the object as it came: what is not known here is
 * still there when it is sent back after a change. It throws AppError 'protocol' that names the field.
 */
export function shaped<T extends object>(what: string, fields: Fields<T>): (value: unknown) => T {
  return (value) => {
    const object = asObject(value, what);
    for (const [field, kind] of Object.entries(fields as Readonly<Record<string, string>>)) {
      if (isKind(object[field], kind)) continue;
      throw new AppError(
        'protocol',
        `The server's answer is not understood: "${field}" of ${what} is no ${kind}`,
      );
    }
    return object as T;
  };
}

function isKind(value: unknown, kind: string): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return value === undefined || value === null || Array.isArray(value);
    default:
      return value === undefined || value === null || isObject(value);
  }
}

/** A decoder of a list whose items `decode` reads. */
export function listOf<T>(what: string, decode: (item: unknown) => T): (value: unknown) => T[] {
  return (value) => asList(value, what, decode);
}

/**
 * A decoder of a list of API paths to the names in them: what stands behind `path`, whose parameters may be anything.
 * A name with a slash in it, as aliases of images may have, stays whole.
 */
export function namesBelow(path: string): (value: unknown) => string[] {
  const depth = path.split('/').filter(Boolean).length;
  return listOf(`the list ${path}`, (item) => {
    if (typeof item !== 'string')
      throw new AppError('protocol', `The server's answer is not understood: a path in ${path} is no text`);
    const [plain = ''] = item.split('?');
    return plain.split('/').filter(Boolean).slice(depth).map(decodeSegment).join('/');
  });
}

/** Older servers write some names as they are: what does not decode is one of those. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
