import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getPool } from '../../../src/resources/storagePools/api';
import { createVolume, deleteVolume, putVolume } from '../../../src/resources/volumes/api';
import {
  createVolumeSnapshot,
  deleteVolumeSnapshot,
  getVolumeSnapshot,
  listVolumeSnapshotNames,
  listVolumeSnapshots,
  patchVolumeSnapshot,
  postVolumeSnapshot,
  putVolumeSnapshot,
} from '../../../src/resources/volumes/snapshotApi';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of snapshots of volumes', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const volume = place.name('vol');
    const of = { name: 'default', type: 'custom', volume };
    let snapshot = 'first';
    /** Where the server keeps what is in the volume: the pool is a plain folder. */
    let folder = '';
    before(async () => {
      place.later(() => place.value(deleteVolume(of)));
      await place.value(createVolume({ name: 'default', body: { name: volume, type: 'custom' } }));
      const { config } = await place.value(getPool({ name: 'default' }));
      folder = join(config?.['source'] ?? '', 'custom', `default_${volume}`);
      writeFileSync(join(folder, 'file'), 'kept');
    });
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      const body = { ...place.skeleton(createVolumeSnapshot), name: snapshot };
      await place.settled(createVolumeSnapshot({ ...of, project: 'default', body }));
      const made = await place.value(getVolumeSnapshot({ ...of, snapshot }));
      assert.match(made.name, /(^|\/)first$/);
      await place.refuses(getVolumeSnapshot({ ...of, snapshot: 'none' }), 'notFound');
    });

    it('lists names and snapshots', async () => {
      assert.deepEqual(await place.value(listVolumeSnapshotNames(of)), [snapshot]);
      const [made] = await place.value(listVolumeSnapshots(of));
      assert.match(made?.name ?? '', /(^|\/)first$/);
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getVolumeSnapshot({ ...of, snapshot }));
      const edited = { ...value, description: 'edited', expires_at: '2100-01-01T00:00:00Z', future: 1 };
      await place.value(putVolumeSnapshot({ ...of, snapshot, body: edited, ifMatch: etag }));
      const now = await place.value(getVolumeSnapshot({ ...of, snapshot }));
      assert.equal(now.description, 'edited');
      assert.equal(new Date(now.expires_at ?? '').getUTCFullYear(), 2100);
      const stale = putVolumeSnapshot({ ...of, snapshot, body: edited, ifMatch: etag });
      await place.refuses(stale, 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { etag } = await place.tagged(getVolumeSnapshot({ ...of, snapshot }));
      const body = { description: 'patched' };
      const patch = patchVolumeSnapshot({ ...of, snapshot, body, ifMatch: etag });
      await place.value(patch);
      const now = await place.value(getVolumeSnapshot({ ...of, snapshot }));
      assert.equal(now.description, 'patched');
      await place.refuses(patch, 'conflict', /ETag/i);
    });

    it('is renamed', async () => {
      await place.settled(postVolumeSnapshot({ ...of, snapshot, body: { name: 'second' } }));
      snapshot = 'second';
      assert.equal((await place.value(getVolumeSnapshot({ ...of, snapshot }))).description, 'patched');
      await place.refuses(getVolumeSnapshot({ ...of, snapshot: 'first' }), 'notFound');
    });

    it('is gone back to', async () => {
      // Of another length: files are compared by length and time.
      writeFileSync(join(folder, 'file'), 'changed since');
      writeFileSync(join(folder, 'new'), '');
      await place.value(putVolume({ ...of, body: { restore: snapshot } }));
      assert.deepEqual(readdirSync(folder), ['file']);
      assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'kept');
      await place.refuses(putVolume({ ...of, body: { restore: 'none' } }), 'rejected', /not found/i);
    });

    it('is deleted', async () => {
      await place.settled(deleteVolumeSnapshot({ ...of, snapshot }));
      await place.refuses(getVolumeSnapshot({ ...of, snapshot }), 'notFound');
      assert.deepEqual(await place.value(listVolumeSnapshotNames(of)), []);
    });
  });
});
