import assert from 'node:assert/strict';
import {
  createProfile,
  deleteProfile,
  getProfile,
  listProfileNames,
  listProfiles,
  patchProfile,
  putProfile,
  renameProfile,
} from '../../../src/resources/profiles/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of profiles', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let name = place.name();
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteProfile({ name })));
      const body = { ...place.skeleton(createProfile), name, description: 'made' };
      await place.value(createProfile({ project: 'default', body }));
      const { config, devices, used_by, ...rest } = await place.value(getProfile({ name }));
      assert.deepEqual([config, devices, used_by], [{}, {}, []]);
      assert.deepEqual([rest.name, rest.description], [name, 'made']);
      await place.refuses(createProfile({ body }), 'rejected', /exists/i);
    });

    it('lists names and profiles', async () => {
      const names = await place.value(listProfileNames({ project: 'default' }));
      assert.ok(names.includes('default') && names.includes(name));
      const all = await place.value(listProfiles());
      assert.deepEqual(all.map((profile) => profile.name).sort(), [...names].sort());
      assert.equal(all.find((profile) => profile.name === 'default')?.devices?.['root']?.['pool'], 'default');
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getProfile({ name }));
      const edited = {
        ...value,
        description: 'edited',
        config: { 'limits.memory': '64MiB' },
        devices: { none: { type: 'none' } },
        future: { field: ['of a newer server'] },
      };
      await place.value(putProfile({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getProfile({ name }));
      assert.deepEqual(
        [now.description, now.config, now.devices],
        ['edited', { 'limits.memory': '64MiB' }, { none: { type: 'none' } }],
      );
      await place.refuses(putProfile({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names, and leaves the rest', async () => {
      const { etag } = await place.tagged(getProfile({ name }));
      const body = { description: 'patched', config: { 'user.a': '1' } };
      await place.value(patchProfile({ name, body, ifMatch: etag }));
      const { description, config, devices } = await place.value(getProfile({ name }));
      assert.deepEqual(
        [description, config, devices],
        ['patched', { 'limits.memory': '64MiB', 'user.a': '1' }, { none: { type: 'none' } }],
      );
      await place.refuses(patchProfile({ name, body, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('is renamed', async () => {
      const old = name;
      name = place.name();
      await place.value(renameProfile({ name: old, body: { name } }));
      assert.equal((await place.value(getProfile({ name }))).description, 'patched');
      await place.refuses(getProfile({ name: old }), 'notFound');
    });

    it('is deleted', async () => {
      await place.value(deleteProfile({ name }));
      await place.refuses(getProfile({ name }), 'notFound');
      assert.ok(!(await place.value(listProfileNames())).includes(name));
    });
  });
});
