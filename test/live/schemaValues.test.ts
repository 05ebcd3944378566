import assert from 'node:assert/strict';
import { checkValue } from '../../src/documents/schema/checkValue';
import { ownSchema, ownTargets } from '../../src/documents/schema/ownSchema';
import { serverSchema } from '../../src/documents/schema/serverSchema';
import { getConfigurationMetadata } from '../../src/resources/metadata/api';
import { eachServer } from '../support/targets';
import { ApiPlace } from './api/apiPlace';
import { exampleOf, send } from './schemaSupport';

describe('what is wrong with a value', () => {
  const values: Readonly<Record<string, readonly string[]>> = {
    'security.nesting': ['true', 'ON', 'no', '1', 'maybe', 'y'],
    'boot.autostart.delay': ['5', '-1', '1.5', 'x'],
    'limits.memory': [
      '1GiB',
      '512MB',
      '100',
      '1kB',
      '5 bytes',
      '50%',
      '1g',
      '1gb',
      '1.5GiB',
      '1 GiB',
      '2K',
      '1KB',
    ],
    'limits.hugepages.2MB': ['4MiB', '0', '50%', '5gb'],
    'limits.cpu': ['2', '0-3', '1,5', '0-1,3', '0-', 'x', '50%'],
    'limits.cpu.allowance': ['50%', '25ms/100ms', '5', '10s/20ms'],
    'limits.memory.enforce': ['hard', 'soft', 'x'],
    'snapshots.expiry': ['1d', '2w 12H', '5S', '5x', '5d3H'],
    'snapshots.schedule': ['@daily', '@hourly, @daily', '@never', '0 6 * * *', '@sometimes', '1 2'],
  };

  eachServer((target) => {
    const place = new ApiPlace(target);
    after(() => place.end());

    it('is wrong for the server too, and what is right is right', async () => {
      const keys = ownSchema(target.kind).config({ kind: 'profile' });
      const name = place.name('k');
      place.later(() => target.cli(['profile', 'delete', name]));
      await target.cli(['profile', 'create', name]);
      for (const [key, texts] of Object.entries(values)) {
        const spec = keys.find(key);
        assert.ok(spec, key);
        for (const text of texts) {
          const refused = await place
            .value(send('PATCH', `/1.0/profiles/${name}`, { config: { [key]: text } }))
            .then(() => false)
            .catch(() => true);
          assert.equal(checkValue(spec, text) !== undefined, refused, `${key}=${text}`);
        }
      }
    });
  });
});

describe("the server's own description of its keys", () => {
  eachServer((target) => {
    if (target.kind !== 'incus') return;
    const place = new ApiPlace(target);
    after(() => place.end());

    it('is read whole, and has what our tables have', async () => {
      const schema = serverSchema(await place.value(getConfigurationMetadata()));
      const instance = schema.config({ kind: 'instance' });
      assert.ok(instance.complete);
      assert.equal(instance.find('limits.memory')?.type, 'memory');
      assert.equal(instance.find('security.nesting')?.liveUpdate, true);
      assert.equal(instance.find('limits.kernel.nofile')?.group, 'limits');
      assert.deepEqual(schema.config({ kind: 'project' }).find('restricted.backups')?.allowed, [
        'allow',
        'block',
      ]);
      for (const { keys } of [instance, schema.config({ kind: 'server' }), schema.device('disk', {})]) {
        for (const spec of keys)
          assert.doesNotMatch(`${spec.short}${spec.long ?? ''}`, /\{\w+|\{\{/, spec.name);
      }
      // Incus 6.0 does not describe networks: what it says nothing about comes from our tables.
      assert.ok(!schema.config({ kind: 'network', type: 'bridge' }).complete);

      const described = { instance, server: schema.config({ kind: 'server' }) };
      const project = schema.config({ kind: 'project' });
      const zone = schema.config({ kind: 'networkZone' });
      const all = { ...described, project, networkZone: zone, 'device:disk': schema.device('disk', {}) };
      const missing = Object.entries(all).flatMap(([of, set]) =>
        (ownTargets('incus').get(of) ?? [])
          .filter((spec) => set.find(exampleOf(spec)) === undefined)
          .map((spec) => `${of} ${spec.name}`),
      );
      assert.deepEqual(missing, []);
    });
  });
});
