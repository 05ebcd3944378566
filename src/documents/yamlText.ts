import {
  Document,
  LineCounter,
  type Node,
  type Scalar,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import { messageOf } from '../base/errors';
import { type Fields, type ServerObject, editableOf, strayFields, typedLike } from './editable';
import type { Path } from './merge';

/** Something that is wrong in a document. Lines and characters count from 0. */
export interface Problem {
  readonly message: string;
  readonly from: Position;
  readonly to: Position;
  /** It may be right all the same. */
  readonly isWarning?: boolean;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export type Parsed =
  | { readonly ok: true; readonly value: ServerObject }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Fields whose values are texts, whatever they look like: `limits.cpu: 2` is "2" for a server. */
const textMaps = ['config', 'devices', 'properties'];
/** Lists of rules. */
const textLists = ['ports', 'backends', 'ingress', 'egress', 'entries'];
/** The only fields that the servers take as numbers: a version, an alias or a name is a text, whatever it looks like. */
const numbers = ['ttl'];

/** An object as YAML, with comments around it; the fields that matter most stand first. */
export function textOf(
  value: ServerObject,
  { head = [], tail }: { head?: readonly string[]; tail?: ServerObject } = {},
): string {
  const comments = head.map((line) => `# ${line}`.trimEnd()).join('\n');
  const owned =
    tail && Object.keys(tail).length
      ? `\n${yamlOf(tail)
          .trimEnd()
          .split('\n')
          .map((line) => `# ${line}`.trimEnd())
          .join('\n')}\n`
      : '';
  const body = Object.keys(value).length ? yamlOf(value) : '';
  return `${comments ? `${comments}\n\n` : ''}${body}${owned}`;
}

/** Texts whose blank lines at the end a block would not keep. */
const fragile = /\n\s*\n\s*$|^\s+$/;

function yamlOf(value: ServerObject): string {
  const document = new Document(sorted(value));
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && fragile.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Reads a document. Duplicate keys, tabs and what is no map are problems, each with its place. */
export function parseText(text: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const at = positionsIn(lines);
  const problem = (message: string, [from, to]: readonly [number, number]): Problem => ({
    message,
    from: at(from),
    to: at(Math.max(to, from + 1)),
  });
  if (document.errors.length)
    return {
      ok: false,
      problems: document.errors.map(({ message, pos }) => problem(message, [pos[0], pos[1]])),
    };
  visit(document, {
    Pair: (_key, { key, value }) => {
      if (isScalar(value) && !numbers.includes(keyText(key))) asWritten(value);
    },
    Seq: (_key, { items }) => {
      for (const item of items) if (isScalar(item)) asWritten(item);
    },
  });
  const { contents } = document;
  if (!isMap(contents)) {
    const range = contents?.range ?? [0, 1, 1];
    return { ok: false, problems: [problem('A list of keys and values is expected', [range[0], range[1]])] };
  }
  const problems: Problem[] = [];
  const wrong = (node: Node | null, message: string): void => {
    const range = node?.range ?? [0, 1, 1];
    problems.push(problem(message, [range[0], range[1]]));
  };
  const value = Object.fromEntries(
    contents.items.map(({ key, value: node }) => {
      const name = keyText(key);
      if (textMaps.includes(name)) return [name, textMap(document, node, name, 0, wrong)];
      if (textLists.includes(name)) return [name, rules(document, node, wrong)];
      return [name, toJs(document, node, wrong)];
    }),
  );
  return problems.length ? { ok: false, problems } : { ok: true, value };
}

/**
 * Reads the document of an object that is on the server.
 * @param fields what of it may be edited; what else a document says must be what the object says. None for a new one
 */
export function readText(text: string, object: ServerObject, fields?: Fields): Parsed {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const value = typedLike(parsed.value, object) as ServerObject;
  if (!fields) return { ok: true, value };
  const problems = strayFields(value, object, fields).map((path) => ({
    message: `${path.at(-1) ?? ''} is not changed here: the server sets it, or a command of its own does`,
    ...(findPlace(text, path) ?? { from: { line: 0, character: 0 }, to: { line: 0, character: 1 } }),
  }));
  return problems.length ? { ok: false, problems } : { ok: true, value: editableOf(value, fields) };
}

/** Where a key stands in a document; undefined where it is not there. */
export function findPlace(text: string, path: Path): Omit<Problem, 'message'> | undefined {
  return findPlaces(text, [path])[0];
}

/** The same for several keys. */
export function findPlaces(
  text: string,
  paths: readonly Path[],
): readonly (Omit<Problem, 'message'> | undefined)[] {
  if (!paths.length) return [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const position = positionsIn(lines);
  return paths.map((path) => {
    let node: unknown = document.contents;
    let range: readonly number[] | undefined;
    for (const key of path) {
      if (!isMap(node)) return undefined;
      const pair = node.items.find((item) => keyText(item.key) === key);
      if (!pair) return undefined;
      range = (pair.key as Scalar).range ?? undefined;
      node = pair.value;
    }
    return range && { from: position(range[0] ?? 0), to: position(range[1] ?? 0) };
  });
}

/** From offsets to lines and characters that count from 0. */
export function positionsIn(lines: LineCounter): (offset: number) => Position {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  };
}

type Wrong = (node: Node | null, message: string) => void;

/** A map of texts, or with `depth` 1 below it, of maps of texts. */
function textMap(
  document: Document,
  given: Node | null,
  field: string,
  depth: number,
  wrong: Wrong,
): unknown {
  const node = resolved(document, given, wrong);
  if (node === null || (isScalar(node) && node.value === null)) return {};
  if (!isMap(node)) {
    wrong(given, `"${field}" is a list of keys and values`);
    return {};
  }
  return Object.fromEntries(
    node.items.map(({ key, value }) => {
      const name = keyText(key);
      const below = resolved(document, value as Node | null, wrong);
      if (field === 'devices' && depth === 0)
        return [name, textMap(document, value as Node | null, `devices.${name}`, 1, wrong)];
      if (isMap(below) || isSeq(below)) {
        wrong(below, `"${name}" is a text. Write | behind its name for a text of several lines`);
        return [name, ''];
      }
      return [name, scalarText(below)];
    }),
  );
}

function rules(document: Document, given: Node | null, wrong: Wrong): unknown {
  const node = resolved(document, given, wrong);
  if (node === null || (isScalar(node) && node.value === null)) return [];
  if (!isSeq(node)) {
    wrong(given, 'A list is expected: its lines begin with "- "');
    return [];
  }
  return node.items.map((each) => {
    const item = resolved(document, each as Node | null, wrong);
    if (!isMap(item)) return toJs(document, item, wrong);
    return Object.fromEntries(
      item.items.map(({ key, value }) => {
        return [keyText(key), toJs(document, resolved(document, value as Node | null, wrong), wrong)];
      }),
    );
  });
}

/** A number becomes the text that was written. */
function asWritten(node: Scalar): void {
  if (typeof node.value === 'number' || typeof node.value === 'bigint') node.value = scalarText(node);
}

/** What somebody wrote, not what YAML makes of it: 1.10 is not 1.1, and yes is not true. */
function scalarText(node: Node | null): string {
  if (!isScalar(node) || node.value === null) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
}

function keyText(key: unknown): string {
  return isScalar(key) ? scalarText(key) : String(key);
}

function resolved(document: Document, node: Node | null, wrong: Wrong): Node | null {
  if (!isAlias(node)) return node;
  const target = node.resolve(document) ?? null;
  if (target === null) wrong(node, `There is no anchor &${node.source} before this alias`);
  return target;
}

/** Fails at aliases of nothing, and at aliases of aliases that would fill the memory. */
function toJs(document: Document, node: Node | null, wrong: Wrong): unknown {
  try {
    return node?.toJS(document, { maxAliasCount: 100 }) ?? null;
  } catch (error) {
    wrong(node, messageOf(error));
    return null;
  }
}

/** What a person looks for first stands first, maps last, others by their names. */
function sorted(value: ServerObject): ServerObject {
  const rank = (name: string): number => {
    if (name === 'description') return 0;
    return ['config', 'devices', 'properties'].includes(name) ? 2 : 1;
  };
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}
