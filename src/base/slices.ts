import type { Abortable } from './signal';

/** So long, in milliseconds, a long piece of work keeps the event loop before others have their turn. */
const sliceMs = 8;
/** After so many items the time is looked at. */
const lookEvery = 16;

/** What made a list of more items than this has kept the event loop already. */
const manyItems = 256;

/** Lets the event loop come round. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Maps a list that may be long: in slices, between which the event loop comes round. @throws AbortError */
export async function mapInSlices<T, R>(
  items: readonly T[],
  map: (item: T) => R,
  { signal }: Abortable,
): Promise<R[]> {
  const mapped: R[] = [];
  if (items.length > manyItems) {
    await turn();
    signal.throwIfAborted();
  }
  let begun = performance.now();
  for (const item of items) {
    if (mapped.length > 0 && mapped.length % lookEvery === 0 && performance.now() - begun > sliceMs) {
      await turn();
      signal.throwIfAborted();
      begun = performance.now();
    }
    mapped.push(map(item));
  }
  return mapped;
}
