import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { RemoteConfig } from '../../../src/client/remoteConfig';
import type { ApiRequest } from '../../../src/apiRequest/request';
import { curlLine, queryLine, quoted } from '../../../src/apiRequest/shellText';

const tls = { kind: 'tls', host: '192.0.2.7', port: 8443, trust: { kind: 'pin', fingerprint: 'f' } } as const;
const common = { location: '', project: 'default' };
const ours: RemoteConfig = {
  ...common,
  name: 'prod',
  source: 'lxc',
  kind: 'https',
  auth: 'tls',
  address: { ...tls, identity: { cert: 'CERT', key: 'KEY' } },
};
const cli: RemoteConfig = { ...ours, folder: '/home/dev/a b' };
const request: ApiRequest = {
  remote: 'prod',
  method: 'PUT',
  target: '/1.0/profiles/web?project=a',
  answer: 'value',
  takesBody: true,
  ifMatch: 'abc',
};
const server = { product: 'lxd' } as never;

describe('a request as a line of shell', () => {
  it('quotes so that a shell gives the same back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\0]*$/), (text) => {
        const { stdout } = spawnSync('sh', ['-c', `printf %s ${quoted(text)}`], { encoding: 'utf8' });
        assert.equal(stdout, text);
      }),
      { numRuns: 50 },
    );
  });

  it('takes the files of the client, never a key', () => {
    const line = curlLine({ config: cli }, request, `{"description":"it's"}`);
    assert.equal(
      line,
      `curl --silent --show-error --cert '/home/dev/a b/client.crt' --key '/home/dev/a b/client.key' ` +
        `--cacert '/home/dev/a b/servercerts/prod.crt' --request PUT --header 'If-Match: abc' ` +
        `--header 'Content-Type: application/json' --data-raw '{"description":"it'\\''s"}' ` +
        `'https://192.0.2.7:8443/1.0/profiles/web?project=a'`,
    );
  });

  it('says why there is none where it would need a secret', () => {
    assert.throws(() => curlLine({ config: { ...ours, source: 'settings' } }, request, undefined), {
      message: /share it with the CLI first/,
    });
    assert.throws(() => curlLine({ config: { ...cli, auth: 'oidc' } }, request, undefined), {
      message: /token with which you are signed in/,
    });
    assert.throws(() => queryLine({ config: { ...ours, source: 'settings' }, server }, request, undefined), {
      message: /lxc does not know prod/,
    });
  });

  it('names the remote to the client, but not the local one', () => {
    assert.equal(
      queryLine({ config: cli, server }, request, '{}'),
      `lxc query --request PUT --data '{}' 'prod:/1.0/profiles/web?project=a'`,
    );
    const local: RemoteConfig = {
      ...common,
      name: 'local-incus',
      source: 'local',
      kind: 'socket',
      auth: 'none',
      address: { kind: 'unix', path: '/run/unix.socket' },
    };
    const get: ApiRequest = { remote: 'x', method: 'GET', target: '/1.0', answer: 'value', takesBody: false };
    const incus = { product: 'incus' } as never;
    assert.equal(queryLine({ config: local, server: incus }, get, undefined), 'incus query /1.0');
    assert.throws(() => queryLine({ config: local, server }, { ...get, answer: 'raw' }, undefined), {
      message: /no JSON/,
    });
  });
});
