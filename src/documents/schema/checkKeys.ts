import { distance } from 'fastest-levenshtein';
import { isObject } from '../../client/decode';
import type { ServerObject } from '../editable';
import { type Path, valueAt } from '../merge';
import { checkValue } from './checkValue';
import type { KeySet, Schema } from './schema';

/** What is wrong with a key or its value. */
export interface Finding {
  readonly path: Path;
  /** One line. */
  readonly message: string;
  /** False where the server may know better. */
  readonly isSure: boolean;
}

/** The keys that may stand in this map of a document; undefined where none are described. */
export type KeysOf = (path: Path, options: Readonly<Record<string, string>>) => KeySet | undefined;

/** So far apart are a word and its mistyped form at most. */
const typoDistance = 2;

/**
 * Holds `config` and `devices` of a document against the server's schema.
 * @param before the object on the server: what it has already is right, whatever is said of it here
 */
export function checkKeys(
  value: ServerObject,
  before: ServerObject,
  schema: Schema,
  keysOf: KeysOf,
): readonly Finding[] {
  const isNew = (path: Path): boolean => valueAt(value, path) !== valueAt(before, path);
  const ofMap = (path: Path): Finding[] => {
    const map = texts(valueAt(value, path));
    const keys = keysOf(path, map);
    if (!keys) return [];
    return Object.entries(map)
      .filter(([name]) => isNew([...path, name]))
      .flatMap(([name, text]) => found([...path, name], text, keys));
  };
  const devices = Object.keys(texts(value['devices'])).flatMap((name): Finding[] => {
    const path = ['devices', name];
    const { type } = texts(valueAt(value, path));
    const types = schema.deviceTypes().map((each) => each.type);
    if (type === undefined)
      return [{ path, message: `${name} needs a type: ${types.join(', ')}`, isSure: true }];
    if (!types.includes(type) && isNew([...path, 'type'])) {
      const message = `There is no device type "${type}"${meant(type, types)}`;
      return [{ path: [...path, 'type'], message, isSure: false }];
    }
    return ofMap(path);
  });
  return [...ofMap(['config']), ...devices];
}

function found(path: Path, text: string, keys: KeySet): Finding[] {
  const name = path.at(-1) ?? '';
  if (path[0] === 'devices' && name === 'type') return [];
  const spec = keys.find(name);
  if (spec) {
    const message = checkValue(spec, text);
    return message === undefined ? [] : [{ path, message, isSure: true }];
  }
  const hint = meant(
    name,
    keys.keys.map((each) => each.name),
  );
  // Where not all keys are described, only what is probably mistyped is told.
  if (!keys.complete && hint === '') return [];
  // No server describes all that it takes: bandwidth of rsync on pools, keys of images on instances.
  return [{ path, message: `There is no key "${name}" here${hint}`, isSure: false }];
}

function meant(name: string, names: readonly string[]): string {
  const near = names
    .map((each) => ({ each, apart: distance(name, each) }))
    .filter(({ apart }) => apart <= typoDistance && apart < name.length / 2)
    .sort((a, b) => a.apart - b.apart)[0];
  return near ? `. Did you mean "${near.each}"?` : '';
}

function texts(value: unknown): Readonly<Record<string, string>> {
  return isObject(value) ? (value as Readonly<Record<string, string>>) : {};
}
