import assert from 'node:assert/strict';
import { lazy, once } from '../../../src/base/lazy';
import { compareNaturally } from '../../../src/base/natural';
import { deferred } from '../../support/deferred';

describe('what is made when it is first needed', () => {
  it('is made once, even where it is undefined', () => {
    let made = 0;
    const get = once(() => {
      made++;
      return undefined;
    });
    assert.equal(made, 0);
    get();
    get();
    assert.equal(made, 1);
  });

  it('is made once for all who ask meanwhile', async () => {
    const slow = deferred<object>();
    let made = 0;
    const get = lazy(() => {
      made++;
      return slow.promise;
    });
    const both = [get(), get()];
    slow.resolve({});
    const [first, second] = await Promise.all(both);
    assert.equal(first, second);
    assert.equal(await get(), first);
    assert.equal(made, 1);
  });

  it('is tried again after a failure, which all who waited are told', async () => {
    const outcomes = [() => Promise.reject(new Error('no file')), () => Promise.resolve('there')];
    const get = lazy<string>(() => outcomes.shift()!());
    const both = [get(), get()];
    for (const failed of await Promise.allSettled(both)) assert.equal(failed.status, 'rejected');
    assert.equal(await get(), 'there');
    assert.equal(outcomes.length, 0);
  });

  it('sorts numbers in names by their value', () => {
    assert.deepEqual(['web10', 'web9', 'db'].sort(compareNaturally), ['db', 'web9', 'web10']);
  });
});
