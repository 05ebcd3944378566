import type { KeySet, KeySpec, NamePart } from './schema';

/** `*`, `<name>`, `{name}`, or a part in capitals between dots: NAME, POOL_NAME. */
const hole = /\*|<[^>]+>|\{[^}]+\}|(?<=^|\.)[A-Z][A-Z_]+(?=\.|$)/g;

/** A key's name cut at its placeholders. */
export function nameParts(name: string): readonly NamePart[] {
  const parts: NamePart[] = [];
  let at = 0;
  for (const match of name.matchAll(hole)) {
    if (match.index > at) parts.push({ text: name.slice(at, match.index), hole: false });
    parts.push({ text: match[0] === '*' ? 'name' : match[0].replace(/[<>{}]/g, ''), hole: true });
    at = match.index + match[0].length;
  }
  if (at < name.length) parts.push({ text: name.slice(at), hole: false });
  return parts;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

interface Pattern {
  readonly spec: KeySpec;
  readonly fits: RegExp;
  /** How much of the name is fixed. */
  readonly fixed: number;
}

function patternOf(spec: KeySpec): Pattern | undefined {
  const parts = nameParts(spec.name);
  if (!parts.some((part) => part.hole)) return undefined;
  const source = parts.map((part) => (part.hole ? '.+' : escaped(part.text))).join('');
  const fixed = parts.reduce((sum, part) => sum + (part.hole ? 0 : part.text.length), 0);
  return { spec, fits: new RegExp(`^${source}$`), fixed };
}

/** A set of keys, in their order; of two with the same name the first is taken. */
export function keySet(specs: readonly KeySpec[], complete: boolean): KeySet {
  const byName = new Map<string, KeySpec>();
  for (const spec of specs) if (!byName.has(spec.name)) byName.set(spec.name, spec);
  const keys = [...byName.values()];
  const patterns = keys.flatMap((spec) => patternOf(spec) ?? []).sort((a, b) => b.fixed - a.fixed);
  return {
    keys,
    complete,
    find: (name) => byName.get(name) ?? patterns.find(({ fits }) => fits.test(name))?.spec,
    suggestions: (taken = []) => {
      const there = new Set(taken);
      return keys
        .filter((spec) => spec.readOnly !== true && !there.has(spec.name))
        .map((spec) => ({ spec, parts: nameParts(spec.name) }));
    },
  };
}

/**
 * The keys of several types together, for an object whose type is not known: what they do not agree on is left open, and
 * none is required.
 */
export function unitedSpecs(sets: readonly (readonly KeySpec[])[]): readonly KeySpec[] {
  const byName = new Map<string, KeySpec>();
  for (const set of sets) {
    for (const spec of set) {
      const before = byName.get(spec.name);
      byName.set(spec.name, before ? united(before, spec) : optional(spec));
    }
  }
  return [...byName.values()];
}

function optional(spec: KeySpec): KeySpec {
  const { required, ...rest } = spec;
  return required === true ? rest : spec;
}

function united(a: KeySpec, b: KeySpec): KeySpec {
  const type = a.type === b.type ? a.type : 'string';
  const same = String(a.allowed) === String(b.allowed);
  const allowed = [...new Set([...(a.allowed ?? []), ...(b.allowed ?? [])])];
  if (type === a.type && same) return a;
  return { ...a, type, ...(allowed.length > 0 && { allowed, othersAllowed: true }) };
}
