import assert from 'node:assert/strict';
import {
  createInstance,
  deleteInstance,
  getInstance,
  putInstance,
} from '../../../src/resources/instances/api';
import {
  createBackup,
  deleteBackup,
  exportBackup,
  getBackup,
  listBackupNames,
  listBackups,
  renameBackup,
} from '../../../src/resources/instances/backupApi';
import {
  createSnapshot,
  deleteSnapshot,
  getSnapshot,
  listSnapshotNames,
  listSnapshots,
  patchSnapshot,
  postSnapshot,
  putSnapshot,
} from '../../../src/resources/instances/snapshotApi';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of snapshots and backups of instances', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const name = place.name();
    before(() => place.instance('init', name));
    after(() => place.end());

    describe('snapshots', () => {
      it('creates one from the skeleton', async () => {
        await place.settled(
          createSnapshot({ name, body: { ...place.skeleton(createSnapshot), name: 'first' } }),
        );
        const snapshot = await place.value(getSnapshot({ name, snapshot: 'first' }));
        assert.deepEqual([snapshot.name, snapshot.stateful], ['first', false]);
      });

      it('lists names and snapshots', async () => {
        await place.settled(createSnapshot({ name, body: {} }));
        assert.deepEqual((await place.value(listSnapshotNames({ name }))).sort(), ['first', 'snap0']);
        const all = await place.value(listSnapshots({ name }));
        assert.deepEqual(all.map((each) => each.name).sort(), ['first', 'snap0']);
      });

      it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
        const place0 = { name, snapshot: 'first' };
        const { value, etag } = await place.tagged(getSnapshot(place0));
        const edited = { ...value, expires_at: '2100-01-01T00:00:00Z', future: 1 };
        await place.settled(putSnapshot({ ...place0, body: edited, ifMatch: etag }));
        assert.equal((await place.value(getSnapshot(place0))).expires_at, '2100-01-01T00:00:00Z');
        await place.refuses(putSnapshot({ ...place0, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
        await place.settled(patchSnapshot({ ...place0, body: { expires_at: '2101-01-01T00:00:00Z' } }));
        assert.equal((await place.value(getSnapshot(place0))).expires_at, '2101-01-01T00:00:00Z');
      });

      it('is renamed', async () => {
        await place.settled(postSnapshot({ name, snapshot: 'first', body: { name: 'second' } }));
        await place.refuses(getSnapshot({ name, snapshot: 'first' }), 'notFound');
        assert.equal((await place.value(getSnapshot({ name, snapshot: 'second' }))).name, 'second');
      });

      it('is gone back to', async () => {
        const before = await place.value(getInstance({ name }));
        await place.settled(putInstance({ name, body: { ...before, description: 'later' } }));
        assert.equal((await place.value(getInstance({ name }))).description, 'later');
        await place.settled(putInstance({ name, body: { restore: 'second' } }));
        assert.equal((await place.value(getInstance({ name }))).description, before.description);
      });

      it('is deleted', async () => {
        await place.settled(deleteSnapshot({ name, snapshot: 'second' }));
        await place.settled(deleteSnapshot({ name, snapshot: 'snap0' }));
        assert.deepEqual(await place.value(listSnapshotNames({ name })), []);
      });
    });

    describe('backups', () => {
      it('creates one from the skeleton', async () => {
        const body = { ...place.skeleton(createBackup), name: 'first', compression_algorithm: 'none' };
        await place.settled(createBackup({ name, body }));
        const backup = await place.value(getBackup({ name, backup: 'first' }));
        assert.deepEqual([backup.name, backup.instance_only], ['first', false]);
      });

      it('lists names and backups', async () => {
        assert.deepEqual(await place.value(listBackupNames({ name })), ['first']);
        assert.deepEqual(
          (await place.value(listBackups({ name }))).map((each) => each.name),
          ['first'],
        );
      });

      it('is renamed', async () => {
        await place.settled(renameBackup({ name, backup: 'first', body: { name: 'second' } }));
        await place.refuses(getBackup({ name, backup: 'first' }), 'notFound');
        assert.equal((await place.value(getBackup({ name, backup: 'second' }))).name, 'second');
      });

      it('is exported, and becomes an instance again', async () => {
        const data = await place.bytes(exportBackup({ name, backup: 'second' }));
        assert.ok(data.includes('backup/index.yaml'));
        const copy = place.name();
        place.later(() => place.settled(deleteInstance({ name: copy })));
        const headers = { [place.header('name')]: copy };
        await place.settled(createInstance({ upload: { data }, headers }));
        const [made, origin] = [
          await place.value(getInstance({ name: copy })),
          await place.value(getInstance({ name })),
        ];
        assert.deepEqual([made.status, made.config?.['image.os']], ['Stopped', origin.config?.['image.os']]);
      });

      it('is deleted', async () => {
        await place.settled(deleteBackup({ name, backup: 'second' }));
        assert.deepEqual(await place.value(listBackupNames({ name })), []);
      });
    });
  });
});
