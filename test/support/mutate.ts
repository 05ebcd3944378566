import { type Random, between } from './seed';

/** One of these. */
export function oneOf<T>(source: Random, items: readonly T[]): T {
  return items[between(source, 0, items.length - 1)] as T;
}

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'x'.repeat(100_000),
  '\ud800',
  '\0\u202e../../etc',
  [],
  {},
  [[[]]],
  [null],
  { '': {} },
  JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 1, "toString": 1}'),
  Array.from({ length: 2000 }, () => ({})),
];

/** The same JSON with one value somewhere replaced, taken away or added. */
function otherValue(text: string, source: Random): string {
  const root: unknown = JSON.parse(text);
  let at = root;
  for (let depth = between(source, 0, 6); depth > 0; depth--) {
    const inner = typeof at === 'object' && at !== null ? Object.values(at) : [];
    const next: unknown = inner.length > 0 ? oneOf(source, inner) : undefined;
    if (typeof next !== 'object' || next === null) break;
    at = next;
  }
  if (typeof at !== 'object' || at === null) return JSON.stringify(oneOf(source, odd));
  const keys = Object.keys(at);
  const key = keys.length > 0 ? oneOf(source, keys) : 'new';
  if (between(source, 0, 4) === 0) Reflect.deleteProperty(at, key);
  else Reflect.set(at, key, oneOf(source, odd));
  return JSON.stringify(root);
}

function cut(bytes: Buffer, source: Random): Buffer {
  return bytes.subarray(0, between(source, 0, bytes.length));
}

function flip(bytes: Buffer, source: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = between(source, 1, 8); count > 0 && copy.length > 0; count--)
    copy[between(source, 0, copy.length - 1)] = between(source, 0, 255);
  return copy;
}

function splice(bytes: Buffer, source: Random): Buffer {
  const [from, to] = [between(source, 0, bytes.length), between(source, 0, bytes.length)].sort(
    (a, b) => a - b,
  );
  const middle = oneOf(source, [
    Buffer.alloc(0),
    Buffer.from('\0'),
    Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    Buffer.from('🐧"\\'),
    bytes.subarray(from, to),
    Buffer.alloc(70_000, 'A'),
  ]);
  return Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);
}

/** Bytes that are wrong in some way: cut off, flipped, spliced, of another encoding, huge. */
export function mutateBytes(bytes: Buffer, source: Random): Buffer {
  switch (between(source, 0, 5)) {
    case 0:
      return cut(bytes, source);
    case 1:
    case 2:
      return flip(bytes, source);
    case 3:
      return Buffer.from(bytes.toString('latin1'), 'utf16le');
    default:
      return splice(bytes, source);
  }
}

/** Text that is wrong in some way; JSON is also wrong in its types. */
export function mutateText(text: string, source: Random): string {
  const way = between(source, 0, 19);
  if (way < 11 && text.startsWith('{')) return otherValue(text, source);
  if (way === 11) return '['.repeat(100_000);
  if (way === 12) return `${text.slice(0, between(source, 0, text.length))}${'{"a":'.repeat(20_000)}`;
  if (way === 13) return `\ufeff${text}`;
  return mutateBytes(Buffer.from(text), source).toString();
}
