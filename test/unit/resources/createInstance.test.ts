import assert from 'node:assert/strict';
import {
  devicesOf,
  freeName,
  instanceRequest,
  nicOf,
  rootOf,
  suggestedName,
  type Wishes,
} from '../../../src/resources/instances/create/request';

const profiles = [
  {
    name: 'default',
    devices: {
      root: { type: 'disk', path: '/', pool: 'default' },
      eth0: { type: 'nic', name: 'eth0', network: 'lxdbr0' },
    },
  },
  {
    name: 'data',
    devices: {
      data: { type: 'disk', path: '/', pool: 'default', source: 'volume' },
      lan: { type: 'nic', name: 'enp5s0', nictype: 'bridged', parent: 'br0' },
    },
  },
  { name: 'small', devices: { root: { type: 'disk', path: '/', pool: 'small', size: '1GiB' } } },
  { name: 'bare', devices: {} },
];
const plain: Wishes = { profiles: ['default'], ephemeral: false };
const modern = { extensions: new Set(['cloud_init']) };
const image = { name: 'web', type: 'container', source: { type: 'image', fingerprint: 'f' } } as const;

describe('the request for a new instance', () => {
  it('says what was chosen and leaves the rest to the server', () => {
    assert.deepEqual(instanceRequest(image, plain, devicesOf(profiles, ['default']), modern), {
      ...image,
      profiles: ['default'],
      ephemeral: false,
      config: {},
      devices: {},
    });
  });

  it('takes the last of two profiles with one device, in the order in which they apply', () => {
    assert.equal(devicesOf(profiles, ['default', 'small'])['root']?.['pool'], 'small');
    assert.equal(devicesOf(profiles, ['small', 'default'])['root']?.['pool'], 'default');
    assert.deepEqual(devicesOf(profiles, ['gone', 'bare']), {});
  });

  it('knows the root disk and the first interface of profiles', () => {
    const names = (...chosen: string[]) => {
      const devices = devicesOf(profiles, chosen);
      return [rootOf(devices), nicOf(devices)];
    };
    assert.deepEqual(names('default'), ['root', 'eth0']);
    assert.deepEqual(names('data'), [undefined, 'lan'], 'a volume at / is not the root disk');
    assert.deepEqual(names('bare'), [undefined, undefined]);
  });

  it('replaces the root disk and the interface of the profiles, with what else is said of the disk', () => {
    const wishes = { ...plain, profiles: ['small'], pool: 'fast', network: 'dmz' };
    const { devices } = instanceRequest(image, wishes, devicesOf(profiles, ['data', 'small']), modern);
    assert.deepEqual(devices, {
      root: { type: 'disk', path: '/', pool: 'fast', size: '1GiB' },
      lan: { type: 'nic', name: 'enp5s0', network: 'dmz' },
    });
  });

  it('adds both where no profile has them', () => {
    const wishes = { ...plain, profiles: [], pool: 'fast', size: '5GiB', network: 'dmz' };
    assert.deepEqual(instanceRequest(image, wishes, {}, modern).devices, {
      root: { type: 'disk', path: '/', pool: 'fast', size: '5GiB' },
      eth0: { type: 'nic', name: 'eth0', network: 'dmz' },
    });
  });

  it('gives data to cloud-init by the key that the server knows', () => {
    const wishes = { ...plain, cpu: '2', memory: '1GiB', userData: '#cloud-config\n' };
    assert.deepEqual(instanceRequest(image, wishes, {}, modern).config, {
      'limits.cpu': '2',
      'limits.memory': '1GiB',
      'cloud-init.user-data': '#cloud-config\n',
    });
    const { config } = instanceRequest(image, wishes, {}, { extensions: new Set() });
    assert.equal(config?.['user.user-data'], '#cloud-config\n');
  });
});

describe('the name that is offered for a new instance', () => {
  const free = (): boolean => false;

  it('says what it is made from', () => {
    const names = [
      'Debian 12 (bookworm)',
      'debian/12/cloud',
      'Ubuntu 24.04 LTS (noble)',
      'Älpine_3.20',
      '3.20',
      '😀',
      '',
    ];
    assert.deepEqual(
      names.map((name) => suggestedName(name, free)),
      ['debian-12', 'debian-12-cloud', 'ubuntu-24-04-lts', 'alpine-3-20', 'instance', 'instance', 'instance'],
    );
  });

  it('is free, and not too long with its number', () => {
    const taken = new Set(['debian-12', 'debian-12-2']);
    assert.equal(
      suggestedName('debian/12', (name) => taken.has(name)),
      'debian-12-3',
    );
    assert.equal(freeName('Web1', free), 'Web1', 'a name of the person’s own stays as it is');
    assert.equal(
      freeName('Web1', (name) => name === 'Web1'),
      'Web1-2',
    );
    const long = suggestedName('x'.repeat(100), (name) => !name.endsWith('-2'));
    assert.equal(long.length, 60);
  });
});
