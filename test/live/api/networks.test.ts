import assert from 'node:assert/strict';
import { freeSubnet, newBridgeName } from '../../../scripts/lib/network';
import { recordBridge } from '../../../scripts/lib/run';
import {
  createNetwork,
  deleteNetwork,
  getNetwork,
  getNetworkState,
  listAllocations,
  listLeases,
  listNetworkNames,
  listNetworks,
  patchNetwork,
  putNetwork,
  renameNetwork,
} from '../../../src/resources/networks/api';
import {
  createForward,
  deleteForward,
  getForward,
  listForwardNames,
  listForwards,
  patchForward,
  putForward,
} from '../../../src/resources/networks/forwardApi';
import { listPeerNames } from '../../../src/resources/networks/peerApi';
import { listLoadBalancerNames } from '../../../src/resources/networks/loadBalancerApi';
import { eachServer } from '../../support/targets';
import { ApiPlace } from './apiPlace';

describe('operations of networks', () => {
  eachServer((target) => {
    const place = new ApiPlace(target);
    const subnet = freeSubnet();
    const config = { 'ipv4.address': `${subnet}.1/24`, 'ipv4.nat': 'false', 'ipv6.address': 'none' };
    let name = '';
    after(() => place.end());

    /** The run takes it away if we do not. */
    function bridgeName(): string {
      const bridge = newBridgeName();
      recordBridge(target.server.run, bridge);
      return bridge;
    }

    it('creates one from the skeleton', async () => {
      name = bridgeName();
      place.later(() => place.value(deleteNetwork({ name })));
      const body = { ...place.skeleton(createNetwork), name, description: 'made', config };
      await place.value(createNetwork({ project: 'default', body }));
      const network = await place.value(getNetwork({ name }));
      assert.deepEqual(
        [network.name, network.type, network.managed, network.description, network.used_by ?? []],
        [name, 'bridge', true, 'made', []],
      );
      assert.equal(network.config?.['ipv4.address'], config['ipv4.address']);
      const taken = target.kind === 'lxd' ? 'rejected' : 'conflict';
      await place.refuses(createNetwork({ body }), taken, /exists/i);
      await place.refuses(createNetwork({ body: { ...body, name: 'a name' } }), 'rejected', /invalid|name/i);
    });

    it('lists names and networks', async () => {
      const names = await place.value(listNetworkNames({ project: 'default' }));
      assert.ok(names.includes(name) && names.includes('lo'));
      const all = await place.value(listNetworks());
      // Interfaces of the machine come and go while other tests run.
      assert.ok(all.some((network) => network.name === name && network.managed === true));
    });

    it('shows its state and who has an address', async () => {
      const state = await place.value(getNetworkState({ name }));
      assert.deepEqual([state.type, state.state], ['broadcast', 'up']);
      assert.ok(state.addresses?.some(({ address }) => address === `${subnet}.1`));
      assert.equal(typeof state.counters?.bytes_received, 'number');
      await place.refuses(getNetworkState({ name: 'lxe-none' }), 'notFound');
      const leases = await place.value(listLeases({ name }));
      assert.ok(leases.every(({ type }) => ['static', 'dynamic', 'gateway', 'uplink'].includes(type)));
      await place.refuses(listLeases({ name: 'lxe-none' }), 'notFound');
    });

    it('says which addresses are in use, where its extension says so', async () => {
      if (target.kind === 'lxd') await place.refuses(listAllocations(), 'notFound');
      else {
        const all = await place.value(listAllocations({ project: 'default' }));
        assert.ok(all.some(({ addresses, type }) => type === 'network' && addresses === `${subnet}.1/24`));
      }
    });

    it('is edited as a whole, unknown fields and all, and not where somebody was faster', async () => {
      const { value, etag } = await place.tagged(getNetwork({ name }));
      const edited = {
        ...value,
        description: 'edited',
        config: { ...value.config, 'user.a': '1' },
        future: { field: ['of a newer server'] },
      };
      await place.value(putNetwork({ name, body: edited, ifMatch: etag }));
      const now = await place.value(getNetwork({ name }));
      assert.deepEqual([now.description, now.config?.['user.a']], ['edited', '1']);
      await place.refuses(putNetwork({ name, body: edited, ifMatch: etag }), 'conflict', /ETag/i);
    });

    it('changes what a patch names, and leaves the rest', async () => {
      const { etag } = await place.tagged(getNetwork({ name }));
      const body = { config: { 'user.b': '2' } };
      await place.value(patchNetwork({ name, body, ifMatch: etag }));
      const { config: now = {} } = await place.value(getNetwork({ name }));
      assert.deepEqual([now['user.a'], now['user.b']], ['1', '2']);
      assert.equal(now['ipv4.address'], config['ipv4.address']);
      await place.refuses(patchNetwork({ name, body, ifMatch: etag }), 'conflict', /ETag/i);
    });

    describe('forwards', () => {
      const listenAddress = '127.90.0.1';
      const ports = [
        { protocol: 'tcp', listen_port: '8080', target_port: '80', target_address: `${subnet}.20` },
      ];
      const at = () => ({ networkName: name, listenAddress });

      it('creates one from the skeleton', async () => {
        const body = { ...place.skeleton(createForward), listen_address: listenAddress, description: 'made' };
        await place.value(createForward({ networkName: name, body }));
        const forward = await place.value(getForward(at()));
        assert.deepEqual(
          [forward.listen_address, forward.description, forward.ports ?? []],
          [listenAddress, 'made', []],
        );
        const wrong = { ...body, listen_address: 'nowhere' };
        await place.refuses(createForward({ networkName: name, body: wrong }), 'rejected');
      });

      it('lists addresses and forwards', async () => {
        assert.deepEqual(await place.value(listForwardNames({ networkName: name })), [listenAddress]);
        const [forward] = await place.value(listForwards({ networkName: name }));
        assert.equal(forward?.description, 'made');
      });

      it('is edited as a whole', async () => {
        const { value, etag } = await place.tagged(getForward(at()));
        const edited = { ...value, description: 'edited', ports, future: 1 };
        await place.value(putForward({ ...at(), body: edited, ifMatch: etag }));
        const now = await place.value(getForward(at()));
        assert.equal(now.description, 'edited');
        assert.deepEqual(
          now.ports?.map(({ listen_port, target_address }) => [listen_port, target_address]),
          [['8080', `${subnet}.20`]],
        );
        // Neither server looks at If-Match here.
        await place.value(putForward({ ...at(), body: edited, ifMatch: etag }));
      });

      it('changes what a patch names', async () => {
        const { etag } = await place.tagged(getForward(at()));
        await place.value(patchForward({ ...at(), body: { description: 'patched', ports }, ifMatch: etag }));
        assert.equal((await place.value(getForward(at()))).description, 'patched');
      });

      it('is deleted', async () => {
        await place.value(deleteForward(at()));
        await place.refuses(getForward(at()), 'notFound');
        assert.deepEqual(await place.value(listForwardNames({ networkName: name })), []);
      });
    });

    it('has no peers and load balancers: those are for OVN', async () => {
      await place.refuses(listPeerNames({ networkName: name }), 'rejected', /support/i);
      await place.refuses(
        listLoadBalancerNames({ networkName: name }),
        target.kind === 'lxd' ? 'notFound' : 'rejected',
      );
    });

    describe('at its end', () => {
      it('is renamed', async () => {
        const old = name;
        name = bridgeName();
        await place.value(renameNetwork({ name: old, body: { name } }));
        assert.equal((await place.value(getNetwork({ name }))).config?.['user.a'], '1');
        await place.refuses(getNetwork({ name: old }), 'notFound');
      });

      it('is deleted', async () => {
        await place.value(deleteNetwork({ name }));
        await place.refuses(getNetwork({ name }), 'notFound');
        assert.ok(!(await place.value(listNetworkNames())).includes(name));
      });
    });
  });
});
