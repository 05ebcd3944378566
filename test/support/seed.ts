/** A source of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export type Random = () => number;

let announced: number | undefined;

/** The seed of this test process: SEED from the environment, or a new one. Printed once, so that a failure can be run again. */
export function seed(): number {
  if (announced === undefined) {
    const given = Number(process.env['SEED']);
    announced = process.env['SEED'] !== undefined && Number.isInteger(given) ? given : Date.now() % 2 ** 31;
    console.log(`  seed ${announced} (run the same again with SEED=${announced})`);
  }
  return announced;
}

export function random(from: number = seed()): Random {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(source: Random, low: number, high: number): number {
  return low + Math.floor(source() * (high - low + 1));
}

export function bytes(source: Random, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) buffer[i] = source() * 256;
  return buffer;
}

/** Full size in `npm run test:soak`, a tenth in `npm test`: the same code either way. */
export const soak = process.env['SOAK'] === '1';

export function scaled(full: number): number {
  return soak ? full : Math.max(1, Math.ceil(full / 10));
}
