import { isObject } from '../client/decode';

/** Where something stands in an object: `['config', 'limits.memory']`. */
export type Path = readonly string[];

export interface Merged {
  /** Where both changed the same in different ways, mine. */
  readonly value: unknown;
  /** What both changed in different ways. */
  readonly conflicts: readonly Path[];
  /** What they changed and I did not, which is taken over. */
  readonly taken: readonly Path[];
}

const absent = Symbol('absent');

/**
 * Three-way merge of objects: what only one side changed is taken from it; maps are merged key by key, lists and texts are
 * taken as a whole, as the order of a list (of profiles, of rules) means something.
 * @param base what both started from
 */
export function merge(base: unknown, mine: unknown, theirs: unknown): Merged {
  const conflicts: Path[] = [];
  const taken: Path[] = [];
  const walk = (b: unknown, m: unknown, t: unknown, path: Path): unknown => {
    if (equal(m, t)) return m;
    if (equal(b, m)) {
      taken.push(...differences(b, t, path));
      return t;
    }
    if (equal(b, t)) return m;
    if (!isObject(m) || !isObject(t)) {
      conflicts.push(path);
      return m;
    }
    // Both have a map here: where base had none, each of them added one.
    const from = isObject(b) ? b : {};
    const keys = [...new Set([...Object.keys(m), ...Object.keys(t), ...Object.keys(from)])];
    const entries = keys
      .map((key) => [key, walk(own(from, key), own(m, key), own(t, key), [...path, key])] as const)
      .filter(([, value]) => value !== absent);
    return Object.fromEntries(entries);
  };
  return { value: walk(base, mine, theirs, []), conflicts, taken };
}

/** The places in which two objects differ. */
export function differences(a: unknown, b: unknown, path: Path = []): Path[] {
  if (equal(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differences(own(a, key), own(b, key), [...path, key]),
  );
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** Whether two values of JSON are the same; the order of keys is none. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, at) => equal(each, b[at]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** Whether two values are the same for a server: what is empty may as well not be there. */
export function means(a: unknown, b: unknown): boolean {
  const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0);
  return equal(a, b) || (isEmpty(a) && isEmpty(b));
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : absent;
}

/** A place for a person: `limits.memory`, `devices.eth0.name`, `profiles`. Keys of config stand for themselves. */
export function placeText(path: Path): string {
  const [first, ...rest] = path;
  return (first === 'config' && rest.length ? rest : path).join('.');
}
