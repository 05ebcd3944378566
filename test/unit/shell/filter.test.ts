import assert from 'node:assert/strict';
import { silentLog } from '../../../src/base/log';
import { Filter } from '../../../src/shell/filter';

describe('Filter', () => {
  const filter = (text: string) => {
    const made = new Filter(silentLog);
    made.set(text);
    return made;
  };

  it('wants every word, in any order, upper and lower case alike', () => {
    const both = filter('  WEB  1 ');
    assert.ok(
      both.matches('web-1') && both.matches('1web') && !both.matches('web-2') && !both.matches('db1'),
    );
    assert.ok(filter('').matches('anything'));
  });

  it('shows where the words stand', () => {
    assert.deepEqual(filter('eb 1').highlights('web-1'), [
      [1, 3],
      [4, 5],
    ]);
    assert.deepEqual(filter('').highlights('web-1'), []);
  });

  it('tells of a change, with its text', () => {
    const made = new Filter(silentLog);
    const heard: string[] = [];
    made.onDidChange((text) => heard.push(text));
    made.set('Web');
    made.set('');
    assert.deepEqual(heard, ['web', '']);
  });
});
