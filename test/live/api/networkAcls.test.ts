import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import {
  createAcl,
  deleteAcl,
  getAcl,
  getAclLog,
  listAclNames,
  listAcls,
  patchAcl,
  putAcl,
  renameAcl,
} from '../../../src/resources/networkAcls/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of network ACLs', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const rule = { action: 'allow', protocol: 'tcp', destination_port: '443', state: 'enabled' };
    let name = place.name('acl');
    after(() => place.end());

    it('creates one from the skeleton', async () => {
      place.later(() => place.value(deleteAcl({ name })));
      const body = { ...place.skeleton(createAcl), name, description: 'made' };
      await place.value(createAcl({ project: 'default', body }));
      const acl = await place.value(getAcl({ name }));
      assert.deepEqual(
        [acl.name, acl.description, acl.ingress, acl.egress, acl.used_by],
        [name, 'made', [], [], []],
      );
      await place.refuses(createAcl({ body }), 'rejected', /exists/i);
    });

    it('lists names and ACLs', async () => {
      const names = await place.value(listAclNames());
      assert.ok(names.includes(name));
      const all = await place.value(listAcls({ project: 'default' }));
      assert.deepEqual(all.map((acl) => acl.name).sort(), [...names].sort());
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getAcl({ name }));
      const edited = { ...value, description: 'edited', egress: [rule], future: 1 };
      await place.value(putAcl({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getAcl({ name }));
      assert.deepEqual([now.description, now.egress?.length], ['edited', 1]);
      assert.equal(now.egress?.[0]?.destination_port, '443');
      await place.refuses(putAcl({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
      const bad = { ...now, egress: [{ ...rule, action: 'maybe' }] };
      await place.refuses(putAcl({ name, body: bad }), 'rejected', /action/i);
    });

    it('changes what a patch names', async () => {
      const { value, etag } = await place.tagged(getAcl({ name }));
      await place.value(patchAcl({ name, body: { ...value, config: { 'user.a': '1' } }, ifMatch: etag }));
      const now = await place.value(getAcl({ name }));
      assert.deepEqual([now.config?.['user.a'], now.description], ['1', 'edited']);
    });

    it('has no log: only ACLs of OVN networks have one', () =>
      assert.rejects(place.text(getAclLog({ name })), (error) => {
        assert.ok(AppError.is(error, 'rejected'), String(error));
        assert.match(error.message, /Only OVN log entries/);
        return true;
      }));

    it('is renamed', async () => {
      const old = name;
      name = place.name('acl');
      await place.value(renameAcl({ name: old, body: { name } }));
      assert.equal((await place.value(getAcl({ name }))).description, 'edited');
      await place.refuses(getAcl({ name: old }), 'notFound');
    });

    it('is deleted', async () => {
      await place.value(deleteAcl({ name }));
      await place.refuses(getAcl({ name }), 'notFound');
      assert.ok(!(await place.value(listAclNames())).includes(name));
    });
  });
});
