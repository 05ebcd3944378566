import assert from 'node:assert/strict';
import {
  createIntegration,
  deleteIntegration,
  getIntegration,
  listIntegrationNames,
  patchIntegration,
  putIntegration,
  renameIntegration,
} from '../../../src/resources/networkIntegrations/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

// Only Incus has them. One may be described without OVN; only joining networks through it needs that.
describe('operations of network integrations', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let integration = place.name();
    after(() => place.end());

    if (target.kind === 'lxd') {
      it('are unknown there', () => place.refuses(listIntegrationNames(), 'notFound'));
      return;
    }

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteIntegration({ integration })));
      const body = { ...place.skeleton(createIntegration), name: integration, description: 'made' };
      await place.value(createIntegration({ body }));
      const { config, used_by, ...rest } = await place.value(getIntegration({ integration }));
      assert.deepEqual([config, used_by], [{}, []]);
      assert.deepEqual([rest.name, rest.description, rest.type], [integration, 'made', 'ovn']);
      await place.refuses(createIntegration({ body }), 'rejected', /exists|UNIQUE/i);
      assert.ok((await place.value(listIntegrationNames())).includes(integration));
    });

    it('is edited as a whole, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getIntegration({ integration }));
      const body = { ...value, description: 'edited', config: { 'user.a': '1' } };
      await place.value(putIntegration({ integration, body, ifMatch: etag }));
      const { description, config } = await place.value(getIntegration({ integration }));
      assert.deepEqual([description, config], ['edited', { 'user.a': '1' }]);
      await place.refuses(putIntegration({ integration, body, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names, and leaves the rest', async () => {
      const { etag } = await place.tagged(getIntegration({ integration }));
      const body = { description: 'patched', config: { 'user.b': '2' } };
      await place.value(patchIntegration({ integration, body, ifMatch: etag }));
      const { description, config } = await place.value(getIntegration({ integration }));
      assert.deepEqual([description, config], ['patched', { 'user.a': '1', 'user.b': '2' }]);
    });

    it('is renamed', async () => {
      const old = integration;
      const name = place.name();
      await place.value(renameIntegration({ integration, body: { name } }));
      integration = name;
      assert.equal((await place.value(getIntegration({ integration }))).name, name);
      await place.refuses(getIntegration({ integration: old }), 'notFound');
    });

    it('is deleted', async () => {
      await place.value(deleteIntegration({ integration }));
      await place.refuses(getIntegration({ integration }), 'notFound');
      await place.refuses(deleteIntegration({ integration }), 'notFound');
    });
  });
});
