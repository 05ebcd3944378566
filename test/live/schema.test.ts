import assert from 'node:assert/strict';
import { freeSubnet } from '../../scripts/lib/network';
import { AppError } from '../../src/base/errors';
import { type Endpoint, nothing } from '../../src/client/endpoint';
import { ownTargets } from '../../src/documents/schema/ownSchema';
import { unhurried } from '../support/connect';
import { eachServer } from '../support/targets';
import { ApiPlace } from './api/apiPlace';
import { exampleOf, send } from './schemaSupport';

/** How the servers say that they do not know a key. */
const unknownKey =
  /unknown (?:configuration )?key|invalid (?:device |config )?option\b|configuration key "[^"]*"$/i;

/** Keys that no server of ours can be asked about, with why. */
const cannotBeAsked: Readonly<Record<string, string>> = {
  'volatile.*': 'stands for all names that begin so',
};

/** What a device of this kind must have before the server looks at anything else. */
const needed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  disk: { path: '/x', source: '/tmp' },
  infiniband: { nictype: 'physical', parent: 'x' },
  pci: { address: '00:00.0' },
  proxy: { listen: 'tcp:127.0.0.1:1', connect: 'tcp:127.0.0.1:2' },
  tpm: { path: '/dev/tpm0', pathrm: '/dev/tpmrm0' },
  'unix-block': { source: '/dev/x' },
  'unix-char': { source: '/dev/null' },
  nic_bridged: { parent: 'x' },
  nic_routed: { parent: 'x' },
  nic_macvlan: { parent: 'x' },
  nic_physical: { parent: 'x' },
  nic_sriov: { parent: 'x' },
  nic_ipvlan: { parent: 'x' },
  gpu_mdev: { mdev: 'x' },
  gpu_mig: { 'mig.uuid': 'a7c1e4b2-0f5e-4c55-8a0b-6d6f3c1b2a10' },
};

describe('the tables of keys', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const own = ownTargets(target.kind);
    after(() => place.end());

    const keysOf = (of: string): string[] => {
      const specs = own.get(of) ?? [];
      return specs.filter((spec) => cannotBeAsked[spec.name] === undefined).map(exampleOf);
    };

    /** Whether the server takes this for a key it does not know; that something else is wrong tells that it does. */
    async function isUnknown(endpoint: Endpoint<void>): Promise<boolean> {
      try {
        const answer = await place.transport.send(endpoint, unhurried());
        if (answer.kind === 'operation') await place.settled(endpoint);
        return false;
      } catch (error) {
        assert.ok(error instanceof AppError);
        return unknownKey.test(error.message);
      }
    }

    /** Every key is asked for; a key that there is not is refused in the same place. */
    async function allKnown(
      keys: readonly string[],
      request: (key: string) => Endpoint<void>,
    ): Promise<void> {
      assert.ok(keys.length > 0, 'no keys');
      assert.ok(await isUnknown(request('nonsense.key')), 'a key that there is not is taken');
      const unknown: string[] = [];
      for (const key of keys) if (await isUnknown(request(key))) unknown.push(key);
      assert.deepEqual(unknown, []);
    }

    /** Unsets each key, which changes nothing, but has the server look at its name. */
    const unset = (path: string, keys: readonly string[]) =>
      allKnown(keys, (key) => send('PATCH', path, { config: { [key]: '' } }));

    async function made(
      path: string,
      body: Readonly<Record<string, unknown>>,
      at = String(body['name']),
    ): Promise<string> {
      place.later(() =>
        place.transport.send({ method: 'DELETE', path: `${path}/${at}`, decode: nothing }, unhurried()),
      );
      await place.value(send('POST', path, body));
      return `${path}/${at}`;
    }

    it('have of profiles only what the server knows', async () => {
      const path = await made('/1.0/profiles', { name: place.name('k') });
      await unset(
        path,
        keysOf('instance').filter((key) => !key.startsWith('volatile.')),
      );
    });

    it('have of instances only what the server knows, and what is for which type', async () => {
      const name = place.name('k');
      place.later(() => target.cli(['delete', name]));
      await target.cli(['init', '--empty', name]);
      const set = async (key: string, value = '1') => {
        const text = await target.cli(['config', 'set', name, `${key}=${value}`]).catch(String);
        return unknownKey.test(text);
      };
      assert.ok(await set('volatile.nonsense'));
      for (const spec of own.get('instance') ?? []) {
        if (cannotBeAsked[spec.name] !== undefined) continue;
        // What is for virtual machines is not known of a container; the rest profiles have told.
        const isForVm = spec.condition === 'virtual machine';
        if (spec.readOnly === true || isForVm) assert.equal(await set(exampleOf(spec)), isForVm, spec.name);
      }
    });

    for (const of of own.keys()) {
      const [, type = ''] = /^device:(.*)$/.exec(of) ?? [];
      // Whoever asks about an interface on OVN has to have such a network; all interfaces and cards are asked about alone.
      if (type === '' || ['nic', 'gpu', 'nic_ovn'].includes(type)) continue;
      it(`have of a device ${type} only what the server knows`, async () => {
        const path = await made('/1.0/profiles', { name: place.name('k') });
        const [base = '', variant] = type.split('_');
        const common = base === type ? [] : keysOf(`device:${base}`);
        const fields = {
          type: base,
          ...(variant !== undefined && { [base === 'gpu' ? 'gputype' : 'nictype']: variant }),
          ...needed[type],
        };
        const keys = [...common, ...keysOf(of)].filter((key) => !(key in fields));
        await allKnown([...keys, 'user.y'], (key) =>
          send('PUT', path, { devices: { d: { ...fields, [key]: 'x' } } }),
        );
      });
    }

    it('have of bridges and of what belongs to them only what the server knows', async () => {
      const config = { 'ipv4.address': `${freeSubnet()}.1/24`, 'ipv4.nat': 'false', 'ipv6.address': 'none' };
      const bridge = place.name('k').slice(-12);
      const path = await made('/1.0/networks', { name: bridge, config });
      await unset(
        path,
        keysOf('network:bridge').filter((key) => !(key in config)),
      );
      const listen = { listen_address: '192.0.2.77' };
      await unset(await made(`${path}/forwards`, listen, listen.listen_address), keysOf('networkForward'));
    });

    for (const type of ['macvlan', 'sriov', 'physical']) {
      it(`have of a network ${type} only what the server knows`, async () => {
        const network = place.name('k').slice(-12);
        const path = await made('/1.0/networks', { name: network, type, config: { parent: 'lo' } });
        try {
          const keys = keysOf(`network:${type}`);
          await unset(
            path,
            keys.filter((key) => key !== 'parent'),
          );
        } finally {
          // Only one network may have the interface.
          await place.value({ method: 'DELETE', path, decode: nothing });
        }
      });
    }

    // Incus connects to OVN before it looks at keys.
    if (target.kind === 'lxd')
      it('have of a network ovn only what the server knows', () => {
        const config = { network: 'none', 'ipv4.address': 'none', 'ipv6.address': 'none' };
        return allKnown(
          keysOf('network:ovn').filter((key) => !(key in config)),
          (key) =>
            send('POST', '/1.0/networks', { name: 'kovn', type: 'ovn', config: { ...config, [key]: '1' } }),
        );
      });

    it('have of ACLs and zones only what the server knows', async () => {
      const name = place.name('k');
      await unset(await made('/1.0/network-acls', { name }), keysOf('networkAcl'));
      const zone = await made('/1.0/network-zones', { name: `${name}.example` });
      await unset(zone, keysOf('networkZone'));
      await unset(await made(`${zone}/records`, { name }), keysOf('networkZoneRecord'));
    });

    it('have of pools and volumes only what the server knows', async () => {
      await unset('/1.0/storage-pools/default', [
        ...keysOf('storagePool:dir').filter((key) => key !== 'source'),
        ...keysOf('volume:dir')
          .filter((key) => !/^(?:user|volatile)\./.test(key))
          .map((key) => `volume.${key}`),
      ]);
      const path = '/1.0/storage-pools/default/volumes/custom';
      const name = place.name('k');
      await unset(await made(path, { name }), keysOf('volume:dir'));
      await allKnown(keysOf('storagePool:btrfs'), (key) =>
        send('POST', '/1.0/storage-pools', {
          name,
          driver: 'btrfs',
          config: { source: '/nonexistent', [key]: 'x' },
        }),
      );
    });

    it('have of projects only what the server knows', async () => {
      await unset(await made('/1.0/projects', { name: place.name('k') }), keysOf('project'));
    });

    it('have of the server only what it knows', async () => {
      const { config } = await place.value({
        method: 'GET',
        path: '/1.0',
        decode: (value) => value as { readonly config: Readonly<Record<string, string>> },
      });
      // What is not set at all is "false" after it was unset, where the default is "true".
      place.later(() => place.value(send('PUT', '/1.0', { config })));
      const keys = keysOf('server').filter((key) => !(key in config));
      // Incus forgets its address where a PATCH without it is refused (docs/servers.md).
      const address = { 'core.https_address': config['core.https_address'] };
      await allKnown(keys, (key) => send('PATCH', '/1.0', { config: { ...address, [key]: '' } }));
    });
  });
});
