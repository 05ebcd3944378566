import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/emitter';

describe('Emitter', () => {
  const make = () => {
    const errors: unknown[] = [];
    return { errors, emitter: new Emitter<number>((error) => errors.push(error)) };
  };

  it('tells every listener, in order, once for each subscription', () => {
    const { emitter } = make();
    const heard: string[] = [];
    const listener = (value: number): void => void heard.push(`a${value}`);
    emitter.event(listener);
    emitter.event((value) => heard.push(`b${value}`));
    const twice = emitter.event(listener);
    emitter.fire(1);
    twice.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, ['a1', 'b1', 'a1', 'a2', 'b2']);
  });

  it('stops for no listener that throws, and reports what it threw', () => {
    const { emitter, errors } = make();
    const heard: number[] = [];
    const bug = new Error('bug');
    emitter.event(() => {
      throw bug;
    });
    emitter.event((value) => heard.push(value));
    emitter.fire(7);
    assert.deepEqual(heard, [7]);
    assert.deepEqual(errors, [bug]);
  });

  it('tells nothing to one that was unsubscribed by an earlier listener, nor to one that came meanwhile', () => {
    const { emitter } = make();
    const heard: string[] = [];
    emitter.event(() => {
      second.dispose();
      emitter.event(() => heard.push('late'));
    });
    const second = emitter.event(() => heard.push('second'));
    emitter.fire(1);
    assert.deepEqual(heard, []);
    emitter.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, []);
  });
});
