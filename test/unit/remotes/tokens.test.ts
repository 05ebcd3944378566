import assert from 'node:assert/strict';
import type { RemoteConfig } from '../../../src/client/remoteConfig';
import { openBearer } from '../../../src/remotes/bearer';
import { SignIns } from '../../../src/remotes/tokens';

describe('sign-ins that are kept', () => {
  const never = new AbortController().signal;
  const tokens = { accessToken: 'secret', expiresAt: Date.now() + 3_600_000 };
  const remote = (host: string, more: Partial<RemoteConfig> = {}): RemoteConfig => ({
    name: 'prod',
    source: 'lxc',
    kind: 'https',
    auth: 'oidc',
    address: { kind: 'tls', host, port: 8443, trust: { kind: 'system' } },
    location: `https://${host}:8443`,
    project: 'default',
    folder: '/none',
    ...more,
  });
  let kept: Map<string, object>;
  let signIns: SignIns;
  const tokenFor = async (config: RemoteConfig) => signIns.bearerOf(config)?.token({ signal: never });

  beforeEach(async () => {
    kept = new Map();
    signIns = new SignIns(
      {
        get: (key) => Promise.resolve(kept.get(key) as Record<string, unknown> | undefined),
        set: (key, value) => Promise.resolve(void kept.set(key, value)),
        delete: (key) => Promise.resolve(void kept.delete(key)),
      },
      () => Promise.resolve({ openBearer }),
    );
    await signIns.keep('prod', ['https://a:8443'], tokens);
  });

  it('go to the server that they were made for', async () => {
    assert.equal(await tokenFor(remote('a')), 'secret');
  });

  it('go to no other server of that name, nor to its issuer', async () => {
    await assert.rejects(tokenFor(remote('b')), /The client's sign-in to prod has ended/);
    await assert.rejects(tokenFor(remote('b', { cliName: 'first' })), /sign-in to first has ended/);
  });

  it('are copied with what they are for', async () => {
    await signIns.copy('prod', 'next');
    assert.equal(await tokenFor(remote('a', { name: 'next' })), 'secret');
    await signIns.forget('next');
    assert.equal(await tokenFor(remote('a')), 'secret');
  });
});
