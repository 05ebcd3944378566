import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './row';

const columns = ['', 'ours', 'theirs', 'ratio', 'aim'] as const;

export function isMissed({ ratio, aim }: Row): boolean {
  return ratio > aim;
}

function amount(value: number, unit: Row['unit']): string {
  if (unit === 'requests') return `${value} ${value === 1 ? 'request' : unit}`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toString()} ${unit}`;
}

function cells(row: Row): string[] {
  const { name, ours, theirs, unit, ratio, aim } = row;
  return [name, amount(ours, unit), amount(theirs, unit), ratio.toFixed(2), `≤ ${aim.toFixed(2)}`];
}

/** For a terminal. */
export function asText(rows: readonly Row[]): string {
  const lines = [[...columns], ...rows.map(cells)];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const marks = ['', ...rows.map((row) => (isMissed(row) ? '  missed' : ''))];
  return lines
    .map((line, number) => {
      const padded = line.map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      );
      return padded.join('  ') + (marks[number] ?? '');
    })
    .join('\n');
}

function asMarkdown(rows: readonly Row[]): string {
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  return [line(columns), '| --- | ---: | ---: | ---: | ---: |', ...rows.map(cells).map(line)].join('\n');
}

/** Writes the table between the markers `<!-- bench -->` and `<!-- /bench -->`. @returns false where there are none */
export function updateReadme(file: string, rows: readonly Row[]): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  const [before, rest] = split(text, '<!-- bench -->');
  const [, after] = split(rest ?? '', '<!-- /bench -->');
  if (rest === undefined || after === undefined) return false;
  writeFileSync(file, `${before}<!-- bench -->\n${asMarkdown(rows)}\n<!-- /bench -->${after}`);
  return true;
}

function split(text: string, marker: string): [string, string | undefined] {
  const at = text.indexOf(marker);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + marker.length)];
}
