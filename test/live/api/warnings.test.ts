import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  deleteWarning,
  getWarning,
  listWarningIds,
  listWarnings,
  patchWarning,
  putWarning,
} from '../../../src/resources/warnings/api';
import { raiseWarning } from '../../support/fillRest';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of warnings', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const uuid = randomUUID();
    before(() => raiseWarning(target, uuid));
    after(() => place.end());

    it('lists ids and warnings', async () => {
      assert.ok((await place.value(listWarningIds())).includes(uuid));
      const warning = (await place.value(listWarnings())).find((each) => each.uuid === uuid);
      assert.deepEqual([warning?.status, warning?.last_message, warning?.count], ['new', 'from a test', 1]);
    });

    it('shows one', async () => {
      const { type, severity, ...rest } = await place.value(getWarning({ uuid }));
      assert.equal(rest.uuid, uuid);
      assert.ok(type && severity);
    });

    // Warnings have no ETag.
    it('is acknowledged as a whole, and made new by a patch', async () => {
      const value = await place.value(getWarning({ uuid }));
      const body = { ...value, ...place.skeleton(putWarning), future: 1 };
      await place.value(putWarning({ uuid, body }));
      assert.equal((await place.value(getWarning({ uuid }))).status, 'acknowledged');
      await place.value(patchWarning({ uuid, body: { status: 'new' } }));
      assert.equal((await place.value(getWarning({ uuid }))).status, 'new');
      await place.refuses(patchWarning({ uuid, body: { status: 'nonsense' } }), 'rejected', /nonsense/);
    });

    it('is deleted', async () => {
      await place.value(deleteWarning({ uuid }));
      await place.refuses(getWarning({ uuid }), 'notFound');
      assert.ok(!(await place.value(listWarningIds())).includes(uuid));
    });
  });
});
