import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatKey, instanceKey } from '../../../src/model/key';
import { scaled, seed } from '../../support/seed';

const part = fc.string({ unit: 'grapheme' });
const key = fc.record({ remote: part, project: part, kind: part, name: part });

describe('formatKey', () => {
  it('is unique: no two keys have the same text', () => {
    fc.assert(
      fc.property(key, (value) => {
        const parts = formatKey(value).split('/').map(decodeURIComponent);
        assert.deepEqual(parts, [value.remote, value.project, value.kind, value.name]);
      }),
      { seed: seed(), numRuns: scaled(10_000) },
    );
  });

  it('names an instance', () => {
    const ref = { remote: 'local', project: 'my project', instance: 'c1' };
    assert.equal(formatKey(instanceKey(ref)), 'local/my%20project/instance/c1');
  });
});
