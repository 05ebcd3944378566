import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { copyName, lookBody } from '../../../src/resources/instances/inside/body';
import type { Instance, InstanceSnapshot } from '../../../src/resources/instances/wire';

const instance: Instance = {
  name: 'web1',
  status: 'Running',
  status_code: 103,
  type: 'container',
  architecture: 'x86_64',
  ephemeral: true,
  profiles: ['default'],
  expanded_devices: {
    disk: { type: 'disk', path: '/', pool: 'fast', size: '5GiB' },
    eth0: { type: 'nic', network: 'br0' },
  },
};
const snapshot: InstanceSnapshot = {
  name: 'snap0',
  profiles: ['default', 'gone'],
  config: { 'user.mine': '1', 'boot.autostart': 'true' },
  expanded_config: {
    'user.mine': '1',
    'boot.autostart': 'true',
    'limits.memory': '1GiB',
    'raw.idmap': 'both 1000 1000',
    'raw.lxc': 'lxc.hook.pre-start=/bin/false',
    'security.privileged': 'true',
    'security.protection.delete': 'true',
    'volatile.eth0.hwaddr': '00:16:3e:00:00:01',
  },
  devices: { disk: { type: 'disk', path: '/', pool: 'slow' }, extra: { type: 'nic', network: 'br1' } },
};
const wish = { name: 'web1-look-1a2b', project: 'p', made: '2026-12-02T00:00:00.000Z' };

describe('the copy whose files are read', () => {
  it('has the disk of the instance, what says whose files are, and nothing that acts', () => {
    assert.deepEqual(lookBody(instance, 'snap0', snapshot, wish), {
      name: 'web1-look-1a2b',
      type: 'container',
      architecture: 'x86_64',
      description: 'Temporary copy of web1/snap0 to read its files, deleted when they are read',
      profiles: [],
      ephemeral: false,
      stateful: false,
      config: {
        'boot.autostart': 'false',
        'limits.memory': '1GiB',
        'raw.idmap': 'both 1000 1000',
        'security.privileged': 'true',
        'security.protection.delete': 'false',
        'snapshots.schedule': '',
        'user.lxd-explorer.look': wish.made,
      },
      devices: {
        disk: { type: 'disk', path: '/', pool: 'fast', size: '5GiB' },
        extra: { type: 'none' },
      },
      source: {
        type: 'copy',
        source: 'web1/snap0',
        project: 'p',
        instance_only: true,
        container_only: true,
      },
    });
  });

  it('is not made of a virtual machine', () => {
    assert.throws(
      () => lookBody({ ...instance, type: 'virtual-machine' }, 'snap0', snapshot, wish),
      (error) => AppError.is(error, 'unsupported') && error.message.startsWith('web1 is a virtual machine: '),
    );
  });

  it('has a name that servers take', () => {
    assert.equal(copyName('web1', '1a2b'), 'web1-look-1a2b');
    const long = copyName('a'.repeat(63), '1a2b');
    assert.deepEqual([long.length, long.endsWith('a-look-1a2b')], [63, true]);
    assert.equal(copyName(`${'a'.repeat(52)}-${'b'.repeat(10)}`, '1a2b'), `${'a'.repeat(52)}-look-1a2b`);
  });
});
