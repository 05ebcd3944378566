import assert from 'node:assert/strict';
import {
  createPool,
  deletePool,
  getPool,
  getPoolResources,
  listPoolNames,
  listPools,
  patchPool,
  putPool,
} from '../../../src/resources/storagePools/api';
import {
  createVolume,
  deleteVolume,
  getVolume,
  getVolumeState,
  listVolumes,
} from '../../../src/resources/volumes/api';
import { cluster } from '../../support/cluster';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of storage pools', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const name = place.name('pool');
    after(() => place.end());

    /** LXD 5.0.2 sends no ETag of a pool, but looks at If-Match. */
    async function read() {
      if (target.kind === 'lxd')
        return { value: await place.value(getPool({ name })), tag: {} as { ifMatch?: string } };
      const { value, etag } = await place.tagged(getPool({ name }));
      return { value, tag: { ifMatch: etag } };
    }

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deletePool({ name })));
      const body = { ...place.skeleton(createPool), name, description: 'made' };
      await place.value(createPool({ body }));
      const pool = await place.value(getPool({ name }));
      assert.deepEqual(
        [pool.name, pool.driver, pool.status, pool.description, pool.used_by ?? []],
        [name, 'dir', 'Created', 'made', []],
      );
      await place.refuses(createPool({ body }), 'conflict', /exists/i);
      await place.refuses(
        createPool({ body: { ...body, name: 'x', driver: 'none' } }),
        'rejected',
        /driver/i,
      );
    });

    it('lists names and pools', async () => {
      const names = await place.value(listPoolNames());
      assert.ok(names.includes(name) && names.includes('default'));
      const all = await place.value(listPools());
      assert.deepEqual(all.map((pool) => pool.name).sort(), [...names].sort());
    });

    it('shows its space', async () => {
      const { space, inodes } = await place.value(getPoolResources({ name }));
      assert.ok((space?.total ?? 0) > (space?.used ?? Infinity));
      assert.equal(typeof inodes?.total, 'number');
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, tag } = await read();
      const edited = {
        ...value,
        description: 'edited',
        config: { ...value.config, 'user.a': '1' },
        future: 1,
      };
      await place.value(putPool({ name, body: edited, ...tag }));
      const now = await place.value(getPool({ name }));
      assert.deepEqual([now.description, now.config?.['user.a']], ['edited', '1']);
      assert.equal(now.config?.['source'], value.config?.['source']);
      const stale = { name, body: edited, ifMatch: tag.ifMatch ?? 'another' };
      await place.refuses(putPool(stale), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { tag } = await read();
      const body = { description: 'patched', config: { 'user.b': '2' } };
      await place.value(patchPool({ name, body, ...tag }));
      const now = await place.value(getPool({ name }));
      assert.deepEqual(
        [now.description, now.config?.['user.a'], now.config?.['user.b']],
        ['patched', '1', '2'],
      );
      await place.refuses(patchPool({ name, body, ifMatch: tag.ifMatch ?? 'another' }), 'conflict', /ETag/i);
    });

    it('keeps volumes in a file, whose driver tells what each of them uses', async () => {
      const disk = place.name('btrfs');
      const of = { name: disk, type: 'custom', volume: place.name('vol') };
      place.later(() => place.value(deletePool({ name: disk })));
      place.later(() => place.value(deleteVolume(of)));
      const body = { ...place.skeleton(createPool), name: disk, driver: 'btrfs', config: { size: '512MiB' } };
      await place.value(createPool({ body }));
      const { config } = await place.value(getPool({ name: disk }));
      assert.match(config?.['source'] ?? '', new RegExp(`/disks/${disk}\\.img$`));
      assert.equal((await place.value(getPoolResources({ name: disk }))).space?.total, 512 * 1024 ** 2);
      const volume = { name: of.volume, type: 'custom', config: { size: '64MiB' } };
      await place.value(createVolume({ name: disk, body: volume }));
      assert.ok(((await place.value(getVolumeState(of))).usage?.used ?? 0) > 0);
      await place.refuses(deletePool({ name: disk }), 'rejected', /in use/i);
      await place.value(deleteVolume(of));
      await place.value(deletePool({ name: disk }));
      await place.refuses(getPool({ name: disk }), 'notFound');
    });

    it('is deleted', async () => {
      await place.value(deletePool({ name }));
      await place.refuses(getPool({ name }), 'notFound');
      assert.ok(!(await place.value(listPoolNames())).includes(name));
    });
  });

  describe('of a cluster', () => {
    let place: ApiPlace;
    before(() => {
      place = new ApiPlace(cluster()[0]);
    });
    after(() => place.end());

    it('creates one member by member, with volumes that each have their own', async () => {
      const name = place.name('pool');
      const of = { name, type: 'custom', volume: place.name('vol') };
      place.later(() => place.value(deletePool({ name })));
      place.later(() => place.value(deleteVolume({ ...of, target: 'node-b' })));
      const body = { ...place.skeleton(createPool), name };
      for (const target of ['node-a', 'node-b']) {
        await place.value(createPool({ target, body }));
        const pending = await place.value(getPool({ name }));
        assert.ok(pending.status === 'Pending' && pending.locations?.includes(target), target);
      }
      await place.value(createPool({ body }));
      const { status, locations, config } = await place.value(getPool({ name }));
      assert.deepEqual([status, [...(locations ?? [])].sort()], ['Created', ['node-a', 'node-b']]);
      // What is a member's own is shown only where one is named.
      assert.equal(config?.['source'], undefined);
      const there = await place.value(getPool({ name, target: 'node-b' }));
      assert.match(there.config?.['source'] ?? '', /\/node-b\//);

      await place.value(
        createVolume({ name, target: 'node-b', body: { name: of.volume, type: 'custom', description: 'b' } }),
      );
      assert.equal((await place.value(getVolume(of))).location, 'node-b');
      await place.refuses(getVolume({ ...of, target: 'node-a' }), 'notFound');
      const all = await place.value(listVolumes({ name }));
      assert.deepEqual(
        all.map((one) => [one.name, one.location, one.description]),
        [[of.volume, 'node-b', 'b']],
      );
      await place.value(deleteVolume({ ...of, target: 'node-b' }));
      await place.value(deletePool({ name }));
      await place.refuses(getPool({ name }), 'notFound');
    });
  });
});
