import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { makeIdentity } from '../../../src/client/auth/clientCertificate';
import {
  addCertificate,
  deleteCertificate,
  getCertificate,
  listCertificateFingerprints,
  listCertificates,
  patchCertificate,
  putCertificate,
} from '../../../src/resources/certificates/api';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of certificates', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    let certificate: X509Certificate;
    let fingerprint = '';
    after(() => place.end());
    before(async () => {
      const { cert } = await makeIdentity({ user: 'api', host: hostname(), now: new Date() });
      certificate = new X509Certificate(cert);
      fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
      place.later(() => place.value(deleteCertificate({ fingerprint })));
    });

    it('trusts one from the skeleton', async () => {
      const skeleton = place.skeleton(addCertificate);
      const body = { ...skeleton, name: 'api', certificate: certificate.raw.toString('base64') };
      await place.value(addCertificate({ body }));
      const { name, type, restricted } = await place.value(getCertificate({ fingerprint }));
      assert.deepEqual([name, type, restricted], ['api', 'client', false]);
    });

    it('lists fingerprints and certificates', async () => {
      const fingerprints = await place.value(listCertificateFingerprints());
      assert.ok(fingerprints.includes(fingerprint));
      const all = await place.value(listCertificates());
      assert.equal(all.length, fingerprints.length);
      assert.equal(all.find((each) => each.fingerprint === fingerprint)?.name, 'api');
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getCertificate({ fingerprint }));
      const edited = { ...value, name: 'edited', restricted: true, projects: ['default'], future: 1 };
      await place.value(putCertificate({ fingerprint, body: edited, ifMatch: etag }));
      const now = await place.value(getCertificate({ fingerprint }));
      assert.deepEqual([now.name, now.restricted, now.projects], ['edited', true, ['default']]);
      await place.refuses(putCertificate({ fingerprint, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names', async () => {
      await place.value(patchCertificate({ fingerprint, body: { name: 'patched' } }));
      const now = await place.value(getCertificate({ fingerprint }));
      assert.deepEqual([now.name, now.restricted, now.projects], ['patched', true, ['default']]);
    });

    it('is no longer trusted', async () => {
      await place.value(deleteCertificate({ fingerprint }));
      await place.refuses(getCertificate({ fingerprint }), 'notFound');
    });
  });
});
