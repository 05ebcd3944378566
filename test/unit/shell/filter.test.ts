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
      ['web-1', '1web'].every((name) => both.matches({ name })) &&
        !['web-2', 'db1'].some((name) => both.matches({ name })),
    );
    assert.ok(filter('').matches({ name: 'anything' }));
  });

  it('looks at state, type, project, image and keys where it is told to', () => {
    const vm = {
      name: 'web1',
      project: 'shop',
      state: 'Running',
      type: 'virtual-machine',
      image: 'Debian bookworm amd64 3e2bc475abe4',
      config: { 'user.team': 'Web', 'limits.cpu': '2' },
    };
    const hits = ['state:run', 'type:vm', 'type:virtual', 'project:shop', 'image:debian', 'image:3e2bc475'];
    for (const text of [...hits, 'user.team=web', 'limits.cpu=', 'web STATE:Running limits.cpu=2'])
      assert.ok(filter(text).matches(vm), text);
    const misses = ['state:stopped', 'type:container', 'project:x', 'image:alpine', 'user.team=db'];
    for (const text of [...misses, 'user.other=', 'web state:running db'])
      assert.ok(!filter(text).matches(vm), text);
    // What has no state is not what was asked for.
    assert.ok(!filter('state:running').matches({ name: 'web1' }));
    assert.deepEqual(filter('state:running web').highlights('web1'), [[0, 3]]);
    assert.ok(filter('a=b').matches({ name: 'a=b' }));
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
