import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/emitter';
import { silentLog } from '../../../src/base/log';
import { systemClock } from '../../../src/base/signal';
import type { RemoteFiles } from '../../../src/client/files/remoteFiles';
import type { Connection } from '../../../src/model/connection';
import { FilesPool } from '../../../src/model/filesPool';
import { FakeConnection } from '../../support/fakeConnection';

function pool() {
  const remote = new FakeConnection();
  const all: Connection[] = [remote.connection];
  const changed = new Emitter<void>((error) => {
    throw error;
  });
  const files = new FilesPool({
    remotes: { all, onDidChange: changed.event, get: () => all[0], dispose: () => undefined },
    clock: systemClock,
    log: silentLog,
    session: '0123abcd',
    run: () => () => Promise.reject(new Error('not used')),
  });
  const done: string[] = [];
  const spy = (of: RemoteFiles, name: string): RemoteFiles => {
    of.release = () => done.push(`${name} released`);
    of.dispose = () => done.push(`${name} disposed`);
    return of;
  };
  const get = (instance: string, project = 'default') => files.get(remote.connection, { project, instance });
  return { remote, all, changed, files, done, spy, get };
}

describe('the files of all instances', () => {
  it('are one object per instance and project', () => {
    const { get, files } = pool();
    assert.equal(get('c1'), get('c1'));
    assert.notEqual(get('c1'), get('c2'));
    assert.notEqual(get('c1'), get('c1', 'other'));
    files.dispose();
  });

  it('let go of their connection when an operation begins on the instance, not for a shell', () => {
    const { get, spy, remote, done } = pool();
    spy(get('c1'), 'c1');
    spy(get('c2'), 'c2');
    const resources = { instances: ['/1.0/instances/c1'] };
    const base = { id: 'x', description: 'Stopping instance', status_code: 103, class: 'task', resources };
    remote.operation({ ...base, class: 'websocket', description: 'Executing command' });
    remote.operation({ ...base, status_code: 200 });
    remote.operation(base, 'other');
    assert.deepEqual(done, []);
    remote.operation(base);
    remote.touch('c2', 'instance-stopped');
    remote.touch('c2', 'instance-updated');
    assert.deepEqual(done, ['c1 released', 'c2 released']);
  });

  it('are new after the instance was deleted, renamed or restored', () => {
    const { get, spy, remote, done } = pool();
    for (const action of ['instance-deleted', 'instance-restored']) {
      const before = spy(get('c1'), action);
      remote.touch('c1', action);
      assert.notEqual(get('c1'), before);
    }
    spy(get('old'), 'old');
    remote.touch('new', 'instance-renamed', { old_name: 'old' });
    assert.deepEqual(done, ['instance-deleted disposed', 'instance-restored disposed', 'old disposed']);
  });

  it('end with the connection and with the remote', () => {
    const { get, spy, remote, all, changed, done } = pool();
    spy(get('c1'), 'first');
    remote.lose();
    spy(get('c1'), 'second');
    changed.fire();
    assert.deepEqual(done, ['first disposed']);
    all.length = 0;
    changed.fire();
    assert.deepEqual(done, ['first disposed', 'second disposed']);
  });
});
