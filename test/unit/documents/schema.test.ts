import assert from 'node:assert/strict';
import { checkValue } from '../../../src/documents/schema/checkValue';
import {
  cleanMarkdown,
  listedValues,
  plainDefault,
  plainLine,
} from '../../../src/documents/schema/documentText';
import { keySet, nameParts } from '../../../src/documents/schema/keySet';
import { ownSchema, ownTargets } from '../../../src/documents/schema/ownSchema';
import type { KeyKind, KeySpec } from '../../../src/documents/schema/schema';
import { serverSchema } from '../../../src/documents/schema/serverSchema';

const spec = (name: string, more: Partial<KeySpec> = {}): KeySpec => ({
  name,
  type: 'string',
  typeText: 'string',
  short: 'x',
  group: 'g',
  ...more,
});

const wire = (type: string, more: Readonly<Record<string, string>> = {}) => ({
  type,
  shortdesc: 'Short',
  longdesc: '',
  ...more,
});

describe('a set of keys', () => {
  const set = keySet(
    [
      spec('user.*'),
      spec('user.user-data'),
      spec('volatile.*', { readOnly: true }),
      spec('volatile.<name>.hwaddr', { readOnly: true }),
      spec('bgp.peers.NAME.address'),
      spec('limits.hugepages.1GB'),
    ],
    true,
  );
  const found = (name: string) => set.find(name)?.name;

  it('finds a name itself before a placeholder, and the longest placeholder', () => {
    assert.equal(found('user.user-data'), 'user.user-data');
    assert.equal(found('user.mine.too'), 'user.*');
    assert.equal(found('volatile.eth0.hwaddr'), 'volatile.<name>.hwaddr');
    assert.equal(found('volatile.eth0.100.hwaddr'), 'volatile.<name>.hwaddr');
    assert.equal(found('volatile.eth0.other'), 'volatile.*');
    assert.equal(found('bgp.peers.a.address'), 'bgp.peers.NAME.address');
    for (const name of ['user.', 'bgp.peers.address', 'limits.hugepages.2GB', '', 'xuser.a'])
      assert.equal(found(name), undefined, name);
  });

  it('offers what is not there yet and not the server’s own, cut at the placeholders', () => {
    const offered = set.suggestions(['limits.hugepages.1GB', 'user.mine']);
    assert.deepEqual(
      offered.map((one) => one.spec.name),
      ['user.*', 'user.user-data', 'bgp.peers.NAME.address'],
    );
    assert.deepEqual(offered[2]?.parts, [
      { text: 'bgp.peers.', hole: false },
      { text: 'NAME', hole: true },
      { text: '.address', hole: false },
    ]);
    assert.deepEqual(nameParts('storage.project.{name}.x')[1], { text: 'name', hole: true });
    assert.deepEqual(nameParts('limits.hugepages.64KB'), [{ text: 'limits.hugepages.64KB', hole: false }]);
  });
});

describe('the text of a documentation', () => {
  it('loses what only the documentation understands', () => {
    assert.equal(
      cleanMarkdown('Use {config:option}`a-b:limits.cpu`.\n\nSee {ref}`some-label` for more.'),
      'Use `limits.cpu`.',
    );
    assert.equal(
      plainLine('A size (see {ref}`units`) of `x`, [link](https://e.org) {{all}} [^*]'),
      'A size of x, link',
    );
    assert.equal(plainLine('{spellexception}`dataset`'), 'dataset');
    assert.equal(cleanMarkdown('```{note}\nMind.\n```'), 'Mind.');
  });

  it('has a default only where there is one', () => {
    assert.equal(plainDefault('`a`'), 'a');
    assert.equal(plainDefault('- (initial value on creation: `auto`)'), 'initial value on creation: auto');
    assert.equal(plainDefault('`1GiB` (VMs)'), '1GiB (VMs)');
    for (const none of ['', '-', 'empty', '``']) assert.equal(plainDefault(none), undefined, none);
  });

  it('lists values only where the list is all that is said', () => {
    assert.deepEqual(listedValues('X.\nPossible values are `a`, `b`, or `c`.\nMore.'), ['a', 'b', 'c']);
    assert.deepEqual(listedValues('Valid options: `a`, `b`\nIf not set, `b`.'), ['a', 'b']);
    assert.deepEqual(listedValues('Possible values are `a` (the default) and `b`.'), ['a', 'b']);
    assert.equal(listedValues('Possible values are `a` for nothing, and `b` for all.'), undefined);
    assert.equal(listedValues('can be any combination of `a` and `b`.'), undefined);
  });
});

describe('what is wrong with a value', () => {
  const check = (type: KeyKind, value: string, more: Partial<KeySpec> = {}) =>
    checkValue(spec('k', { type, ...more }), value);

  it('is said where it is sure', () => {
    const right: readonly (readonly [KeyKind, ...string[]])[] = [
      ['bool', 'true', 'False', '1', 'on', 'no'],
      ['integer', '0', '-1', '0644'],
      ['size', '0', '10GB', '512MiB', '1kB', '5 bytes'],
      ['memory', '50%', '1TiB'],
      ['bitRate', '100Mbit', '5'],
      ['ioRate', '50iops', '30MB'],
      ['cpu', '2', '0-3', '1,5-7'],
      ['cpuShare', '50%', '25ms/100ms'],
      ['expiry', '1d', '1M 2H 3d'],
      ['schedule', '@daily', '@daily, @startup', '0 6 * * 1-5'],
      ['mac', '00:16:3e:AA:00:01'],
      ['vlan', 'none', '5'],
      ['list', 'a,b', 'a'],
      ['blob', 'a\nb'],
      ['string', 'anything'],
    ];
    for (const [type, ...values] of right)
      for (const value of values) assert.equal(check(type, value), undefined, `${type} ${value}`);
    const wrong: readonly (readonly [KeyKind, ...string[]])[] = [
      ['bool', 'maybe', 'y', '2'],
      ['integer', '1.5', 'x', '1GB'],
      ['size', '1g', '1.5GiB', '50%', '1 GiB'],
      ['memory', 'half'],
      ['bitRate', 'fast'],
      ['cpu', '0-', 'all', '50%'],
      ['cpuShare', '5', '10s/20ms'],
      ['expiry', '5x', '1d2H', '1'],
      ['schedule', '@sometimes', '1 2'],
      ['mac', '00:16', '00-16-3e-00-00-01'],
      ['vlan', 'x'],
    ];
    for (const [type, ...values] of wrong)
      for (const value of values)
        assert.match(check(type, value) ?? '', /^k must be [^\n]+$/, `${type} ${value}`);
  });

  it('is not said of an empty value, nor of one beside values that are only the usual ones', () => {
    assert.equal(check('bool', ''), undefined);
    const allowed = ['a', 'b'];
    assert.equal(check('string', 'c', { allowed }), 'k must be one of a, b');
    assert.equal(check('string', 'c', { allowed, othersAllowed: true }), undefined);
    assert.equal(check('integer', 'a', { allowed, othersAllowed: true }), undefined);
  });
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
