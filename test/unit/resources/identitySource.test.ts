import assert from 'node:assert/strict';
import type { Connection } from '../../../src/model/connection';
import { identitySource, isActivation } from '../../../src/resources/identities/source';

/** No server here has identities: what LXD 6 sends about them, as its documentation and source say. */
describe('events of identities', () => {
  const fingerprint = 'ab'.repeat(32);
  const event = (action: string, source: string) => ({ action, source, project: 'default', context: {} });
  const touched = (action: string, source: string, ...extensions: string[]) => {
    const connection = { server: { extensions: new Set(extensions) } } as unknown as Connection;
    return identitySource(connection).touches(event(action, source), []);
  };

  it('name the identity', () => {
    const source = '/1.0/auth/identities/oidc/jane%40example.org';
    assert.deepEqual(touched('identity-updated', source, 'access_management'), ['oidc/jane@example.org']);
    assert.deepEqual(touched('instance-started', '/1.0/instances/web', 'access_management'), []);
  });

  it('of a certificate are of an identity too, where the server has those', () => {
    const source = `/1.0/certificates/${fingerprint}`;
    assert.deepEqual(touched('certificate-deleted', source, 'access_management'), [`tls/${fingerprint}`]);
    assert.deepEqual(touched('certificate-deleted', source), []);
  });

  it('tell that somebody used a token: an update of what has no fingerprint yet', () => {
    const pending = '/1.0/auth/identities/tls/0192b4c5-1111-7000-8000-000000000000';
    assert.equal(isActivation(event('identity-updated', pending)), true);
    assert.equal(isActivation(event('identity-deleted', pending)), false);
    assert.equal(isActivation(event('identity-updated', `/1.0/auth/identities/tls/${fingerprint}`)), false);
    assert.equal(isActivation(event('identity-updated', '/1.0/auth/identities/oidc/jane')), false);
  });
});
