import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/emitter';
import { toDisposable } from '../../../src/base/disposable';
import type { Connection } from '../../../src/model/connection';
import { followRemotes } from '../../../src/model/followRemotes';
import { FakeConnection } from '../../support/fakeConnection';

describe('followRemotes', () => {
  const changes = new Emitter<void>((error) => {
    throw error;
  });
  const [a, b] = [new FakeConnection('a').connection, new FakeConnection('b').connection];
  const again = new FakeConnection('a').connection;

  it('follows who is there and who comes, and leaves who goes, before somebody of the same name comes', () => {
    const happened: string[] = [];
    const set = {
      all: [a] as readonly Connection[],
      onDidChange: changes.event,
      get: () => undefined,
      dispose: () => undefined,
    };
    const become = (...all: readonly Connection[]): void => {
      set.all = all;
      changes.fire();
    };
    const following = followRemotes(set, (connection) => {
      const name = connection === again ? 'a again' : connection.name;
      happened.push(`+${name}`);
      return toDisposable(() => happened.push(`-${name}`));
    });
    assert.deepEqual(happened.splice(0), ['+a']);
    become(b, a);
    become(a, b);
    assert.deepEqual(happened.splice(0), ['+b']);
    become(b, again);
    assert.deepEqual(happened.splice(0), ['-a', '+a again']);
    following.dispose();
    assert.deepEqual(happened.splice(0), ['-b', '-a again']);
    become(a);
    following.dispose();
    assert.deepEqual(happened, []);
  });
});
