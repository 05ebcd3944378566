import assert from 'node:assert/strict';
import { addCertificate, askForTrust, listCertificates } from '../../../src/resources/certificates/api';
import {
  deleteTlsIdentity,
  getCurrentIdentity,
  listIdentities,
  issueBearerToken,
} from '../../../src/resources/identities/api';
import { AppError } from '../../../src/base/errors';

describe('endpoints of certificates', () => {
  it('keeps every field of a certificate, also those that are not known here', () => {
    const [certificate] = listCertificates().decode([
      { fingerprint: 'ab', name: 'x', type: 'client', restricted: true, projects: null, shiny: { new: 1 } },
    ]);
    assert.deepEqual(certificate, {
      fingerprint: 'ab',
      name: 'x',
      type: 'client',
      restricted: true,
      projects: [],
      certificate: '',
      shiny: { new: 1 },
    });
  });

  it('lists with recursion, and asks for trust where anybody may', () => {
    assert.deepEqual(listCertificates().query, { recursion: '1' });
    assert.equal(askForTrust().path, addCertificate().path);
  });

  it('refuses an answer that is none', () => {
    for (const answer of ['x', 7, {}, [null], [{}], [{ fingerprint: 1 }]])
      assert.throws(
        () => listCertificates().decode(answer),
        (error) => AppError.is(error, 'protocol'),
      );
  });
});

describe('endpoints of identities', () => {
  // As LXD 6 answers GET /1.0/auth/identities?recursion=1, shortened.
  const recorded = [
    {
      authentication_method: 'tls',
      type: 'Client certificate (unrestricted)',
      id: 'ef1bd9f8',
      name: 'laptop',
      groups: null,
      tls_certificate: '-----BEGIN CERTIFICATE-----\n',
    },
    {
      authentication_method: 'oidc',
      type: 'OIDC client',
      id: 'jane@example.com',
      name: 'Jane',
      groups: ['admins'],
      tls_certificate: '',
    },
  ];

  it('reads identities however they sign in', () => {
    const identities = listIdentities().decode(recorded);
    assert.deepEqual(
      identities.map(({ id, authentication_method, groups }) => [authentication_method, id, groups]),
      [
        ['tls', 'ef1bd9f8', []],
        ['oidc', 'jane@example.com', ['admins']],
      ],
    );
  });

  it('names what each needs of the server', () => {
    assert.equal(listIdentities().needs, 'access_management');
    assert.equal(deleteTlsIdentity.needs, 'access_management_tls');
    assert.equal(deleteTlsIdentity({ nameOrIdentifier: 'a/b' }).path, '/1.0/auth/identities/tls/a%2Fb');
  });

  it('says who we are and what that allows', () => {
    const me = getCurrentIdentity().decode({
      ...recorded[1],
      effective_groups: ['admins'],
      effective_permissions: [{ entity_type: 'server', url: '/1.0', entitlement: 'admin' }],
      fine_grained: true,
    });
    assert.deepEqual(
      [me.effective_groups, me.effective_permissions?.[0]?.entitlement, me.fine_grained],
      [['admins'], 'admin', true],
    );
  });

  it('wants the token that it asked for', () => {
    assert.throws(() => issueBearerToken({ nameOrID: 'x' }).decode({}), /"token" is missing/);
  });
});
