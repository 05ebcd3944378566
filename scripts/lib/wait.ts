const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until the answer is neither undefined, false nor an exception; throws what was awaited, and the last exception, at the end. */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeout = 30_000, interval = 50 }: { timeout?: number; interval?: number } = {},
): Promise<Exclude<T, undefined | false | null>> {
  const end = Date.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false && answer !== null)
        return answer as Exclude<T, undefined | false | null>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const reason = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(`gave up after ${timeout / 1000} s waiting for ${what}${reason}`);
    }
    await sleep(interval);
  }
}
