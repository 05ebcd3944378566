import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TempNames } from '../../../src/client/files/tempName';
import { scaled, seed } from '../../support/seed';

const fileName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 300 })
  .filter((text) => !/[\0/]/.test(text) && Buffer.byteLength(text) <= 255);

describe('names of temporary files', () => {
  it('fit, are hidden, and are known again once they are not in use', () => {
    fc.assert(
      fc.property(fileName, fileName, (name, other) => {
        const temps = new TempNames('0123abcd');
        const temp = temps.next(name);
        assert.ok(Buffer.byteLength(temp) <= 255, temp);
        assert.ok(temp.startsWith('.') && temp.endsWith('~') && !temp.includes('/'));
        assert.notEqual(temps.next(name), temp);
        assert.equal(temps.isLeftover(temp, name, 1e9), false, 'in use');
        temps.release(temp);
        assert.equal(temps.isLeftover(temp, name, 0), true);
        if (other !== name) assert.equal(temps.isLeftover(temp, other, 1e9), false, 'of another file');
        assert.equal(temps.isLeftover(name, name, 1e9), false, 'the file itself');
      }),
      { seed: seed(), numRuns: scaled(5000) },
    );
  });

  it('tell a long name from another that begins as it does', () => {
    const temps = new TempNames('0123abcd');
    const a = `${'x'.repeat(254)}a`;
    const temp = temps.next(a);
    temps.release(temp);
    assert.equal(temps.isLeftover(temp, `${'x'.repeat(254)}b`, 1e9), false);
  });

  it('of another window are left alone for a minute', () => {
    const theirs = new TempNames('ffffffff').next('f');
    const ours = new TempNames('0123abcd');
    assert.equal(ours.isLeftover(theirs, 'f', 59), false);
    assert.equal(ours.isLeftover(theirs, 'f', 61), true);
    assert.equal(ours.isLeftover('.f.lxd-keep~', 'f', 1e9), false);
    assert.equal(ours.isLeftover('.f.lxd-', 'f', 1e9), false);
  });
});
