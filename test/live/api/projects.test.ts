import assert from 'node:assert/strict';
import { getServer } from '../../../src/client/server';
import {
  createProject,
  deleteProject,
  getProject,
  getProjectAccess,
  getProjectState,
  listProjectNames,
  listProjects,
  patchProject,
  putProject,
  renameProject,
} from '../../../src/resources/projects/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of projects', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let name = place.name();
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteProject({ name })));
      const skeleton = place.skeleton(createProject);
      const body = { ...skeleton, name, config: { ...skeleton.config, 'limits.instances': '3' } };
      await place.value(createProject({ body }));
      const project = await place.value(getProject({ name }));
      assert.equal(project.name, name);
      assert.equal(project.config?.['features.images'], 'true');
    });

    it('lists names and projects', async () => {
      const names = await place.value(listProjectNames());
      assert.ok(names.includes('default') && names.includes(name));
      const all = await place.value(listProjects());
      assert.deepEqual(all.map((project) => project.name).sort(), [...names].sort());
    });

    it('shows what it uses', async () => {
      const { resources } = await place.value(getProjectState({ name }));
      assert.deepEqual(resources?.['instances'], { Limit: 3, Usage: 0 });
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getProject({ name }));
      const config = { ...value.config, 'user.a': '1' };
      const edited = { ...value, description: 'edited', config, future: { field: 1 } };
      await place.value(putProject({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getProject({ name }));
      assert.deepEqual([now.description, now.config], ['edited', config]);
      await place.refuses(putProject({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { value, etag } = await place.tagged(getProject({ name }));
      await place.value(patchProject({ name, body: { description: 'patched' }, ifMatch: etag }));
      const now = await place.value(getProject({ name }));
      assert.deepEqual([now.description, now.config], ['patched', value.config]);
      await place.refuses(patchProject({ name, body: {}, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('says who may use it, where its extension says so', async () => {
      const { extensions } = await place.value(getServer());
      if (extensions.has('project_access')) {
        const entries = await place.value(getProjectAccess({ name }));
        assert.ok(entries.every(({ identifier, role }) => identifier && role));
        assert.ok(
          entries.some(({ provider }) => provider === 'tls'),
          JSON.stringify(entries),
        );
      } else await place.refuses(getProjectAccess({ name }), 'notFound');
    });

    it('is renamed', async () => {
      const old = name;
      name = place.name();
      await place.settled(renameProject({ name: old, body: { name } }));
      assert.equal((await place.value(getProject({ name }))).description, 'patched');
      await place.refuses(getProject({ name: old }), 'notFound');
    });

    it('is deleted', async () => {
      await place.value(deleteProject({ name }));
      await place.refuses(getProject({ name }), 'notFound');
    });
  });
});
