const units = { S: 1, M: 60, H: 3600, d: 86_400, w: 604_800 } as const;

/**
 * The moment that lies a span of time after another one, as servers write spans: `1d`, `2w 12H`, `6m`, `1y`, parts with
 * a space in between.
 * @returns undefined for what is no span, or none at all
 */
export function after(span: string, start: Date): Date | undefined {
  const parts = span.trim().split(/ +/);
  const end = new Date(start);
  for (const part of parts) {
    const [, digits = '', unit = ''] = /^(\d{1,6})([SMHdwmy])$/.exec(part) ?? [];
    const count = Number(digits);
    if (unit === 'm') end.setMonth(end.getMonth() + count);
    else if (unit === 'y') end.setFullYear(end.getFullYear() + count);
    else if (unit in units) end.setTime(end.getTime() + count * 1000 * units[unit as keyof typeof units]);
    else return undefined;
  }
  return end.getTime() > start.getTime() ? end : undefined;
}

/** A moment as part of a name, to the minute, in the time of this machine: `2026-12-01-0930`. */
export function stampOf(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day}-${two(moment.getHours())}${two(moment.getMinutes())}`;
}
