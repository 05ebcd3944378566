import assert from 'node:assert/strict';
import { getServer } from '../../../src/client/server';
import { getConfigurationMetadata } from '../../../src/resources/metadata/api';
import {
  getMetrics,
  getResources,
  getServerSettings,
  listApiVersions,
  patchServerSettings,
  putServerSettings,
} from '../../../src/resources/server/api';
import { unhurried } from '../../support/connect';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of the server', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    after(() => place.end());

    it('lists the versions of the API', async () => {
      assert.deepEqual(await place.value(listApiVersions()), ['1.0']);
    });

    it('tells anybody what it is', async () => {
      await place.untrusted(async (transport) => {
        const server = await transport.value(getServer(), unhurried());
        assert.equal(server.trusted, false);
        assert.equal(server.product, target.kind);
        assert.ok(server.extensions.has('projects'));
      });
    });

    it('shows its settings', async () => {
      const server = await place.value(getServerSettings());
      assert.equal(server.auth, 'trusted');
      assert.equal(server.environment?.server, target.kind);
      assert.equal(server.config?.['core.https_address'], `127.0.0.1:${target.server.port}`);
      assert.ok(server.api_extensions?.includes('resources'));
    });

    it('changes one setting, and replaces all of them where nobody has changed them meanwhile', async () => {
      // Not one of `user.`: those stay when a PUT leaves them out.
      const key = 'images.remote_cache_expiry';
      const before = await place.tagged(getServerSettings());
      place.later(() => place.value(patchServerSettings({ body: { config: { [key]: '' } } })));

      await place.value(patchServerSettings({ body: { config: { [key]: '11' } } }));
      const patched = await place.tagged(getServerSettings());
      assert.deepEqual(patched.value.config, { ...before.value.config, [key]: '11' });
      assert.notEqual(patched.etag, before.etag);

      const stale = putServerSettings({ body: { config: { ...before.value.config } }, ifMatch: before.etag });
      await place.refuses(stale, 'conflict', /ETag/i);

      const whole = { ...patched.value, config: { ...patched.value.config, [key]: '12' }, future: { a: 1 } };
      await place.value(putServerSettings({ body: whole, ifMatch: patched.etag }));
      const put = await place.tagged(getServerSettings());
      assert.deepEqual(put.value.config, { ...before.value.config, [key]: '12' });

      await place.value(
        putServerSettings({ body: { config: { ...before.value.config } }, ifMatch: put.etag }),
      );
      assert.deepEqual((await place.value(getServerSettings())).config, before.value.config);
      // A refused change has been known to take the address away from Incus.
      await place.untrusted((transport) => transport.value(getServer(), unhurried()));
    });

    it('shows the metrics of a running instance', async () => {
      const name = await place.instance('launch');
      const metrics = await place.text(getMetrics({ project: 'default' }));
      const line = new RegExp(`^${target.kind}_memory_MemTotal_bytes\\{.*name="${name}"`, 'm');
      assert.match(metrics, line);
    });

    it('shows the hardware', async () => {
      const { cpu, memory, storage } = await place.value(getResources());
      assert.ok((cpu?.total ?? 0) > 0);
      assert.ok((memory?.total ?? 0) > 1e8);
      assert.ok(storage !== undefined);
    });

    it('shows what can be configured, where its extension says so', async () => {
      const server = await place.value(getServer());
      if (!server.extensions.has('metadata_configuration')) {
        await place.refuses(getConfigurationMetadata(), 'notFound');
        return;
      }
      const { configs } = await place.value(getConfigurationMetadata());
      assert.ok(JSON.stringify(configs).includes('limits.memory'));
    });
  });
});
