import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { stopAndDelete } from '../../../src/resources/instances/ending';
import {
  type InstanceStatus,
  decodeInstance,
  decodeState,
  isTime,
} from '../../../src/resources/instances/instance';

/** GET /1.0/instances/v1?recursion=1, from the documentation's example of a virtual machine with its agent. */
const vm = {
  architecture: 'x86_64',
  config: { 'limits.memory': '2GiB', 'image.os': 'Ubuntu', broken: 5 },
  created_at: '2026-03-23T20:00:00-04:00',
  description: 'My test instance',
  devices: {},
  ephemeral: false,
  expanded_config: { 'limits.memory': '2GiB', 'security.secureboot': 'false' },
  expanded_devices: { root: { path: '/', pool: 'default', type: 'disk', size: '20GiB' }, odd: 'text' },
  last_used_at: '0001-01-01T00:00:00Z',
  location: 'lxd01',
  name: 'v1',
  profiles: ['default', 'big'],
  project: 'web',
  status: 'Running',
  status_code: 103,
  type: 'virtual-machine',
  snapshots: [{ name: 'snap0' }, { name: 'snap1' }],
  backups: null,
  state: {
    status: 'Running',
    status_code: 103,
    disk: { root: { usage: 502239232, total: 0 }, data: { usage: 1000 }, odd: null },
    memory: { usage: 73248768, usage_peak: 73785344, swap_usage: 0 },
    network: {
      lo: { addresses: [{ family: 'inet', address: '127.0.0.1', netmask: '8', scope: 'local' }] },
      eth0: {
        addresses: [
          { family: 'inet6', address: 'fd42::1', scope: 'global' },
          { family: 'inet6', address: 'fe80::1', scope: 'link' },
          { family: 'inet', address: '10.0.0.5', scope: 'global' },
        ],
        hwaddr: '00:16:3e:0c:ee:dd',
      },
      eth1: { addresses: null },
    },
    pid: 7281,
    processes: 50,
    started_at: '2026-03-23T20:00:00-04:00',
  },
  something_of_the_future: { deep: [1, 2, 3] },
};

describe('decodeInstance', () => {
  it('reads a virtual machine with its state (recorded)', () => {
    const { config, devices, ...rest } = decodeInstance(vm);
    assert.deepEqual(rest, {
      name: 'v1',
      project: 'web',
      type: 'virtual-machine',
      status: 'running',
      statusText: 'Running',
      ephemeral: false,
      description: 'My test instance',
      profiles: ['default', 'big'],
      location: 'lxd01',
      createdAt: '2026-03-23T20:00:00-04:00',
      lastUsedAt: '0001-01-01T00:00:00Z',
      snapshots: 2,
      state: {
        addresses: ['10.0.0.5', 'fd42::1'],
        memoryUsage: 73248768,
        diskUsage: 502240232,
        processes: 50,
        startedAt: '2026-03-23T20:00:00-04:00',
      },
    });
    assert.deepEqual(config, {
      'limits.memory': '2GiB',
      'image.os': 'Ubuntu',
      'security.secureboot': 'false',
    });
    assert.deepEqual(devices, { root: vm.expanded_devices.root });
  });

  it('reads the least that a server may send', () => {
    const bare = decodeInstance({ name: 'c' });
    assert.deepEqual(
      [bare.project, bare.type, bare.status, bare.profiles, bare.snapshots, bare.state],
      ['default', 'container', 'other', [], undefined, undefined],
    );
    for (const rubbish of [null, 'text', [], {}, { name: 5 }])
      assert.throws(
        () => decodeInstance(rubbish),
        (error) => AppError.is(error, 'protocol'),
      );
  });

  const states: [number, string, string][] = [
    [102, 'Stopped', 'stopped'],
    [103, 'Running', 'running'],
    [110, 'Frozen', 'frozen'],
    [112, 'Error', 'error'],
    [0, 'Error', 'error'],
    [105, 'Starting', 'other'],
    [107, 'Stopping', 'other'],
    [109, 'Freezing', 'other'],
    [104, 'Cancelling', 'other'],
    [999, 'Levitating', 'other'],
  ];
  for (const [status_code, status, expected] of states) {
    it(`takes "${status}" (${status_code}) for ${expected}, and keeps the server's word`, () => {
      const instance = decodeInstance({ name: 'c', status_code, status });
      assert.deepEqual([instance.status, instance.statusText], [expected, status]);
    });
  }

  it('knows no location outside a cluster', () => {
    assert.equal(decodeInstance({ name: 'c', location: 'none' }).location, '');
  });
});

describe('decodeState', () => {
  it('reads a stopped instance: no network, no disk', () => {
    assert.deepEqual(decodeState({ status: 'Stopped', disk: null, network: null, memory: { usage: 0 } }), {
      addresses: [],
      memoryUsage: 0,
      diskUsage: 0,
      processes: 0,
      startedAt: '',
    });
  });
});

describe('isTime', () => {
  it('takes the year 1 and 1970 for never', () => {
    for (const never of ['', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'soon'])
      assert.ok(!isTime(never));
    assert.ok(isTime('2026-03-23T20:00:00-04:00'));
  });
});

describe('an instance that is deleted', () => {
  const failure = (message: string) => new AppError('operationFailed', message);
  /** What is sent for it, and what is thrown. */
  async function sent(status: InstanceStatus, ephemeral: boolean, refusal?: Error): Promise<string> {
    const told: string[] = [];
    const stop = () => (told.push('stop'), refusal ? Promise.reject(refusal) : Promise.resolve());
    const remove = () => (told.push('delete'), Promise.resolve());
    await stopAndDelete({ status, ephemeral }, { stop, remove }).catch((error: unknown) =>
      told.push((error as Error).message),
    );
    return told.join(', ');
  }
  const stopped = failure('The instance is already stopped');

  it('is stopped first where it runs; an ephemeral one goes with its stop', async () => {
    assert.equal(await sent('stopped', false), 'delete');
    assert.equal(await sent('running', false), 'stop, delete');
    assert.equal(await sent('frozen', true), 'stop');
    assert.equal(await sent('running', false, failure('No')), 'stop, No');
    assert.equal(await sent('running', true, stopped), 'stop, The instance is already stopped');
  });

  it('in error is deleted, whether a process was left to end or none; why that cannot be ended is told', async () => {
    assert.equal(await sent('error', false), 'stop, delete');
    assert.equal(await sent('error', true), 'stop');
    assert.equal(await sent('error', false, stopped), 'stop, delete');
    assert.equal(await sent('error', true, stopped), 'stop, delete');
    assert.equal(await sent('error', false, failure('Failed to kill')), 'stop, Failed to kill');
  });
});
