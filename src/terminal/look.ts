/** What a terminal is of. */
export interface ShellPlace {
  readonly remote: string;
  readonly project: string;
  readonly instance: string;
}

/** `c1`; `c1 (prod)` where another terminal has a c1 of another remote, `c1 (web)` where of another project. */
export function titleOf(place: ShellPlace, others: Iterable<ShellPlace>): string {
  const namesakes = [...others].filter((other) => other.instance === place.instance);
  const distinct = [
    ...(namesakes.some((other) => other.remote !== place.remote) ? [place.remote] : []),
    ...(namesakes.some((other) => other.remote === place.remote && other.project !== place.project)
      ? [place.project]
      : []),
  ];
  return distinct.length === 0 ? place.instance : `${place.instance} (${distinct.join('/')})`;
}

/** Codicon for a terminal, by the `image.os` of its instance. */
export function terminalIcon(os = ''): string {
  const name = os.toLowerCase();
  if (name.includes('ubuntu')) return 'terminal-ubuntu';
  return name.includes('debian') ? 'terminal-debian' : 'terminal-linux';
}
