import { once } from './lazy';

/** The rules of a language take some 10 ms to load, and nothing is sorted before the first list is there. */
const collator = once(() => new Intl.Collator(undefined, { numeric: true }));

/** Orders texts as a person expects: "web9" before "web10". */
export function compareNaturally(a: string, b: string): number {
  return collator().compare(a, b);
}
