import type { Abortable } from './signal';

/** Options for what is seen to its end, whatever a person does meanwhile: half of it would be worse. */
export function unhurried(): Abortable {
  return { signal: new AbortController().signal };
}
