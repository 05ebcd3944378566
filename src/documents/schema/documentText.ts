/** Marks of the documentation's own dialect that mean nothing to a reader elsewhere: references, notes, variables. */
const dialect: readonly (readonly [RegExp, string])[] = [
  [/\s*\((?:see|See)(?: also)? \{ref\}`[^`]*`\)/g, ''],
  [/[,;]?\s*(?:-\s*)?\bsee also \{ref\}`[^`]*`/g, ''],
  [/(?:^|(?<=[.\n]))[ \t]*(?:Also see|See)(?: also)?\s\{ref\}`[^`]*`[^.\n]*\.?/g, ''],
  [/\{ref\}`([^`<]*?)\s*<[^`>]*>`/g, '$1'],
  [/\{ref\}`([^`]*)`/g, '$1'],
  [/\{config:option\}`(?:[^`:]*:)?([^`]*)`/g, '`$1`'],
  [/\{\w+\}`([^`]*)`/g, '$1'],
  [/\{\{\w+\}\}/g, ''],
  [/\[\^\*\]/g, ''],
  [/^(`{3,}|:{3,})(?:\{\w+\}.*)?$/gm, ''],
];

/** The server's markdown without what only its documentation understands. */
export function cleanMarkdown(text: string): string {
  let clean = text;
  for (const [pattern, by] of dialect) clean = clean.replace(pattern, by);
  return clean.replace(/\n{3,}/g, '\n\n').trim();
}

/** The same in plain words, on one line. */
export function plainLine(text: string): string {
  return cleanMarkdown(text)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A default as a value or in words; none for what only says that there is none. */
export function plainDefault(text: string): string | undefined {
  const plain = plainLine(text)
    .replace(/^-\s*/, '')
    .replace(/^\(([^()]*)\)$/, '$1');
  return plain === '' || plain === 'empty' ? undefined : plain;
}

const item = '`[^`\\n]+`(?:\\s*\\([^()\\n]*\\))?';
const listed = new RegExp(
  `(?:[Pp]ossible|[Vv]alid|[Aa]llowed) (?:values|options)(?: are)?:?\\s+` +
    `(${item}(?:(?:,? (?:and|or) |,\\s*)${item})*)\\s*(?:[.;]|\\n|$)`,
);

/** The values a description says there are: "Possible values are `a`, `b`, or `c`." and nothing after it. */
export function listedValues(text: string): readonly string[] | undefined {
  const [, list] = listed.exec(text) ?? [];
  if (list === undefined) return undefined;
  const values = [...list.replace(/\([^()]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, value]) => value ?? '');
  return values.length > 1 ? [...new Set(values)] : undefined;
}
