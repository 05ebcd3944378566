import * as vscode from 'vscode';
import { after } from '../base/span';

/** What the servers take instead of a cron expression, also in a list. */
const aliases = [
  '@never',
  '@startup',
  '@hourly',
  '@daily',
  '@midnight',
  '@weekly',
  '@monthly',
  '@annually',
  '@yearly',
];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A field of a cron expression; names stand for numbers from `first` on. */
interface Field {
  readonly label: string;
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const fields = (): readonly Field[] => [
  { label: vscode.l10n.t('minute'), first: 0, last: 59 },
  { label: vscode.l10n.t('hour'), first: 0, last: 23 },
  { label: vscode.l10n.t('day of the month'), first: 1, last: 31 },
  { label: vscode.l10n.t('month'), first: 1, last: 12, names: months },
  { label: vscode.l10n.t('day of the week'), first: 0, last: 6, names: days },
];

/** A schedule as the servers take it, or several: one space between fields, a comma and a space between schedules. */
export function plainSchedule(text: string): string {
  return partsOf(text).join(', ');
}

/** The schedules of a list; the servers read them in small letters. */
function partsOf(text: string): string[] {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/\s*,\s+|\s*,(?=@)/);
  // Aliases have no fields: a space between two can be nothing but the end of the first.
  return parts.flatMap((part) => (part.startsWith('@') ? part.split(/[\s,]+/) : part.split(/\s+/).join(' ')));
}

/** What is surely wrong with a schedule, on one line; the servers look closer. */
export function scheduleProblem(text: string): string | undefined {
  const parts = partsOf(text);
  const problem = parts.map(partProblem).find((each) => each !== undefined);
  if (problem !== undefined || parts.length === 1) return problem;
  // A server takes it, and then divides the list at that comma, too: it takes no snapshot by what it finds.
  const divided = parts.find((part) => part.includes(','));
  return divided && vscode.l10n.t('Among several schedules none can have a comma of its own: {0}', divided);
}

/** What is surely wrong with one schedule of a list. */
function partProblem(part: string): string | undefined {
  if (part.startsWith('@'))
    return aliases.includes(part) ? undefined : vscode.l10n.t('{0} is none of {1}', part, aliases.join(', '));
  const values = part.split(' ');
  const all = fields();
  if (values.length !== all.length)
    return vscode.l10n.t(
      'There are five fields: minute, hour, day of the month, month, day of the week; like 30 6 * * 1-5',
    );
  const at = values.findIndex((value, index) => !isField(value, all[index]));
  const field = all[at];
  return (
    field &&
    vscode.l10n.t(
      '{0} is no {1}: it goes from {2} to {3}',
      values[at] ?? '',
      field.label,
      field.first,
      field.last,
    )
  );
}

/** Whether this is a list of values, ranges or all of them, each with a step where there is one. */
function isField(value: string, field: Field | undefined): boolean {
  if (!field) return false;
  const isValue = (text: string): boolean =>
    field.names?.includes(text) === true ||
    (/^\d{1,2}$/.test(text) && Number(text) >= field.first && Number(text) <= field.last);
  return value.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/');
    const ends = range.split('-');
    const isRange = range === '*' || range === '?' || (ends.length <= 2 && ends.every(isValue));
    return isRange && !more.length && (step === undefined || /^[1-9]\d*$/.test(step));
  });
}

/** What is wrong with a span of time after which something goes. */
export function spanProblem(text: string): string | undefined {
  const end = after(text, new Date());
  if (end === undefined)
    return vscode.l10n.t('Spans are like 12H, 7d, 2w or 1m 2d, in S, M, H, d, w, m and y');
  // A server takes it, and then takes no snapshot any more: it cannot read its own year.
  return end.getFullYear() > 9999 ? vscode.l10n.t('That is later than the year 9999') : undefined;
}

/** The time as a name may say it: as the servers write it otherwise it has spaces, and no snapshot is taken. */
export const datePattern = '{{ creation_date|date:"2006-01-02_15-04-05" }}';

/** What is wrong with the time in a template for names: the name of a snapshot has no space and no slash. */
function dateProblem(text: string): string | undefined {
  if (/\{\{-?\s*creation_date\s*-?\}\}/.test(text))
    return vscode.l10n.t('The time has spaces without a format: {0}', datePattern);
  const formats = text.matchAll(/\|\s*(?:date|time)\s*:\s*(["'])([^"']*)\1\s*-?\}\}/g);
  const bad = [...formats].map(([, , format = '']) => format).find((format) => /[\s/]/.test(format));
  return bad === undefined
    ? undefined
    : vscode.l10n.t('The format of the time has a space or a slash, which no name has: {0}', bad);
}

/** What is wrong with a template for names: the servers take all, and then take no snapshot. */
export function patternProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const literal = text.replace(/\{\{[^{}]*\}\}|\{%[^{}]*%\}/g, 'x');
  if (/\{\{|\}\}|\{%|%\}/.test(literal))
    return vscode.l10n.t('A template begins with {0} and ends with {1}', '{{', '}}');
  const problem = dateProblem(text);
  if (problem !== undefined) return problem;
  // The servers put a number for one of them.
  if (text.split('%d').length > 2) return vscode.l10n.t('A name has {0} only once', '%d');
  if (/\s/.test(literal)) return vscode.l10n.t('A name has no space');
  return literal.includes('/') || literal === '.' || literal === '..'
    ? vscode.l10n.t('Name must not be a path')
    : undefined;
}
