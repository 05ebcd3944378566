/** One line of the result: our figure against the one it is measured by. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: 'ms' | 'KB' | 'requests';
  readonly ratio: number;
  /** The ratio should be this or less. */
  readonly aim: number;
}

/** Does something once and says how many milliseconds of it count. */
export type Measured = () => Promise<number>;

export interface Contest {
  readonly ours: Measured;
  readonly theirs: Measured;
  /** How often each is measured, after one round that does not count. */
  readonly rounds: number;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

/** Medians of ours and theirs, taken in turn so that whatever else the machine does hits both. */
export async function compete({ ours, theirs, rounds }: Contest): Promise<{ ours: number; theirs: number }> {
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round++) {
    const [our, their] = [await ours(), await theirs()];
    if (round === 0) continue;
    times.ours.push(our);
    times.theirs.push(their);
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

export function row(
  figures: { readonly ours: number; readonly theirs: number },
  rest: Pick<Row, 'name' | 'unit' | 'aim'>,
): Row {
  const { ours, theirs } = figures;
  const { name, unit, aim } = rest;
  return { name, ours: round(ours, 1), theirs: round(theirs, 1), unit, ratio: round(ours / theirs, 3), aim };
}
