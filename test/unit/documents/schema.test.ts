import assert from 'node:assert/strict';
import { checkValue } from '../../../src/documents/schema/checkValue';
import { ownSchema, ownTargets } from '../../../src/documents/schema/ownSchema';
import { serverSchema } from '../../../src/documents/schema/serverSchema';

const wire = (type: string, more: Readonly<Record<string, string>> = {}) => ({
  type,
  shortdesc: 'Short',
  longdesc: '',
  ...more,
});

describe('our own tables', () => {
  it('have defaults that are right by their own rules', () => {
    for (const product of ['lxd', 'incus'] as const) {
      for (const [target, specs] of ownTargets(product)) {
        const names = specs.map(({ name }) => name);
        assert.deepEqual([...new Set(names)], names, `${product} ${target}`);
        for (const one of specs) {
          assert.ok(one.short.length > 5 && !one.short.includes('|'), `${target} ${one.name}`);
          assert.equal(one.readOnly === true, one.name.startsWith('volatile.'), one.name);
          if (one.default !== undefined) assert.equal(checkValue(one, one.default), undefined, one.name);
        }
      }
    }
  });

  it('tell container, virtual machine and profile apart', () => {
    const schema = ownSchema('lxd');
    const has = (name: string, kind: 'instance' | 'profile', type?: string) =>
      schema.config({ kind, ...(type !== undefined && { type }) }).find(name) !== undefined;
    assert.deepEqual(
      [undefined, 'container', 'virtual-machine'].map((type) => has('raw.qemu', 'instance', type)),
      [true, false, true],
    );
    assert.deepEqual(
      [undefined, 'container', 'virtual-machine'].map((type) => has('raw.lxc', 'instance', type)),
      [true, true, false],
    );
    assert.ok(has('volatile.base_image', 'instance') && !has('volatile.base_image', 'profile'));
    assert.ok(has('raw.qemu', 'profile') && has('raw.lxc', 'profile'));
  });

  it('differ between the products', () => {
    const has = (product: 'lxd' | 'incus', name: string) =>
      ownSchema(product).config({ kind: 'instance' }).find(name) !== undefined;
    assert.ok(has('lxd', 'security.devlxd') && !has('incus', 'security.devlxd'));
    assert.ok(!has('lxd', 'security.guestapi') && has('incus', 'security.guestapi'));
  });

  it('have the keys of a type, or of all types where it is unknown', () => {
    const schema = ownSchema('lxd');
    const network = (type?: string) =>
      schema.config({ kind: 'network', ...(type !== undefined && { type }) });
    assert.ok(network('bridge').find('bridge.driver') && !network('bridge').find('parent'));
    assert.ok(network('physical').find('parent') && !network('physical').find('bridge.driver'));
    for (const key of ['bridge.driver', 'parent', 'ovn.ingress_mode'])
      for (const type of [undefined, 'wireless']) assert.ok(network(type).find(key), key);
    assert.equal(network('bridge').complete, false);
  });

  it('let a pool say what its volumes begin with', () => {
    const pool = ownSchema('lxd').config({ kind: 'storagePool', type: 'zfs' });
    assert.equal(pool.find('volume.zfs.blocksize')?.type, 'size');
    assert.equal(pool.find('volume.block.filesystem')?.group, 'volume');
    assert.equal(pool.find('volume.volatile.idmap.last'), undefined);
    assert.equal(pool.find('lvm.vg_name'), undefined);
  });

  it('take the kind of a network interface from what it has', () => {
    const schema = ownSchema('lxd');
    const has = (name: string, options: Readonly<Record<string, string>>, networkType?: string) =>
      schema.device('nic', options, networkType).find(name) !== undefined;
    assert.ok(has('mode', { nictype: 'ipvlan' }) && !has('security.port_isolation', { nictype: 'ipvlan' }));
    assert.ok(has('security.port_isolation', { network: 'n' }) && !has('mode', { network: 'n' }));
    assert.ok(has('acceleration', { network: 'n' }, 'ovn') && !has('parent', { network: 'n' }, 'ovn'));
    assert.ok(has('security.port_isolation', { network: 'n' }, 'bridge'));
    assert.ok(has('mode', {}) && has('acceleration', {}) && has('name', { nictype: 'p2p' }));
    assert.ok(has('mode', { nictype: 'something-new' }));
    assert.ok(schema.device('gpu', {}).find('uid') && !schema.device('gpu', { gputype: 'mig' }).find('uid'));
    assert.equal(schema.device('nic', {}).find('mode')?.required, undefined);
  });

  it('know every type of device that they name', () => {
    const schema = ownSchema('incus');
    const types = schema.deviceTypes().map(({ type }) => type);
    assert.deepEqual([...types].sort(), [...(schema.device('disk', {}).find('type')?.allowed ?? [])].sort());
    for (const type of types) assert.equal(schema.device(type, {}).find('type')?.required, true, type);
    assert.deepEqual(schema.device('toaster', {}).keys, []);
  });
});

describe("a server's description", () => {
  const lxd = serverSchema({
    configs: {
      instance: {
        'resource-limits': {
          keys: [
            { 'limits.memory': wire('string', { liveupdate: 'yes', defaultdesc: '`1GiB` (VMs)' }) },
            { 'limits.memory.swap': wire('string', { condition: 'container' }) },
            { 'limits.new': wire('integer', { longdesc: 'A number.' }) },
            { 'limits.newer': wire('integer', { longdesc: 'A number or `none`.' }) },
          ],
        },
        volatile: { keys: [{ 'volatile.uuid': wire('string') }] },
      },
      'instance-property': { 'instance-conf': { keys: [{ architecture: wire('string') }] } },
      'device-nic-bridged': { 'device-conf': { keys: [{ vlan: wire('integer'), parent: wire('string') }] } },
      'device-unix-usb': { 'device-conf': { keys: [{ serial: wire('string') }] } },
      'device-proxy': {
        'device-conf': {
          keys: [
            { bind: wire('string', { longdesc: 'Possible values are `host` and `instance`.' }) },
            { listen: wire('string', { required: 'yes' }) },
          ],
        },
      },
      'storage-dir': {
        'pool-conf': { keys: [{ source: wire('string', { scope: 'local' }) }] },
        'volume-conf': { keys: [{ size: wire('string', { defaultdesc: 'same as `volume.size`' }) }] },
      },
      'network-acl': { 'rule-properties': { keys: [{ action: wire('string') }] } },
    },
  });
  const instance = lxd.config({ kind: 'instance' });

  it('is read as it is, with what our tables know of the values', () => {
    assert.deepEqual(instance.find('limits.memory'), {
      name: 'limits.memory',
      type: 'memory',
      typeText: 'string',
      short: 'Short',
      group: 'resource-limits',
      default: '1GiB (VMs)',
      liveUpdate: true,
    });
    assert.equal(instance.find('limits.memory.swap')?.type, 'string', 'wider than our bool');
    assert.equal(instance.find('limits.new')?.type, 'integer');
    assert.equal(instance.find('limits.newer')?.type, 'string');
    assert.equal(instance.find('volatile.uuid')?.readOnly, true);
    assert.ok(instance.complete && instance.find('limits.cpu') === undefined);
    assert.ok(
      instance.find('limits.kernel.nofile') && instance.find('user.x'),
      'what the server does not list',
    );
    assert.equal(instance.find('architecture'), undefined);
  });

  it('says which values there are, with those that servers take besides', () => {
    const proxy = lxd.device('proxy', {});
    assert.deepEqual(proxy.find('bind')?.allowed, ['host', 'instance', 'guest', 'container']);
    assert.deepEqual([proxy.find('listen')?.required, proxy.complete], [true, true]);
    assert.equal(proxy.find('type')?.required, true);
  });

  it('has devices, pools and volumes by LXD’s names', () => {
    const nic = lxd.device('nic', { nictype: 'bridged' });
    assert.deepEqual([nic.find('vlan')?.type, nic.complete], ['vlan', true]);
    assert.ok(nic.find('nictype') && nic.find('network') === undefined);
    assert.equal(lxd.device('nic', {}).complete, false, 'the others come from our tables');
    assert.ok(lxd.device('usb', {}).find('serial'));
    const pool = lxd.config({ kind: 'storagePool', type: 'dir' });
    assert.deepEqual([pool.find('source')?.scope, pool.find('volume.size')?.default], ['local', undefined]);
    assert.equal(lxd.config({ kind: 'volume', type: 'dir' }).find('size')?.default, 'same as volume.size');
    assert.deepEqual(
      lxd.config({ kind: 'networkAcl' }).keys.map(({ name }) => name),
      ['user.*'],
    );
  });

  it('has them by the names of Incus, and of what it does not describe what our tables have', () => {
    const incus = serverSchema({
      configs: {
        devices: {
          nic_ovn: { keys: [{ nested: wire('string') }] },
          'unix-char-block': { keys: [{ major: wire('int') }] },
        },
        network_bridge: { common: { keys: [{ a: wire('bool') }] }, bgp: { keys: [{ b: wire('bool') }] } },
        storage_volume_zfs: { common: { keys: [{ c: wire('bool') }] } },
        storage_zfs: { common: { keys: [{ d: wire('bool', { default: '`true`' }) }] } },
        kernel: { limits: { keys: [{ 'limits.kernel.as': wire('string') }] } },
      },
    });
    assert.ok(incus.device('nic', { nictype: 'ovn' }).find('nested'));
    assert.ok(incus.device('unix-block', {}).find('major') && incus.device('unix-char', {}).complete);
    const bridge = incus.config({ kind: 'network', type: 'bridge' });
    assert.ok(bridge.find('a') && bridge.find('b') && bridge.complete);
    const pool = incus.config({ kind: 'storagePool', type: 'zfs' });
    assert.ok(pool.find('volume.c') && pool.complete && pool.find('zfs.export') === undefined);
    assert.equal(pool.find('d')?.default, 'true');
    assert.ok(incus.config({ kind: 'instance' }).find('limits.kernel.as'));
    const project = incus.config({ kind: 'project' });
    assert.ok(project.find('features.images') && !project.complete);
  });

  it('may be empty', () => {
    assert.ok(serverSchema({}).config({ kind: 'instance' }).find('limits.memory'));
  });
});
