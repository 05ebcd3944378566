import assert from 'node:assert/strict';
import type { Log } from '../../../src/base/log';
import { silentLog } from '../../../src/base/log';
import type { Abortable } from '../../../src/base/signal';
import { Activities } from '../../../src/resources/operations/activities';
import { type Activity, activityOf } from '../../../src/resources/operations/activity';
import { deferred } from '../../support/deferred';
import { FakeConnection } from '../../support/fakeConnection';
import { ManualClock, settled } from '../../support/manualClock';

function operation(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'op',
    class: 'task',
    description: 'Starting instance',
    created_at: '2026-01-01T00:00:00Z',
    status_code: 103,
    resources: { instances: ['/1.0/instances/c1'] },
    metadata: null,
    ...more,
  };
}

const listed = (...all: Record<string, unknown>[]): Activity[] =>
  all.map((metadata) => activityOf('r', { metadata, project: '' }));

describe('Activities', () => {
  let clock: ManualClock;
  let server: FakeConnection;
  let activities: Activities;
  let warnings: string[];
  /** What the server answers to each list; one more than there are is empty. */
  let answers: (() => Promise<readonly Activity[]>)[];
  let asked: AbortSignal[];
  let told: (string | undefined)[];
  let following: { dispose(): void };

  beforeEach(() => {
    clock = new ManualClock();
    server = new FakeConnection('r');
    [answers, asked, told, warnings] = [[], [], [], []];
    const log: Log = { ...silentLog, warn: (message) => warnings.push(message) };
    const list = (_: unknown, { signal }: Abortable) => {
      asked.push(signal);
      return answers.shift()?.() ?? Promise.resolve([]);
    };
    activities = new Activities({ log, clock, list });
    activities.onDidChange((activity) => told.push(activity?.operation.id));
    following = activities.follow(server.connection);
  });
  afterEach(() => {
    activities.dispose();
  });
  const states = (): Record<string, string> =>
    Object.fromEntries(activities.all.map(({ operation: { id }, state }) => [id, state]));

  it('has an operation from its first event, follows it, and keeps one that ended well for a minute', async () => {
    server.connect();
    server.operation(operation());
    server.operation(operation({ metadata: { progress: { percent: '42' } } }));
    assert.deepEqual(activities.get('r/op')?.operation.metadata, { progress: { percent: '42' } });
    server.operation(operation({ status_code: 104 }));
    assert.deepEqual(states(), { op: 'cancelling' });
    server.operation(operation({ status_code: 200 }));
    assert.deepEqual(told, [undefined, 'op', 'op', 'op']);
    await clock.pass(59_999);
    assert.deepEqual(states(), { op: 'done' });
    await clock.pass(1);
    assert.deepEqual([states(), told.length], [{}, 5]);
  });

  it('keeps one that failed until it is cleared, with its error, and leaves what runs', async () => {
    server.connect();
    server.operation(operation({ status_code: 400, err: 'no such profile' }));
    server.operation(operation({ id: 'cancelled', status_code: 401 }));
    server.operation(operation({ id: 'runs' }));
    await clock.pass(3_600_000);
    assert.deepEqual(states(), { op: 'failed', runs: 'running' });
    assert.equal(activities.get('r/op')?.operation.error, 'no such profile');
    activities.clearFinished();
    assert.deepEqual(states(), { runs: 'running' });
    const before = told.length;
    activities.clearFinished();
    assert.equal(told.length, before);
  });

  it('stays at its end where an earlier update comes after it, also once it is cleared', () => {
    server.connect();
    server.operation(operation({ status_code: 200 }));
    server.operation(operation());
    assert.deepEqual(states(), { op: 'done' });
    activities.clearFinished();
    server.operation(operation());
    assert.deepEqual(states(), {});
  });

  it('asks once at each connection for what began before, and takes only what runs', async () => {
    answers.push(() => Promise.resolve(listed(operation(), operation({ id: 'over', status_code: 400 }))));
    server.connect();
    await settled();
    assert.deepEqual(states(), { op: 'running' });
    await clock.pass(3_600_000);
    assert.equal(asked.length, 1);
    answers.push(() => Promise.resolve(listed(operation({ id: 'new' }))));
    server.connect();
    assert.deepEqual(states(), {});
    await settled();
    assert.deepEqual([states(), asked.length], [{ new: 'running' }, 2]);
  });

  it('asks at once where the remote is connected already', async () => {
    following.dispose();
    server.connect();
    assert.equal(asked.length, 0);
    answers.push(() => Promise.resolve(listed(operation())));
    activities.follow(server.connection);
    await settled();
    assert.deepEqual([states(), asked.length], [{ op: 'running' }, 1]);
  });

  it('believes events more than a list that was on its way', async () => {
    const answer = deferred<readonly Activity[]>();
    answers.push(() => answer.promise);
    server.connect();
    server.operation(operation({ metadata: { progress: { percent: '42' } } }));
    server.operation(operation({ id: 'ended', status_code: 200 }));
    activities.clearFinished();
    answer.resolve(listed(operation(), operation({ id: 'ended' })));
    await settled();
    assert.deepEqual(states(), { op: 'running' });
    assert.deepEqual(activities.get('r/op')?.operation.metadata, { progress: { percent: '42' } });
  });

  it('lets go what ran on a remote that is lost, and the answer that was awaited from it', async () => {
    const answer = deferred<readonly Activity[]>();
    answers.push(() => answer.promise);
    server.connect();
    server.operation(operation());
    server.operation(operation({ id: 'failed', status_code: 400 }));
    server.lose();
    assert.deepEqual(states(), { failed: 'failed' });
    assert.equal(asked[0]?.aborted, true);
    answer.resolve(listed(operation({ id: 'late' })));
    await settled();
    assert.deepEqual(states(), { failed: 'failed' });
  });

  it('says in the log why a list failed, and hears events all the same', async () => {
    answers.push(() => Promise.reject(new Error('not permitted')));
    server.connect();
    await settled();
    server.operation(operation());
    assert.deepEqual([warnings, states()], [['r: not permitted'], { op: 'running' }]);
  });

  it('forgets all of a remote that is gone, and nothing of another', () => {
    const other = new FakeConnection('r2');
    activities.follow(other.connection);
    for (const each of [server, other]) {
      each.connect();
      each.operation(operation());
      each.operation(operation({ id: 'failed', status_code: 400 }));
    }
    assert.equal(activities.all.length, 4);
    following.dispose();
    server.operation(operation({ id: 'unheard' }));
    assert.deepEqual(
      activities.all.map(({ key }) => key),
      ['r2/failed', 'r2/op'],
    );
  });

  it('has no tokens, which only wait', () => {
    server.connect();
    server.operation(operation({ class: 'token' }));
    assert.deepEqual([states(), told], [{}, []]);
  });

  it('shows the latest first, and does not move what ends', () => {
    server.connect();
    for (const id of ['1', '3', '2'])
      server.operation(operation({ id, created_at: `2026-01-01T00:00:0${id}Z` }));
    server.operation(operation({ id: '2', created_at: '2026-01-01T00:00:02Z', status_code: 200 }));
    assert.deepEqual(
      activities.all.map(({ operation: { id } }) => id),
      ['3', '2', '1'],
    );
  });

  it('keeps the 200 that ended last, and everything that runs', () => {
    server.connect();
    server.operation(operation({ id: 'runs' }));
    server.operation(operation({ id: 'long' }));
    for (let id = 0; id < 250; id++) server.operation(operation({ id: String(id), status_code: 400 }));
    server.operation(operation({ id: 'long', status_code: 400 }));
    assert.equal(activities.all.length, 201);
    const now = states();
    assert.deepEqual(
      [now['runs'], now['long'], now['50'], now['51']],
      ['running', 'failed', undefined, 'failed'],
    );
  });

  it('does nothing more after its end', async () => {
    answers.push(() => Promise.resolve(listed(operation())));
    server.connect();
    server.operation(operation({ id: 'good', status_code: 200 }));
    activities.dispose();
    const before = told.length;
    await clock.pass(60_000);
    assert.deepEqual([clock.waiting, told.length, states()], [0, before, { good: 'done' }]);
  });
});
