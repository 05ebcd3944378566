import assert from 'node:assert/strict';
import { baseImageOf, copyBody } from '../../../src/resources/instances/copy/body';
import type { Instance } from '../../../src/resources/instances/wire';

const instance: Instance = {
  name: 'web1',
  status: 'Running',
  status_code: 103,
  type: 'container',
  architecture: 'x86_64',
  description: 'mine',
  ephemeral: false,
  profiles: ['default'],
  config: {
    'limits.cpu': '2',
    'volatile.base_image': 'f00',
    'volatile.eth0.hwaddr': '00:16:3e:00:00:01',
    'volatile.uuid': '1',
    'volatile.uuid.generation': '1',
    'volatile.cloud-init.instance-id': 'i',
    'volatile.last_state.power': 'RUNNING',
  },
  devices: { data: { type: 'disk', path: '/data', pool: 'default', source: 'v' } },
  expanded_devices: {
    root: { type: 'disk', path: '/', pool: 'default', size: '5GiB' },
    data: { type: 'disk', path: '/data', pool: 'default', source: 'v' },
  },
};

describe('the body of a copy', () => {
  it('has all that is the instance’s own, and nothing that its server keeps there', () => {
    assert.deepEqual(copyBody(instance, { name: 'web2', profiles: ['default'] }), {
      name: 'web2',
      type: 'container',
      architecture: 'x86_64',
      description: 'mine',
      ephemeral: false,
      profiles: ['default'],
      config: { 'limits.cpu': '2', 'volatile.base_image': 'f00' },
      devices: instance.devices,
    });
    assert.equal(baseImageOf(instance), 'f00');
  });

  it('keeps what it is known by where it moves: addresses, its number, and that cloud-init has run', () => {
    const { config } = copyBody(instance, { name: 'web1', profiles: [], keepsIdentity: true });
    assert.deepEqual(Object.keys(config ?? {}), [
      'limits.cpu',
      'volatile.base_image',
      'volatile.eth0.hwaddr',
      'volatile.uuid',
      'volatile.cloud-init.instance-id',
    ]);
  });

  it('has the root disk in another pool, with what else is said of it', () => {
    const { devices } = copyBody(instance, { name: 'web2', profiles: [], pool: 'fast' });
    assert.deepEqual(devices?.['root'], { type: 'disk', path: '/', pool: 'fast', size: '5GiB' });
    const bare = copyBody(
      { ...instance, devices: {}, expanded_devices: {} },
      { name: 'x', profiles: [], pool: 'fast' },
    );
    assert.deepEqual(bare.devices, { root: { type: 'disk', path: '/', pool: 'fast' } });
  });
});
