import assert from 'node:assert/strict';
import { after, stampOf } from '../../../src/base/span';

describe('spans of time', () => {
  const start = new Date('2026-01-31T12:00:00Z');
  const end = (span: string): string | undefined => after(span, start)?.toISOString();

  it('are added as the servers read them', () => {
    assert.equal(end('30S'), '2026-01-31T12:00:30.000Z');
    assert.equal(end('5M'), '2026-01-31T12:05:00.000Z');
    assert.equal(end('2w 12H'), '2026-02-15T00:00:00.000Z');
    assert.equal(end(' 1d  1d '), '2026-02-02T12:00:00.000Z');
    assert.equal(end('1y')?.slice(0, 10), '2027-01-31');
    assert.ok(end('2m')?.startsWith('2026-03-31'));
  });

  it('are nothing where they are none', () => {
    for (const text of ['', '0d', 'd', '1', '1x', '1d1H', '1d,1H', '-1d', '1.5d', '9999999d', 'in a day'])
      assert.equal(end(text), undefined, text);
  });

  it('a moment in a name is to the minute', () => {
    assert.match(stampOf(start), /^2026-0[12]-\d\d-\d\d00$|^2026-01-31-\d{4}$/);
    assert.equal(stampOf(new Date(2026, 0, 2, 3, 4)), '2026-01-02-0304');
  });
});
