import assert from 'node:assert/strict';
import { silentLog } from '../../../src/base/log';
import { Jobs } from '../../../src/model/jobs';
import type { InstanceRef } from '../../../src/model/key';
import { FakeConnection } from '../../support/fakeConnection';

const c1: InstanceRef = { remote: 'r', project: 'default', instance: 'c1' };

function operation(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'op',
    class: 'task',
    description: 'Starting instance',
    status_code: 103,
    resources: { instances: ['/1.0/instances/c1'] },
    metadata: null,
    ...more,
  };
}

function make() {
  const jobs = new Jobs(silentLog);
  const server = new FakeConnection('r');
  const following = jobs.follow(server.connection);
  const changed: InstanceRef[] = [];
  jobs.onDidChange((ref) => changed.push(ref));
  server.connect();
  return { jobs, server, following, changed };
}

describe('Jobs', () => {
  it('has a job from the first update of an operation to its last, and tells of each', () => {
    const { jobs, server, changed } = make();
    server.operation(operation());
    assert.deepEqual(jobs.get(c1), { text: 'starting', percent: undefined });
    server.operation(operation({ metadata: { progress: { percent: '42' } } }));
    assert.equal(jobs.get(c1)?.percent, 42);
    server.operation(operation({ status_code: 200 }));
    assert.equal(jobs.get(c1), undefined);
    assert.deepEqual(changed, [c1, c1, c1]);
  });

  it('ends with failure and cancelling as well', () => {
    for (const status_code of [400, 401]) {
      const { jobs, server } = make();
      server.operation(operation());
      server.operation(operation({ status_code }));
      assert.equal(jobs.get(c1), undefined);
    }
  });

  it('is over when the end has been told, also where an earlier update comes after it', () => {
    const { jobs, server } = make();
    server.operation(operation({ status_code: 200 }));
    server.operation(operation());
    assert.equal(jobs.get(c1), undefined);
    server.operation(operation({ id: 'another' }));
    assert.equal(jobs.get(c1)?.text, 'starting');
  });

  it('keeps remotes, projects and names apart, also strange ones', () => {
    const { jobs, server } = make();
    server.operation(operation({ resources: { instances: ['/1.0/instances/a%2Fb?project=p%20q'] } }));
    assert.equal(jobs.get({ remote: 'r', project: 'p q', instance: 'a/b' })?.text, 'starting');
    assert.equal(jobs.get({ ...c1, instance: 'a/b' }), undefined);
    server.operation(operation({ id: '2', resources: { containers: ['/1.0/containers/c1'] } }), 'other');
    assert.equal(jobs.get({ ...c1, project: 'other' })?.text, 'starting');
    assert.equal(jobs.get({ ...c1, remote: 'other', project: 'other' }), undefined);
  });

  it('takes no part in commands, backups and tokens', () => {
    const { jobs, server, changed } = make();
    server.operation(operation({ description: 'Executing command', class: 'websocket' }));
    server.operation(operation({ description: 'Backing up instance' }));
    server.operation(operation({ class: 'token' }));
    server.operation(operation({ resources: null }));
    assert.equal(jobs.get(c1), undefined);
    assert.deepEqual(changed, []);
  });

  it('forgets what ran when the connection is lost, or was closed and opened again', () => {
    for (const interrupt of ['lose', 'connect'] as const) {
      const { jobs, server } = make();
      server.operation(operation());
      server[interrupt]();
      assert.equal(jobs.get(c1), undefined);
    }
  });

  it('hears nothing after it has stopped following', () => {
    const { jobs, server, following } = make();
    following.dispose();
    server.operation(operation());
    assert.equal(jobs.get(c1), undefined);
  });
});
