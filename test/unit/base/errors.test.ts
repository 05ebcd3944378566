import assert from 'node:assert/strict';
import { AppError, cancelled, describeChain, isCancelled, messageOf } from '../../../src/base/errors';

describe('errors', () => {
  it('have a kind, and cancelling is none', () => {
    const error = new AppError('notFound', 'gone');
    assert.ok(AppError.is(error) && AppError.is(error, 'notFound') && !AppError.is(error, 'conflict'));
    assert.ok(!AppError.is(new Error('gone')) && !isCancelled(error) && isCancelled(cancelled()));
    assert.ok(isCancelled(AbortSignal.abort().reason));
  });

  it('are shown on one line', () => {
    assert.equal(messageOf(new Error('one\n  two\r\nthree')), 'one two three');
    assert.equal(messageOf('text'), 'text');
    assert.equal(messageOf(new TypeError()), 'TypeError');
  });

  it('are logged with their causes, also in a circle', () => {
    const inner = new Error('inner');
    const chain = describeChain(new AppError('protocol', 'outer', { cause: inner }));
    assert.match(chain, /outer[^]*caused by: Error: inner/);
    const circle = new Error('round', { cause: inner });
    inner.cause = circle;
    assert.ok(describeChain(circle).split('caused by').length <= 10);
  });

  it('are logged without what was received: an issuer’s answer is the cause of what is wrong with it', () => {
    const wrong = new Error('"scope" must be a string', { cause: { body: { access_token: 'hunter2' } } });
    const chain = describeChain(new AppError('protocol', 'outer', { cause: wrong }));
    assert.match(chain, /"scope" must be a string/);
    assert.doesNotMatch(chain, /hunter2/);
  });
});
