import { LineCounter, type Scalar, isMap, isScalar, parseDocument } from 'yaml';
import { type Problem, positionsIn } from './yamlText';

/** The keys whose values cloud-init reads. */
const key = /^(?:cloud-init|user)\.(user-data|vendor-data|network-config)$/;

const mentioned = /\b(?:user-data|vendor-data|network-config)\b/;

/** Mistakes in YAML for cloud-init that stands in the configuration of a document of YAML; scripts are not looked at. */
export function cloudInitProblems(text: string): Problem[] {
  // Reading takes a second a megabyte.
  if (!mentioned.test(text)) return [];
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  const config: unknown = isMap(contents) ? contents.get('config') : undefined;
  if (!isMap(config)) return [];
  return config.items.flatMap(({ key: name, value }) => {
    const [, what] = key.exec(isScalar(name) ? String(name.value) : '') ?? [];
    if (what === undefined || !isScalar(value) || typeof value.value !== 'string') return [];
    // A script, a template, or a list of files is no YAML.
    if (what !== 'network-config' && !/^#cloud-config\s*$/m.test(value.value.split('\n')[0] ?? '')) return [];
    return problemsIn(value.value).map(({ message, from, to }) => ({
      message: `cloud-init: ${message}`,
      ...(inBlock(text, value, lines, from, to) ?? around(name as Scalar, lines)),
    }));
  });
}

function problemsIn(text: string): Problem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const at = positionsIn(lines);
  const problems = document.errors.map(({ message, pos: [from, to] }) => ({
    message,
    from: at(from),
    to: at(Math.max(to, from + 1)),
  }));
  if (problems.length || document.contents === null || isMap(document.contents)) return problems;
  const message = 'a list of keys and values is expected';
  return [{ message, from: at(0), to: at(text.length) }];
}

/** Where lines of a text stand in the document that holds it behind a `|`. */
function inBlock(
  text: string,
  { type, range }: Scalar,
  lines: LineCounter,
  from: Problem['from'],
  to: Problem['to'],
): Omit<Problem, 'message'> | undefined {
  if (type !== 'BLOCK_LITERAL' || !range) return undefined;
  const first = lines.linePos(range[0]).line;
  const rows = text.split('\n').slice(first);
  const row = rows.find((each) => each.trim() !== '') ?? '';
  const indent = row.length - row.trimStart().length;
  const moved = ({ line, character }: Problem['from']) => ({
    line: first + line,
    character: indent + character,
  });
  return { from: moved(from), to: moved(to) };
}

function around({ range }: Scalar, lines: LineCounter): Omit<Problem, 'message'> {
  const at = positionsIn(lines);
  return { from: at(range?.[0] ?? 0), to: at(range?.[1] ?? 0) };
}
