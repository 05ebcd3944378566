import assert from 'node:assert/strict';
import { AppError, Unanswered, Unreached } from '../../../src/base/errors';
import { decodeOperation } from '../../../src/client/operation';
import { settle } from '../../../src/client/settle';
import type { Transport } from '../../../src/client/transport';
import { ManualClock } from '../../support/manualClock';

const operation = decodeOperation({ id: 'x', class: 'task', status_code: 103 });

/** A transport whose waits end so, one after the other, each after its time; the last one for ever after. */
function waits(clock: ManualClock, ...ends: (readonly [ms: number, end: Error | object])[]) {
  const made = { count: 0 };
  const wait = async (_endpoint: unknown, { signal }: { signal: AbortSignal }): Promise<unknown> => {
    const [ms, end] = ends[Math.min(made.count++, ends.length - 1)] ?? [0, {}];
    await clock.sleep(ms, { signal });
    if (end instanceof Error) throw end;
    return end;
  };
  return { made, transport: { wait } as unknown as Transport };
}

describe('settle', () => {
  const lost = new Unanswered('lost');
  const away = new Unreached('nothing answers');
  const outcomeOf = (clock: ManualClock, transport: Transport): { value: unknown } => {
    const seen: { value: unknown } = { value: undefined };
    settle(transport, operation, { signal: new AbortController().signal, clock }).then(
      (ended) => (seen.value = ended),
      (error: unknown) => (seen.value = error),
    );
    return seen;
  };

  it('waits on the next connection where one is lost, as often as that takes', async () => {
    const clock = new ManualClock();
    const ended = { id: 'x', class: 'task', status_code: 200 };
    const cut = [60_000, lost] as const;
    const { transport, made } = waits(clock, cut, cut, cut, [10, ended]);
    const seen = outcomeOf(clock, transport);
    await clock.pass(200_000);
    assert.deepEqual([seen.value, made.count], [decodeOperation(ended), 4]);
  });

  for (const [what, ms] of [
    ['at once', 1],
    ['slowly', 15_000],
  ] as const)
    it(`ends where the server stays away, and refuses ${what}`, async () => {
      const clock = new ManualClock();
      const { transport } = waits(clock, [5_000, lost], [ms, away]);
      const seen = outcomeOf(clock, transport);
      await clock.pass(40_000);
      assert.ok(seen.value instanceof Unanswered, String(seen.value));
      assert.match(seen.value.message, /lost before the server confirmed the end: nothing answers/);
      assert.equal(clock.waiting, 0);
    });

  it('does not try again what the server refuses', async () => {
    const clock = new ManualClock();
    const { transport, made } = waits(clock, [1, new AppError('forbidden', 'no')]);
    const seen = outcomeOf(clock, transport);
    await clock.pass(100);
    assert.ok(AppError.is(seen.value, 'forbidden'));
    assert.equal(made.count, 1);
  });
});
