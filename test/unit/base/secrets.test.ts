import assert from 'node:assert/strict';
import { hideSecrets, isSecretName, withoutSecrets } from '../../../src/base/secrets';

describe('secrets', () => {
  it('are known by the names of their fields', () => {
    const secret =
      'password trust_token secret secrets fds key client_key core.trust_password oidc.client.secret cluster_token ' +
      'cluster_certificate_key loki.auth.password Authorization private_key user.ssh-private secret_key';
    for (const name of secret.split(' ')) assert.ok(isSecretName(name), name);
    const open = 'name description certificate config fingerprint limits.memory public_key keyboard monkey';
    for (const name of open.split(' ')) assert.ok(!isSecretName(name), name);
  });

  it('are left out of JSON at any depth, or replaced', () => {
    const value = {
      name: 'x',
      password: 'p',
      deep: [{ config: { 'core.trust_password': 'p', a: 'b' } }],
      n: null,
    };
    assert.deepEqual(withoutSecrets(value), { name: 'x', deep: [{ config: { a: 'b' } }], n: null });
    assert.deepEqual(
      withoutSecrets(value, () => '…'),
      {
        name: 'x',
        password: '…',
        deep: [{ config: { 'core.trust_password': '…', a: 'b' } }],
        n: null,
      },
    );
  });

  it('are known by themselves, too', () => {
    const config = {
      'user.a': '-----BEGIN EC PRIVATE KEY-----\nx',
      'cloud-init.user-data': 'password: hunter2',
    };
    assert.deepEqual(withoutSecrets({ config }), { config: {} });
  });

  it('are hidden in a text', () => {
    assert.equal(
      hideSecrets('{"token": "a\\"b", "x": "y"} /a?secret=1&b=2'),
      '{"token": "…", "x": "y"} /a?secret=…&b=2',
    );
  });
});
