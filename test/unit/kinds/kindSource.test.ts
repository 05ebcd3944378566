import assert from 'node:assert/strict';
import type { AnyOperation } from '../../../src/client/apiOperation';
import type { Kind } from '../../../src/kinds/kind';
import { kindSource } from '../../../src/kinds/kindSource';
import { getAlias } from '../../../src/resources/images/aliasApi';
import { getBackup } from '../../../src/resources/instances/backupApi';
import { getVolumeSnapshot } from '../../../src/resources/volumes/snapshotApi';
import { FakeConnection } from '../../support/fakeConnection';

/** What an event touches among what a resource holds. */
function touched(
  get: AnyOperation,
  parents: readonly string[],
  event: { source: string; action?: string; old?: string; project?: string },
): readonly string[] | 'all' {
  const kind: Kind<{ name: string }> = {
    data: { id: 'x', folder: 'xs', one: 'x', many: 'Xs', noun: 'X', icon: 'x', verbs: [] },
    scope: 'project',
    operations: { get },
    partsOf: ({ name }) => [name],
    look: () => ({}),
  };
  const { connection } = new FakeConnection();
  const { source, action = 'x-updated', old, project = 'default' } = event;
  const context = old === undefined ? {} : { old_name: old };
  return kindSource(kind, { connection, project: 'default', parents }).touches(
    { action, source: `/1.0/${source}`, project, context },
    [],
  );
}

describe('events, as the servers send them, of what a resource holds', () => {
  const volume = ['pool', 'custom', 'v'];

  it('name the volume of a snapshot with its project', () => {
    const of = (name: string, project = 'default') =>
      touched(getVolumeSnapshot, volume, {
        source: `storage-pools/pool/volumes/custom/${name}/snapshots/s`,
        project,
      });
    assert.deepEqual(of('default_v'), ['s']);
    assert.deepEqual(of('v'), ['s']);
    assert.deepEqual(of('default_w'), []);
    assert.deepEqual(of('p_v', 'p'), []);
  });

  it('tell the old name of a backup with its instance', () => {
    const source = 'instances/c1/backups/new';
    assert.deepEqual(touched(getBackup, ['c1'], { source, old: 'c1/old' }), ['new', 'old']);
    assert.deepEqual(touched(getBackup, ['c1'], { source, old: 'old' }), ['new', 'old']);
  });

  it('tell the old name of an alias as it is, slashes and all', () => {
    const event = { source: 'images/aliases/new', old: 'a/b' };
    assert.deepEqual(touched(getAlias, [], event), ['new', 'a%2Fb']);
  });
});
