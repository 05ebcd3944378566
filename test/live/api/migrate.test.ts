import assert from 'node:assert/strict';
import {
  deleteInstance,
  getInstance,
  createInstance,
  postInstance,
} from '../../../src/resources/instances/api';
import { getServerSettings } from '../../../src/resources/server/api';
import { textMap } from '../../../src/client/decode';
import { type Target, targets } from '../../support/targets';
import { ApiPlace } from './apiPlace';

/** A server over TLS: others must be able to reach it. */
function over(kind: 'lxd' | 'incus'): Target {
  const found = targets().find((target) => target.kind === kind && target.address.kind === 'tls');
  assert.ok(found);
  return found;
}

describe('copying an instance between servers, by pull', () => {
  for (const [from, to] of [
    ['lxd', 'lxd'],
    ['lxd', 'incus'],
    ['incus', 'incus'],
  ] as const) {
    it(`${from} to ${to}: the target fetches it from the source`, async () => {
      const [source, target] = [new ApiPlace(over(from)), new ApiPlace(over(to))];
      try {
        const name = await source.instance('init');
        const copy = target.name('copy');
        const old = await source.value(getInstance({ name, project: 'default' }));
        const { address } = source.target;
        const certificate = (await source.value(getServerSettings())).environment?.certificate;
        assert.ok(address.kind === 'tls' && certificate !== undefined);
        assert.match(certificate, /^-----BEGIN CERTIFICATE-----/);

        const waiting = await source.begin(
          postInstance({ name, body: { name, migration: true, live: false, instance_only: true } }),
        );
        target.later(() => target.settled(deleteInstance({ name: copy })));
        await target.settled(
          createInstance({
            body: {
              name: copy,
              type: 'container',
              architecture: old.architecture ?? '',
              config: { 'user.copied': 'yes' },
              devices: old.devices ?? {},
              profiles: old.profiles ?? [],
              source: {
                type: 'migration',
                mode: 'pull',
                operation: `https://${address.host}:${address.port}/1.0/operations/${waiting.id}`,
                certificate,
                secrets: textMap(waiting.metadata),
                instance_only: true,
              },
            },
          }),
        );
        const now = await target.value(getInstance({ name: copy }));
        assert.deepEqual([now.status, now.config?.['user.copied']], ['Stopped', 'yes']);
        assert.equal((await source.value(getInstance({ name }))).name, name);
      } finally {
        await target.end();
        await source.end();
      }
    });
  }
});
