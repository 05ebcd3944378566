import assert from 'node:assert/strict';
import { differences, equal, merge, placeText } from '../../../src/documents/merge';

describe('three-way merge', () => {
  const both = (mine: unknown, theirs: unknown, base: unknown) => merge(base, mine, theirs);

  it('takes what only one side changed', () => {
    const { value, conflicts, taken } = both({ a: 2, b: 1 }, { a: 1, b: 3 }, { a: 1, b: 1 });
    assert.deepEqual([value, conflicts, taken], [{ a: 2, b: 3 }, [], [['b']]]);
  });

  it('removes what one side removed and the other left alone', () => {
    assert.deepEqual(both({}, { a: 1, b: 2 }, { a: 1 }).value, { b: 2 });
    assert.deepEqual(both({ a: 1, c: 3 }, {}, { a: 1 }).value, { c: 3 });
  });

  it('is no conflict where both did the same', () => {
    assert.deepEqual(both({ a: [1, 2] }, { a: [1, 2] }, { a: [1] }), {
      value: { a: [1, 2] },
      conflicts: [],
      taken: [],
    });
  });

  it('names the place of each conflict, and keeps mine there', () => {
    const { value, conflicts } = both(
      { config: { x: 'mine', y: '1' } },
      { config: { x: 'theirs', z: '2' } },
      { config: { x: 'base' } },
    );
    assert.deepEqual(value, { config: { x: 'mine', z: '2', y: '1' } });
    assert.deepEqual(conflicts, [['config', 'x']]);
  });

  it('is a conflict where one removed what the other changed', () => {
    assert.deepEqual(both({}, { a: { b: 2 } }, { a: { b: 1 } }).conflicts, [['a']]);
    assert.deepEqual(both({ a: { b: 2 } }, {}, { a: { b: 1 } }).conflicts, [['a']]);
  });

  it('merges maps that both added, key by key', () => {
    const { value, conflicts } = both({ d: { eth0: { a: '1' } } }, { d: { eth1: { b: '2' } } }, {});
    assert.deepEqual([value, conflicts], [{ d: { eth0: { a: '1' }, eth1: { b: '2' } } }, []]);
  });

  it('takes lists as a whole: their order means something', () => {
    assert.deepEqual(both({ l: ['a', 'b'] }, { l: ['c', 'a'] }, { l: ['a'] }).conflicts, [['l']]);
    assert.deepEqual(both({ l: ['a'] }, { l: ['b', 'a'] }, { l: ['a'] }).value, { l: ['b', 'a'] });
  });

  it('knows keys that are no fields of every object', () => {
    const base = JSON.parse('{"config":{"constructor":"a","__proto__":"b"}}') as object;
    const mine = JSON.parse('{"config":{"constructor":"a","toString":"c"}}') as object;
    const { value, conflicts } = both(mine, base, base);
    assert.deepEqual(
      [Object.keys((value as { config: object }).config), conflicts],
      [['constructor', 'toString'], []],
    );
  });

  it('compares without regard to the order of keys', () => {
    assert.ok(equal({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 }));
    assert.ok(!equal({ a: 1 }, { a: 1, b: undefined }));
    assert.ok(!equal([1, 2], [2, 1]));
    assert.ok(!equal(null, {}));
  });

  it('tells places as a person knows them', () => {
    assert.deepEqual(differences({ config: { a: 1 }, x: 1 }, { config: { a: 2 }, x: 2 }), [
      ['config', 'a'],
      ['x'],
    ]);
    assert.equal(placeText(['config', 'limits.memory']), 'limits.memory');
    assert.equal(placeText(['devices', 'eth0', 'name']), 'devices.eth0.name');
    assert.equal(placeText(['config']), 'config');
  });
});
