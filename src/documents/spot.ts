/** Where a cursor is in a document of YAML that may be half typed. */
export interface Spot {
  /** The keys above, from the outermost. */
  readonly path: readonly string[];
  /** The key on the line, as far as it is typed. */
  readonly key: string;
  /** The value on the line, undefined where the cursor is before its colon. */
  readonly value: string | undefined;
}

/** Reads the lines above the cursor by their indentation, so that it needs no document that is right. */
export function spotAt(lines: readonly string[], line: number, character: number): Spot {
  const text = lines[line] ?? '';
  const colon = /^(\s*)("[^"]*"|'[^']*'|[^:#]*?):(\s|$)/.exec(text);
  const indent = text.length - text.trimStart().length;
  const depth = text.trim() === '' ? character : indent;
  const path: string[] = [];
  let below = depth;
  for (let at = line - 1; at >= 0 && below > 0; at--) {
    const above = lines[at] ?? '';
    if (above.trim() === '' || above.trimStart().startsWith('#')) continue;
    const own = above.length - above.trimStart().length;
    if (own >= below) continue;
    const [, name = ''] = /^\s*([^:]+):/.exec(above) ?? [];
    path.unshift(unquoted(name.trim()));
    below = own;
  }
  const isValue = colon !== null && character > (colon[0].trimEnd().length || 0);
  const key = unquoted((colon?.[2] ?? text.trim()).trim());
  return { path, key, value: isValue ? text.slice(colon[0].length).trim() : undefined };
}

/** The fields of a document that have a plain value on their line, like its type. */
export function topLevel(lines: readonly string[]): Readonly<Record<string, string>> {
  const fields = lines
    .map((line) => /^([\w.]+):\s+([^\s#].*?)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key = '', value = '']): [string, string] => [key, unquoted(value)]);
  return Object.fromEntries(fields);
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
