import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { createPool, deletePool } from '../../../src/resources/storagePools/api';
import {
  createVolume,
  createVolumeOfType,
  deleteVolume,
  getVolume,
  getVolumeState,
  listVolumeNames,
  listVolumePaths,
  listVolumes,
  listVolumesOfType,
  patchVolume,
  postVolume,
  putVolume,
} from '../../../src/resources/volumes/api';
import {
  createVolumeBackup,
  deleteVolumeBackup,
  exportVolumeBackup,
  getVolumeBackup,
  listVolumeBackupNames,
  listVolumeBackups,
  renameVolumeBackup,
} from '../../../src/resources/volumes/backupApi';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of volumes', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const pool = place.name('pool');
    const type = 'custom';
    let volume = place.name('vol');
    const at = (name = volume, where = 'default') => ({ name: where, type, volume: name });
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteVolume(at())));
      const body = { ...place.skeleton(createVolume), name: volume, description: 'made' };
      await place.value(createVolume({ name: 'default', project: 'default', body }));
      const made = await place.value(getVolume(at()));
      assert.deepEqual(
        [made.name, made.type, made.content_type, made.description, made.used_by ?? []],
        [volume, type, 'filesystem', 'made', []],
      );
      await place.refuses(createVolume({ name: 'default', body }), 'conflict', /exists/i);
      await place.refuses(getVolume(at('none')), 'notFound');
    });

    it('creates one of a type, and a copy of another', async () => {
      const other = place.name('vol');
      place.later(() => place.value(deleteVolume(at(other))));
      const body = { ...place.skeleton(createVolumeOfType), name: other };
      await place.value(createVolumeOfType({ name: 'default', type, body }));
      assert.equal((await place.value(getVolume(at(other)))).name, other);
      const copy = place.name('vol');
      place.later(() => place.value(deleteVolume(at(copy))));
      const source = { type: 'copy', name: other, pool: 'default' };
      const asked = createVolume({ name: 'default', body: { name: copy, type, source } });
      await place.settled(asked);
      assert.equal((await place.value(getVolume(at(copy)))).name, copy);
    });

    it('lists names and volumes', async () => {
      const paths = await place.value(listVolumePaths({ name: 'default' }));
      assert.ok(paths.includes(`${type}/${volume}`), paths.join());
      const names = await place.value(listVolumeNames({ name: 'default', type, project: 'default' }));
      assert.ok(names.includes(volume));
      const all = await place.value(listVolumes({ name: 'default' }));
      assert.ok(all.some((one) => one.name === volume && one.description === 'made'));
      const custom = await place.value(listVolumesOfType({ name: 'default', type }));
      assert.deepEqual(custom.map((one) => one.name).sort(), [...names].sort());
      assert.ok(custom.every((one) => one.type === type));
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getVolume(at()));
      const edited = {
        ...value,
        description: 'edited',
        config: { ...value.config, 'user.a': '1' },
        future: 1,
      };
      await place.value(putVolume({ ...at(), body: edited, ifMatch: etag }));
      const now = await place.value(getVolume(at()));
      assert.deepEqual([now.description, now.config?.['user.a']], ['edited', '1']);
      await place.refuses(putVolume({ ...at(), body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { etag } = await place.tagged(getVolume(at()));
      const body = { description: 'patched', config: { 'user.b': '2' } };
      await place.value(patchVolume({ ...at(), body, ifMatch: etag }));
      const now = await place.value(getVolume(at()));
      assert.deepEqual(
        [now.description, now.config?.['user.a'], now.config?.['user.b']],
        ['patched', '1', '2'],
      );
      await place.refuses(patchVolume({ ...at(), body, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('shows the space that it uses, where its driver can tell', async () => {
      if (target.kind === 'lxd') await place.refuses(getVolumeState(at()), 'rejected', /not supported/i);
      else assert.equal((await place.value(getVolumeState(at()))).usage ?? null, null);
      const instance = await place.instance('launch');
      const root = getVolumeState({ name: 'default', type: 'container', volume: instance });
      if (target.kind === 'lxd') await place.refuses(root, 'rejected', /not supported/i);
      else assert.equal((await place.value(root)).usage ?? null, null);
    });

    it('takes an ISO image as an upload, where the server knows of them', async () => {
      const name = place.name('iso');
      place.later(() => place.value(deleteVolume(at(name))));
      const headers = { [place.header('name')]: name, [place.header('type')]: 'iso' };
      const upload = { data: Buffer.alloc(64 * 1024, 'iso') };
      const asked = createVolumeOfType({ name: 'default', type, upload, headers });
      // LXD 5.0.2 does not look at the type and takes it for a backup.
      if (target.kind === 'lxd') return place.refuses(asked, 'rejected', /compression/i);
      await place.settled(asked);
      const { content_type, config } = await place.value(getVolume(at(name)));
      assert.deepEqual([content_type, config?.['size']], ['iso', '65536']);
    });

    describe('backups', () => {
      let backup = 'first';

      it('creates one from the skeleton', async () => {
        const body = { ...place.skeleton(createVolumeBackup), name: backup };
        await place.settled(createVolumeBackup({ ...at(), body }));
        const made = await place.value(getVolumeBackup({ ...at(), backup }));
        assert.match(made.name, new RegExp(`(^|/)${backup}$`));
        assert.equal(made.volume_only, false);
      });

      it('lists names and backups', async () => {
        const names = await place.value(listVolumeBackupNames(at()));
        assert.deepEqual(names, [backup]);
        const all = await place.value(listVolumeBackups(at()));
        assert.deepEqual(
          all.map((one) => one.name.split('/').pop()),
          [backup],
        );
      });

      it('is renamed', async () => {
        await place.settled(renameVolumeBackup({ ...at(), backup, body: { name: 'second' } }));
        backup = 'second';
        assert.match((await place.value(getVolumeBackup({ ...at(), backup }))).name, /second$/);
        await place.refuses(getVolumeBackup({ ...at(), backup: 'first' }), 'notFound');
      });

      it('is exported, and becomes a volume again', async () => {
        const archive = await place.bytes(exportVolumeBackup({ ...at(), backup }));
        assert.match(gunzipSync(archive).subarray(0, 4096).toString('latin1'), /^backup\/index\.yaml\0/);
        const name = place.name('vol');
        place.later(() => place.value(deleteVolume(at(name))));
        const headers = { [place.header('name')]: name };
        const asked = createVolumeOfType({ name: 'default', type, upload: { data: archive }, headers });
        await place.settled(asked);
        assert.equal((await place.value(getVolume(at(name)))).config?.['user.a'], '1');
      });

      it('is deleted', async () => {
        await place.settled(deleteVolumeBackup({ ...at(), backup }));
        await place.refuses(getVolumeBackup({ ...at(), backup }), 'notFound');
      });
    });

    describe('at its end', () => {
      it('is renamed', async () => {
        const old = volume;
        volume = place.name('vol');
        await place.value(postVolume({ ...at(old), body: { name: volume } }));
        assert.equal((await place.value(getVolume(at()))).description, 'patched');
        await place.refuses(getVolume(at(old)), 'notFound');
      });

      it('is moved to another pool', async () => {
        place.later(() => place.value(deletePool({ name: pool })));
        place.later(() => place.value(deleteVolume(at(volume, pool))));
        await place.value(createPool({ body: { name: pool, driver: 'dir' } }));
        await place.settled(postVolume({ ...at(), body: { name: volume, pool } }));
        assert.equal((await place.value(getVolume(at(volume, pool)))).description, 'patched');
        await place.refuses(getVolume(at()), 'notFound');
      });

      it('is deleted', async () => {
        await place.value(deleteVolume(at(volume, pool)));
        await place.refuses(getVolume(at(volume, pool)), 'notFound');
      });
    });
  });
});
