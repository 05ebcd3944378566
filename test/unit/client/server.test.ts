import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { getServer } from '../../../src/client/server';

describe('GET /1.0 (recorded answers)', () => {
  it('of a cluster member that trusts us', () => {
    const info = getServer().decode({
      auth: 'trusted',
      api_extensions: ['projects', 'clustering'],
      environment: {
        server: 'lxd',
        server_version: '5.0.2',
        server_name: 'node-a',
        server_clustered: true,
        architectures: ['x86_64', 'i686'],
        driver: 'lxc | qemu',
        addresses: ['10.0.0.5:8443'],
        certificate: 'PEM',
      },
    });
    assert.deepEqual(info, {
      product: 'lxd',
      version: '5.0.2',
      name: 'node-a',
      clustered: true,
      trusted: true,
      architectures: ['x86_64', 'i686'],
      addresses: ['10.0.0.5:8443'],
      certificate: 'PEM',
      runsMachines: true,
      extensions: new Set(['projects', 'clustering']),
    });
  });

  it('of one that does not: no environment', () => {
    const info = getServer().decode({ auth: 'untrusted', api_extensions: null });
    assert.deepEqual([info.trusted, info.version, info.extensions.size], [false, '', 0]);
    assert.deepEqual([info.architectures, info.runsMachines], [[], false]);
    const incus = getServer().decode({ auth: 'untrusted', api_extensions: ['projects', 'dev_incus_events'] });
    assert.deepEqual([info.product, incus.product], ['lxd', 'incus']);
    assert.throws(
      () => getServer().decode('x'),
      (error) => AppError.is(error, 'protocol'),
    );
  });
});
