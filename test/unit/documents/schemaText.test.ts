import assert from 'node:assert/strict';
import { checkValue } from '../../../src/documents/schema/checkValue';
import {
  cleanMarkdown,
  listedValues,
  plainDefault,
  plainLine,
} from '../../../src/documents/schema/documentText';
import { keySet, nameParts } from '../../../src/documents/schema/keySet';
import type { KeyKind, KeySpec } from '../../../src/documents/schema/schema';

const spec = (name: string, more: Partial<KeySpec> = {}): KeySpec => ({
  name,
  type: 'string',
  typeText: 'string',
  short: 'x',
  group: 'g',
  ...more,
});

describe('a set of keys', () => {
  const set = keySet(
    [
      spec('user.*'),
      spec('user.user-data'),
      spec('volatile.*', { readOnly: true }),
      spec('volatile.<name>.hwaddr', { readOnly: true }),
      spec('bgp.peers.NAME.address'),
      spec('limits.hugepages.1GB'),
    ],
    true,
  );
  const found = (name: string) => set.find(name)?.name;

  it('finds a name itself before a placeholder, and the longest placeholder', () => {
    assert.equal(found('user.user-data'), 'user.user-data');
    assert.equal(found('user.mine.too'), 'user.*');
    assert.equal(found('volatile.eth0.hwaddr'), 'volatile.<name>.hwaddr');
    assert.equal(found('volatile.eth0.100.hwaddr'), 'volatile.<name>.hwaddr');
    assert.equal(found('volatile.eth0.other'), 'volatile.*');
    assert.equal(found('bgp.peers.a.address'), 'bgp.peers.NAME.address');
    for (const name of ['user.', 'bgp.peers.address', 'limits.hugepages.2GB', '', 'xuser.a'])
      assert.equal(found(name), undefined, name);
  });

  it('offers what is not there yet and not the server’s own, cut at the placeholders', () => {
    const offered = set.suggestions(['limits.hugepages.1GB', 'user.mine']);
    assert.deepEqual(
      offered.map((one) => one.spec.name),
      ['user.*', 'user.user-data', 'bgp.peers.NAME.address'],
    );
    assert.deepEqual(offered[2]?.parts, [
      { text: 'bgp.peers.', hole: false },
      { text: 'NAME', hole: true },
      { text: '.address', hole: false },
    ]);
    assert.deepEqual(nameParts('storage.project.{name}.x')[1], { text: 'name', hole: true });
    assert.deepEqual(nameParts('limits.hugepages.64KB'), [{ text: 'limits.hugepages.64KB', hole: false }]);
  });
});

describe('the text of a documentation', () => {
  it('loses what only the documentation understands', () => {
    assert.equal(
      cleanMarkdown('Use {config:option}`a-b:limits.cpu`.\n\nSee {ref}`some-label` for more.'),
      'Use `limits.cpu`.',
    );
    assert.equal(
      plainLine('A size (see {ref}`units`) of `x`, [link](https://e.org) {{all}} [^*]'),
      'A size of x, link',
    );
    assert.equal(plainLine('{spellexception}`dataset`'), 'dataset');
    assert.equal(cleanMarkdown('```{note}\nMind.\n```'), 'Mind.');
  });

  it('has a default only where there is one', () => {
    assert.equal(plainDefault('`a`'), 'a');
    assert.equal(plainDefault('- (initial value on creation: `auto`)'), 'initial value on creation: auto');
    assert.equal(plainDefault('`1GiB` (VMs)'), '1GiB (VMs)');
    for (const none of ['', '-', 'empty', '``']) assert.equal(plainDefault(none), undefined, none);
  });

  it('lists values only where the list is all that is said', () => {
    assert.deepEqual(listedValues('X.\nPossible values are `a`, `b`, or `c`.\nMore.'), ['a', 'b', 'c']);
    assert.deepEqual(listedValues('Valid options: `a`, `b`\nIf not set, `b`.'), ['a', 'b']);
    assert.deepEqual(listedValues('Possible values are `a` (the default) and `b`.'), ['a', 'b']);
    assert.equal(listedValues('Possible values are `a` for nothing, and `b` for all.'), undefined);
    assert.equal(listedValues('can be any combination of `a` and `b`.'), undefined);
  });
});

describe('what is wrong with a value', () => {
  const check = (type: KeyKind, value: string, more: Partial<KeySpec> = {}) =>
    checkValue(spec('k', { type, ...more }), value);

  it('is said where it is sure', () => {
    const right: readonly (readonly [KeyKind, ...string[]])[] = [
      ['bool', 'true', 'False', '1', 'on', 'no'],
      ['integer', '0', '-1', '0644'],
      ['size', '0', '10GB', '512MiB', '1kB', '5 bytes'],
      ['memory', '50%', '1TiB'],
      ['bitRate', '100Mbit', '5'],
      ['ioRate', '50iops', '30MB'],
      ['cpu', '2', '0-3', '1,5-7'],
      ['cpuShare', '50%', '25ms/100ms'],
      ['expiry', '1d', '1M 2H 3d'],
      ['schedule', '@daily', '@daily, @startup', '0 6 * * 1-5'],
      ['mac', '00:16:3e:AA:00:01'],
      ['vlan', 'none', '5'],
      ['list', 'a,b', 'a'],
      ['blob', 'a\nb'],
      ['string', 'anything'],
    ];
    for (const [type, ...values] of right)
      for (const value of values) assert.equal(check(type, value), undefined, `${type} ${value}`);
    const wrong: readonly (readonly [KeyKind, ...string[]])[] = [
      ['bool', 'maybe', 'y', '2'],
      ['integer', '1.5', 'x', '1GB'],
      ['size', '1g', '1.5GiB', '50%', '1 GiB'],
      ['memory', 'half'],
      ['bitRate', 'fast'],
      ['cpu', '0-', 'all', '50%'],
      ['cpuShare', '5', '10s/20ms'],
      ['expiry', '5x', '1d2H', '1'],
      ['schedule', '@sometimes', '1 2'],
      ['mac', '00:16', '00-16-3e-00-00-01'],
      ['vlan', 'x'],
    ];
    for (const [type, ...values] of wrong)
      for (const value of values)
        assert.match(check(type, value) ?? '', /^k must be [^\n]+$/, `${type} ${value}`);
  });

  it('is not said of an empty value, nor of one beside values that are only the usual ones', () => {
    assert.equal(check('bool', ''), undefined);
    const allowed = ['a', 'b'];
    assert.equal(check('string', 'c', { allowed }), 'k must be one of a, b');
    assert.equal(check('string', 'c', { allowed, othersAllowed: true }), undefined);
    assert.equal(check('integer', 'a', { allowed, othersAllowed: true }), undefined);
  });
});
