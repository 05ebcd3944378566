import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { reconnectDelayMs, worthRetrying } from '../../../src/model/backoff';

describe('reconnectDelayMs', () => {
  it('doubles, and stays under 1.5 s for minutes: a server that is back is seen within 2 s', () => {
    const delays = Array.from({ length: 200 }, (_, attempt) => reconnectDelayMs(attempt, () => 0));
    assert.deepEqual(delays.slice(0, 5), [150, 300, 600, 1200, 1500]);
    assert.ok(delays.every((delay) => delay <= 1500));
    assert.ok(delays.reduce((sum, delay) => sum + delay) > 4 * 60_000);
  });

  it('is patient with one that has been gone for long', () => {
    assert.equal(
      reconnectDelayMs(200, () => 0),
      30_000,
    );
    assert.equal(
      reconnectDelayMs(1e6, () => 0),
      30_000,
    );
  });

  it('comes earlier by chance, never later, and never at once', () => {
    for (const attempt of [0, 3, 500]) {
      const latest = reconnectDelayMs(attempt, () => 0);
      const earliest = reconnectDelayMs(attempt, () => 0.999);
      assert.ok(earliest < latest && earliest > latest * 0.69);
    }
  });
});

describe('worthRetrying', () => {
  it('is only what can end by itself', () => {
    assert.ok(worthRetrying(new AppError('unreachable', '')));
    for (const kind of ['untrusted', 'forbidden', 'protocol', 'unsupported'] as const)
      assert.ok(!worthRetrying(new AppError(kind, '')));
  });
});
