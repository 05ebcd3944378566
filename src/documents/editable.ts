import { isObject } from '../client/decode';
import { equal } from './merge';

/** An object as a server gives it. */
export type ServerObject = Readonly<Record<string, unknown>>;

/** Which fields of an object a person may edit. */
export interface Fields {
  readonly readOnly?: readonly string[];
  readonly writable?: readonly string[];
}

/** What no PUT takes, of no kind: the server sets it, or another request changes it. */
const never = [
  'access_entitlements',
  'backups',
  'created_at',
  'last_used_at',
  'location',
  'locations',
  'managed',
  'name',
  'project',
  'snapshots',
  'state',
  'status',
  'status_code',
  'type',
  'used_by',
];

/** The part of an object that a person edits; what the server keeps in `config` for itself is not in it. */
export function editableOf(object: ServerObject, fields: Fields): ServerObject {
  const entries: (readonly [string, unknown])[] = Object.entries(object)
    .filter(([name]) => isWritable(name, fields))
    .map(([name, value]) => [name, name === 'config' ? withoutVolatile(value) : value]);
  return Object.fromEntries<unknown>(entries);
}

/** The rest of an object: what the server alone decides. */
export function serverOwned(object: ServerObject, fields: Fields): ServerObject {
  const volatile = Object.entries(isObject(object['config']) ? object['config'] : {}).filter(([key]) =>
    isVolatile(key),
  );
  const rest = Object.entries(object).filter(([name]) => !isWritable(name, fields));
  return {
    ...Object.fromEntries(rest),
    ...(volatile.length ? { config: Object.fromEntries(volatile) } : {}),
  };
}

/**
 * The body of a PUT: the object as the server has it, fields that are not known here among them, with what was edited in
 * place of what was there.
 */
export function bodyOf(object: ServerObject, edited: ServerObject, fields: Fields): ServerObject {
  const owned = serverOwned(object, fields);
  const config =
    isObject(owned['config']) || isObject(edited['config'])
      ? { config: { ...(isObject(owned['config']) ? owned['config'] : {}), ...(edited['config'] as object) } }
      : {};
  return { ...owned, ...edited, ...config };
}

/**
 * What was read from a text, with the types that the server's own object has there: it is asked for what a text does not
 * tell, like the `true` that stands for a password.
 */
export function typedLike(value: unknown, like: unknown): unknown {
  if (isObject(value) && isObject(like))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        typedLike(each, Object.hasOwn(like, key) ? like[key] : undefined),
      ]),
    );
  if (Array.isArray(value) && Array.isArray(like))
    return value.map((each, at) => typedLike(each, like[at] as unknown));
  if (typeof value === 'boolean' && typeof like === 'string') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return value;
  if (typeof like === 'number' && Number.isFinite(Number(value))) return Number(value);
  return typeof like === 'boolean' && value === String(like) ? like : value;
}

/** Fields of a document that the server alone decides and that say something else there, by their paths. */
export function strayFields(edited: ServerObject, object: ServerObject, fields: Fields): readonly string[][] {
  const stray = serverOwned(edited, fields);
  const { config, ...others } = stray;
  const volatile = isWritable('config', fields) && isObject(config) ? Object.keys(config) : [];
  const before = isObject(object['config']) ? object['config'] : {};
  return [
    ...Object.keys(others)
      .filter((name) => !equal(others[name], object[name]))
      .map((name) => [name]),
    ...volatile
      .filter((key) => isObject(config) && config[key] !== before[key])
      .map((key) => ['config', key]),
  ];
}

function isWritable(name: string, { readOnly = [], writable }: Fields): boolean {
  return writable ? writable.includes(name) : !never.includes(name) && !readOnly.includes(name);
}

function withoutVolatile(config: unknown): unknown {
  return isObject(config)
    ? Object.fromEntries(Object.entries(config).filter(([key]) => !isVolatile(key)))
    : config;
}

function isVolatile(key: string): boolean {
  return key.startsWith('volatile.');
}
