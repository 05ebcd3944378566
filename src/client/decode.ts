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
