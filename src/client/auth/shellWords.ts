/**
 * Splits a command line as a POSIX shell does: blanks, '…', "…" and backslashes; nothing is expanded.
 * @returns undefined where a quote is not closed
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word = '';
  let started = false;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    const blank = !quote && /\s/.test(char);
    if (blank && started) words.push(word);
    if (blank) [word, started] = ['', false];
    if (blank) continue;
    started = true;
    const next = line[at + 1] ?? '';
    if (char === quote) quote = '';
    else if (quote === "'") word += char;
    else if (char === '\\' && (!quote || /["\\$`]/.test(next))) {
      // A backslash at the end of a line joins it with the next one.
      if (next !== '\n') word += next;
      at++;
    } else if (!quote && /["']/.test(char)) quote = char;
    else word += char;
  }
  if (started) words.push(word);
  return quote ? undefined : words;
}
