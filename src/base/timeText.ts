/** How long ago a time of the server was, as a person says it: "2 days ago". @param time ISO 8601 @param now ms since 1970 */
export function agoText(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000;
  if (!Number.isFinite(seconds) || !isTime(time)) return '';
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(Math.trunc(seconds), 'second');
}

/** True for a time that the server means: the year 1 or 1970 means never. */
export function isTime(text: string | undefined): text is string {
  return text !== undefined && text !== '' && new Date(text).getFullYear() > 1970;
}

const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
