import assert from 'node:assert/strict';
import fc from 'fast-check';
import { apiPath, withQuery } from '../../../src/client/path';
import { scaled, seed } from '../../support/seed';

const runs = () => ({ seed: seed(), numRuns: scaled(10_000) });
const name = fc.string({ unit: 'grapheme', minLength: 1 });

describe('apiPath', () => {
  it('keeps any name in its one segment, and loses nothing of it', () => {
    fc.assert(
      fc.property(name, name, (first, second) => {
        const path = apiPath`/1.0/instances/${first}/snapshots/${second}`;
        const parts = path.split('/');
        assert.equal(parts.length, 6);
        assert.doesNotMatch(path, /[?#\s\\]/);
        assert.equal(decodeURIComponent(parts[3]!), first);
        assert.equal(decodeURIComponent(parts[5]!), second);
      }),
      runs(),
    );
  });

  it('gives the path that the server sees, for names made of nothing but trouble', () => {
    for (const evil of ['..', '.', '...', 'a/b', '%2F', '?x=1', '#', 'ä ö', '%', '\n', '+', '&', '😀']) {
      const path = apiPath`/1.0/instances/${evil}/state`;
      assert.match(path, /^\/1\.0\/instances\/[^/.]+\/state$/);
      assert.equal(decodeURIComponent(path.split('/')[3]!), evil);
    }
  });
});

describe('withQuery', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(name, name), (query) => {
        const url = new URL(withQuery('/1.0/x', query), 'http://localhost');
        assert.deepEqual(Object.fromEntries(url.searchParams), { ...query });
      }),
      runs(),
    );
  });

  it('joins lists, leaves out what is undefined, and appends to a query that is there', () => {
    assert.equal(
      withQuery('/p', { type: ['a', 'b'], none: undefined, yes: true, n: 1 }),
      '/p?type=a%2Cb&yes=true&n=1',
    );
    assert.equal(withQuery('/p?x=1', { y: 2 }), '/p?x=1&y=2');
    assert.equal(withQuery('/p', { none: undefined }), '/p');
  });
});
