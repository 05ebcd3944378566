import assert from 'node:assert/strict';
import {
  createRecord,
  createZone,
  deleteRecord,
  deleteZone,
  getRecord,
  getZone,
  listRecordNames,
  listRecords,
  listZoneNames,
  listZones,
  patchRecord,
  patchZone,
  putRecord,
  putZone,
} from '../../../src/resources/networkZones/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of network zones', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const zone = `${place.name('zone')}.example.net`;
    const name = 'www';
    const entries = [{ type: 'A', value: '192.0.2.7', ttl: 600 }];
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteZone({ name: zone })));
      const body = { ...place.skeleton(createZone), name: zone, description: 'made' };
      await place.value(createZone({ project: 'default', body }));
      const made = await place.value(getZone({ name: zone }));
      assert.deepEqual([made.name, made.description, made.config, made.used_by], [zone, 'made', {}, []]);
      await place.refuses(createZone({ body }), 'rejected', /exists/i);
    });

    it('lists names and zones', async () => {
      const names = await place.value(listZoneNames());
      assert.ok(names.includes(zone));
      const all = await place.value(listZones({ project: 'default' }));
      assert.deepEqual(all.map((one) => one.name).sort(), [...names].sort());
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getZone({ name: zone }));
      const edited = { ...value, description: 'edited', config: { 'user.a': '1' }, future: 1 };
      await place.value(putZone({ name: zone, body: edited, ifMatch: etag }));
      const now = await place.value(getZone({ name: zone }));
      assert.deepEqual([now.description, now.config], ['edited', { 'user.a': '1' }]);
      await place.refuses(putZone({ name: zone, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      const { etag } = await place.tagged(getZone({ name: zone }));
      const body = { description: 'patched', config: { 'user.b': '2' } };
      await place.value(patchZone({ name: zone, body, ifMatch: etag }));
      const now = await place.value(getZone({ name: zone }));
      assert.deepEqual([now.description, now.config], ['patched', { 'user.a': '1', 'user.b': '2' }]);
    });

    describe('records', () => {
      it('creates one from the skeleton', async () => {
        const skeleton = place.skeleton(createRecord);
        await place.value(createRecord({ zone, body: { ...skeleton, name, description: 'made', entries } }));
        const record = await place.value(getRecord({ zone, name }));
        assert.deepEqual([record.name, record.description, record.entries], [name, 'made', entries]);
        await place.refuses(createRecord({ zone, body: { name, entries } }), 'rejected', /UNIQUE/);
        await place.refuses(getRecord({ zone, name: 'none' }), 'notFound');
      });

      it('lists names and records', async () => {
        assert.deepEqual(await place.value(listRecordNames({ zone })), [name]);
        const [record] = await place.value(listRecords({ zone }));
        assert.deepEqual(record?.entries, entries);
      });

      it('is edited as a whole, and not where somebody was faster', async () => {
        const { value, etag } = await place.tagged(getRecord({ zone, name }));
        const edited = { ...value, description: 'edited', future: 1 };
        await place.value(putRecord({ zone, name, body: edited, ifMatch: etag }));
        const now = await place.value(getRecord({ zone, name }));
        assert.deepEqual([now.description, now.entries], ['edited', entries]);
        await place.refuses(putRecord({ zone, name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
      });

      it('changes what a patch names', async () => {
        const { etag } = await place.tagged(getRecord({ zone, name }));
        // Without `config` both servers drop the connection.
        const more = [...entries, { type: 'TXT', value: 'a b', ttl: 60 }];
        await place.value(patchRecord({ zone, name, body: { config: {}, entries: more }, ifMatch: etag }));
        const now = await place.value(getRecord({ zone, name }));
        assert.deepEqual(
          now.entries?.map(({ type }) => type),
          ['A', 'TXT'],
        );
      });

      it('is deleted', async () => {
        await place.value(deleteRecord({ zone, name }));
        await place.refuses(getRecord({ zone, name }), 'notFound');
      });
    });

    describe('at its end', () => {
      it('is deleted', async () => {
        await place.value(deleteZone({ name: zone }));
        await place.refuses(getZone({ name: zone }), 'notFound');
      });
    });
  });
});
