import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import type { ApiRequest } from '../../src/apiRequest/request';
import { curlLine, queryLine } from '../../src/apiRequest/shellText';
import type { RemoteConfig } from '../../src/client/remoteConfig';
import { discoverRemotes } from '../../src/client/auth/discover';
import { getServer } from '../../src/client/server';
import { addressOf, unhurried, withTransport } from '../support/connect';
import { type Target, eachTarget, uniqueName } from '../support/targets';

/** What a shell needs so that the clients see what the extension sees. */
function environmentOf({ server, kind, address }: Target): Record<string, string> {
  const upper = kind === 'lxd' ? 'LXD' : 'INCUS';
  const conf = address.kind === 'tls' ? dirname(address.certFile) : server.conf;
  return { [`${upper}_DIR`]: server.dir, [`${upper}_CONF`]: conf };
}

/** The remote as the extension finds it on this machine. */
async function found(target: Target): Promise<RemoteConfig> {
  const machine = { env: environmentOf(target), home: '/nowhere', platform: 'linux', uid: 0 } as const;
  const { remotes } = await discoverRemotes(machine, true);
  const wanted = target.address.kind === 'unix' ? 'local' : target.kind === 'lxd' ? 'lxc' : 'incus';
  const config = remotes.find(({ source, kind }) => source === wanted && kind !== 'simplestreams');
  assert.ok(config, remotes.map(({ name }) => name).join());
  return config;
}

describe('a copied request, run by a shell', () => {
  eachTarget((target) => {
    const profile = uniqueName('shell');
    const path = `/1.0/profiles/${profile}`;
    afterEach(async () => {
      const left = await target.cli(['profile', 'list', '--format', 'csv']);
      if (left.includes(profile)) await target.cli(['profile', 'delete', profile]);
    });

    async function lines(request: ApiRequest, body?: string): Promise<string[]> {
      const config = await found(target);
      const server = await withTransport(addressOf(target), (transport) =>
        transport.value(getServer(), unhurried()),
      );
      return [curlLine({ config }, request, body), queryLine({ config, server }, request, body)];
    }
    const run = (line: string): Promise<string> =>
      exec('sh', ['-c', line], {
        env: { ...process.env, ...target.server.env, ...environmentOf(target) },
        timeout: 60_000,
      });

    it('does what ours does: curl and the client', async () => {
      const request: ApiRequest = {
        remote: 'x',
        method: 'POST',
        target: '/1.0/profiles',
        answer: 'value',
        takesBody: true,
      };
      const body = JSON.stringify({
        name: profile,
        description: `it's "quoted" $HOME`,
        config: {},
        devices: {},
      });
      const [curl = '', query = ''] = await lines(request, body);
      assert.match(await run(curl), /"status_code":20[01]/);
      await target.cli(['profile', 'delete', profile]);
      await run(query);
      const get: ApiRequest = { remote: 'x', method: 'GET', target: path, answer: 'value', takesBody: false };
      const [curlGet = '', queryGet = ''] = await lines(get);
      const byCurl = JSON.parse(await run(curlGet)) as { metadata: { description: string } };
      const byQuery = JSON.parse(await run(queryGet)) as { description: string };
      assert.equal(byCurl.metadata.description, `it's "quoted" $HOME`);
      assert.deepEqual(byQuery, byCurl.metadata);
    });
  });
});
