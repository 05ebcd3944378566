/** What may stand in a query: lists are joined by commas, undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Builds an API path; every inserted value is percent-encoded as one segment.
 * `apiPath\`/1.0/instances/${name}/state\`` – the only place in the client that encodes a path.
 * A segment of only dots would be resolved away by URL parsers, so its dots are encoded too.
 */
export function apiPath(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((path, part, i) => path + encodeSegment(values[i - 1] ?? '') + part);
}

function encodeSegment(value: string): string {
  return /^\.+$/.test(value) ? value.replaceAll('.', '%2E') : encodeURIComponent(value);
}

/** Appends `query` to `path`. */
export function withQuery(path: string, query: Query = {}): string {
  const text = Object.entries(query)
    .filter(
      (entry): entry is [string, string | number | boolean | readonly string[]] => entry[1] !== undefined,
    )
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}

/** Path and query of a request, for what is opened instead of sent: a websocket, a raw stream. */
export function targetOf({ path, query }: { readonly path: string; readonly query?: Query }): string {
  return withQuery(path, query);
}
