import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { namesBelow, shaped } from '../../../src/client/decode';

interface Thing {
  readonly name: string;
  readonly size?: number;
  readonly on?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  readonly users?: readonly string[];
}

const protocol = (words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error, 'protocol'), String(error));
  assert.match(error.message, words);
  return true;
};

describe('shaped', () => {
  const thing = shaped<Thing>('the thing', {
    name: 'text',
    size: 'number',
    on: 'flag',
    config: 'map',
    users: 'list',
  });
  const whole = { name: 'a', size: 1, on: false, config: {}, users: [] };

  it('hands on the very object, with what it does not know', () => {
    const sent = { ...whole, future: { deep: [1, null] } };
    assert.equal(thing(sent), sent);
  });

  it('takes lists and maps that are missing or null for empty', () => {
    const { config, users, ...rest } = whole;
    assert.deepEqual([config, users], [{}, []]);
    assert.equal(thing(rest).name, 'a');
    assert.equal(thing({ ...rest, config: null, users: null }).name, 'a');
  });

  it('names the field that is not what is relied on', () => {
    const wrong: [string, unknown][] = [
      ['name', 7],
      ['name', undefined],
      ['size', '1'],
      ['on', 'true'],
      ['config', []],
      ['config', 'x'],
      ['users', {}],
    ];
    for (const [field, value] of wrong)
      assert.throws(
        () => thing({ ...whole, [field]: value }),
        protocol(new RegExp(`"${field}" of the thing`)),
      );
    for (const value of [null, undefined, 'x', [whole]])
      assert.throws(() => thing(value), protocol(/the thing is not an object/));
  });
});

describe('namesBelow', () => {
  it('takes what stands behind the path, whatever its parameters are', () => {
    const names = namesBelow('/1.0/instances/{name}/snapshots');
    assert.deepEqual(names(['/1.0/instances/snapshots/snapshots/s0', '/1.0/containers/c/snapshots/s1']), [
      's0',
      's1',
    ]);
    assert.deepEqual(namesBelow('/')(['/1.0']), ['1.0']);
  });

  it('keeps a slash in a name, encoded or not, and leaves out the query', () => {
    const names = namesBelow('/1.0/images/aliases');
    assert.deepEqual(
      names([
        '/1.0/images/aliases/debian/12',
        '/1.0/images/aliases/a%2Fb%20c?project=p',
        '/1.0/images/aliases/100%',
      ]),
      ['debian/12', 'a/b c', '100%'],
    );
  });

  it('reads null as empty and refuses anything else', () => {
    assert.deepEqual(namesBelow('/1.0/instances')(null), []);
    assert.throws(() => namesBelow('/1.0/instances')({}), protocol(/the list \/1\.0\/instances/));
  });
});
