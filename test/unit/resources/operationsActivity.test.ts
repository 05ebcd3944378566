import assert from 'node:assert/strict';
import {
  activityKey,
  activityOf,
  detailsOf,
  mayCancel,
  summaryOf,
} from '../../../src/resources/operations/activity';

const of = (more: Record<string, unknown> = {}, remote = 'r') =>
  activityOf(remote, {
    project: 'p',
    metadata: { id: 'op', class: 'task', status_code: 103, ...more },
  });

describe('activityOf', () => {
  it('says how an operation goes', () => {
    const states = [100, 103, 104, 105, 200, 400, 401].map((status_code) => of({ status_code }).state);
    assert.deepEqual(states, ['running', 'running', 'cancelling', 'running', 'done', 'failed', 'cancelled']);
    assert.equal(of({ status_code: 400, err: 'context canceled' }).state, 'cancelled');
  });

  it('names the instances that it works on', () => {
    const { instances, subjects } = of({
      resources: {
        images: ['/1.0/images/abc'],
        instances: ['/1.0/instances/a', '/1.0/instances/b%20c?project=q'],
      },
    });
    assert.deepEqual(instances, [
      { remote: 'r', project: 'p', instance: 'a' },
      { remote: 'r', project: 'q', instance: 'b c' },
    ]);
    assert.deepEqual(subjects, ['a', 'b c']);
  });

  it('names whatever else it works on, and fingerprints as the clients cut them', () => {
    const fingerprint = '0123456789ab'.padEnd(64, 'c');
    const cases: [unknown, readonly string[]][] = [
      [{ images: [`/1.0/images/${fingerprint}`] }, ['0123456789ab']],
      [{ storage_volumes: ['/1.0/storage-pools/p/volumes/custom/v%201?project=q'] }, ['v 1']],
      [{ networks: ['/1.0/networks/100%'] }, ['100%']],
      [{ networks: null }, []],
      [{ networks: [7, '/1.0/networks/n'] }, ['n']],
      [null, []],
    ];
    for (const [resources, subjects] of cases) assert.deepEqual(of({ resources }).subjects, subjects);
  });

  it('knows when it began, if the server says so', () => {
    assert.equal(of({ created_at: '1970-01-01T00:00:01.5Z' }).begun, 1_500);
    assert.equal(of().begun, 0);
  });

  it('may be cancelled while it runs, where the server says so', () => {
    assert.equal(mayCancel(of({ may_cancel: true })), true);
    assert.equal(mayCancel(of({ may_cancel: false })), false);
    assert.equal(mayCancel(of({ may_cancel: true, status_code: 104 })), false);
    assert.equal(mayCancel(of({ may_cancel: true, status_code: 200 })), false);
  });

  it('keeps remotes apart, whatever they are called', () => {
    assert.notEqual(of({}, 'a/b').key, of({ id: 'b/op' }, 'a').key);
    assert.equal(of().key, activityKey({ remote: 'r', operation: 'op' }));
  });
});

describe('detailsOf', () => {
  it('is what the server told, without the secrets of its websockets', () => {
    const details = detailsOf(
      of({ metadata: { command: ['sh'], fds: { 0: 'one', control: 'two' }, secret: 'three' } }),
    );
    const metadata = { command: ['sh'] };
    assert.deepEqual(JSON.parse(details), { id: 'op', class: 'task', status_code: 103, metadata });
    const secret = '0123456789abcdef'.repeat(4);
    const migration = of({ class: 'websocket', metadata: { control: secret, fs: secret } });
    assert.ok(!detailsOf(migration).includes(secret));
    assert.ok(detailsOf(of({ metadata: { fingerprint: secret } })).includes(secret));
    assert.match(details, /^\{\n {2}"id".*\}\n$/s);
  });
});

describe('summaryOf', () => {
  const ids = (...all: Parameters<typeof summaryOf>[0]) => {
    const { running, failed } = summaryOf(all);
    return [running, failed].map((each) => each.map(({ remote, operation: { id } }) => `${remote}/${id}`));
  };

  it('has what runs and what failed, and nothing that ended otherwise', () => {
    assert.deepEqual(
      ids(
        of({ id: 'runs' }),
        of({ id: 'ends', status_code: 104 }),
        of({ id: 'good', status_code: 200 }),
        of({ id: 'bad', status_code: 400 }),
        of({ id: 'left', status_code: 401 }),
      ),
      [['r/runs', 'r/ends'], ['r/bad']],
    );
  });

  it('counts an operation once whose server is two remotes', () => {
    assert.deepEqual(ids(of({}, 'a'), of({}, 'b'), of({ id: 'x', status_code: 400 }, 'b')), [
      ['a/op'],
      ['b/x'],
    ]);
  });

  it('leaves out shells', () => {
    assert.deepEqual(ids(of({ class: 'websocket' }), of({ class: 'websocket', id: 'x', status_code: 400 })), [
      [],
      [],
    ]);
  });
});
