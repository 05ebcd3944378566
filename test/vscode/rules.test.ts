import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { query } from './editing';
import { hostOfSuite } from './extensionHost';
import { type FakeInput, QuickInputs } from './quickInputs';

describe('ports of forwards and rules of ACLs', () => {
  const host = hostOfSuite();
  let inputs: QuickInputs;
  before(() => {
    inputs = new QuickInputs();
  });
  after(() => {
    inputs.dispose();
  });

  const check = (list: FakeInput, pattern: RegExp): void => {
    list.selectedItems = list.items.filter(({ label }) => pattern.test(label));
    assert.equal(list.selectedItems.length, 1, list.labels().join(' | '));
    list.accept();
  };

  eachServer((target) => {
    const remote = remoteOf(target);
    const bridge = target.kind === 'lxd' ? 'rulesbr0' : 'rulesbr1';
    const subnet = target.kind === 'lxd' ? '10.197.31' : '10.197.32';
    const listen = target.kind === 'lxd' ? '192.0.2.131' : '192.0.2.132';
    const [instance, acl] = [uniqueName('web'), uniqueName('acl')];
    const forward = { remote, project: 'default', parents: [bridge], parts: [listen] };
    const aclRef = { remote, project: 'default', parts: [acl] };
    const forwardPath = `/1.0/networks/${bridge}/forwards/${listen}`;
    const aclPath = `/1.0/network-acls/${acl}`;
    const read = async (path: string) => (await query(target, path)) as Record<string, unknown>;

    before(async function () {
      this.timeout(60_000);
      await target.cli(['network', 'create', bridge, `ipv4.address=${subnet}.1/24`, 'ipv6.address=none']);
      await target.cli(['network', 'forward', 'create', bridge, listen, 'user.kept=yes']);
      await target.cli(['network', 'acl', 'create', acl]);
      await target.cli(['init', '--empty', instance]);
      const nic = ['nic', `network=${bridge}`, 'name=eth9', `ipv4.address=${subnet}.5`];
      await target.cli(['config', 'device', 'add', instance, 'eth9', ...nic]);
    });
    after(async function () {
      this.timeout(60_000);
      await target.cli(['delete', instance]);
      await target.cli(['network', 'acl', 'delete', acl]);
      await target.cli(['network', 'delete', bridge]);
    });

    it('a port goes on to an instance, chosen by its name', async () => {
      const done = vscode.commands.executeCommand('lxd.forward.addPort', forward);
      const ports = await inputs.asking(new RegExp(`Ports of ${listen}`));
      for (const wrong of ['http', '70000', '90-80', '80/icmp', '80,', '']) {
        ports.type(wrong);
        ports.enter();
        assert.match(ports.text(), /Ports are like/, wrong);
      }
      ports.type('80, 8000 - 8010/udp');
      ports.enter();
      (await inputs.asking(new RegExp(`Where to[^]*${instance}`))).enter(instance);
      (await inputs.asking(/Ports there/)).enter();
      await done;
      assert.deepEqual(host.dialogs.errors, []);
      const { config, ports: saved } = await read(forwardPath);
      assert.deepEqual(config, { 'user.kept': 'yes' });
      const [port] = saved as Record<string, unknown>[];
      assert.deepEqual(
        { ...port, description: '' },
        {
          description: '',
          protocol: 'udp',
          listen_port: '80,8000-8010',
          ...(port && 'target_port' in port ? { target_port: '' } : {}),
          target_address: `${subnet}.5`,
          ...(port && 'snat' in port ? { snat: false } : {}),
        },
      );
    });

    it('a port goes on to an address, and goes away again; the other one stays', async () => {
      const adding = vscode.commands.executeCommand('lxd.forward.addPort', forward);
      const ports = await inputs.asking(/Ports of/);
      ports.type('443');
      ports.enter();
      const where = await inputs.asking(/Where to/);
      where.type(`${subnet}.77`);
      where.enter(`${subnet}.77`);
      const there = await inputs.asking(/Ports there/);
      there.type('8443');
      there.enter();
      await adding;
      assert.deepEqual(host.dialogs.errors, []);
      assert.equal(((await read(forwardPath))['ports'] as unknown[]).length, 2);

      const removing = vscode.commands.executeCommand('lxd.forward.removePorts', forward);
      check(await inputs.asking(/does not pass on[^]*443/), /^443\/tcp → .*\.77 8443$/);
      await removing;
      const left = (await read(forwardPath))['ports'] as Record<string, unknown>[];
      assert.deepEqual(
        left.map(({ listen_port: port }) => port),
        ['80,8000-8010'],
      );
    });

    it('what the server refuses is told in its words, and nothing is changed', async () => {
      const before = await read(forwardPath);
      const done = vscode.commands.executeCommand('lxd.forward.addPort', forward);
      const ports = await inputs.asking(/Ports of/);
      ports.type('8001/udp');
      ports.enter();
      const where = await inputs.asking(/Where to/);
      where.type(`${subnet}.78`);
      where.enter(`${subnet}.78`);
      (await inputs.asking(/Ports there/)).enter();
      await done;
      assert.match(host.dialogs.errors.join(), /duplicate|already/i);
      assert.deepEqual(await read(forwardPath), before);
    });

    it('a rule is added to an ACL, and removed', async () => {
      for (const [what, ports, peer] of [
        ['Allow what comes in', '22,443', '10.0.0.0/24'],
        ['Drop what goes out', '', ''],
      ] as const) {
        const adding = vscode.commands.executeCommand('lxd.networkAcl.addRule', aclRef);
        (await inputs.asking(/What the rule does/)).enter(what);
        const box = await inputs.asking(/Ports, like/);
        box.type(ports);
        box.enter();
        const from = await inputs.asking(/where, like/);
        from.type(peer);
        from.enter();
        await adding;
      }
      assert.deepEqual(host.dialogs.errors, []);
      const { ingress, egress } = await read(aclPath);
      const allow = {
        ...{ action: 'allow', protocol: 'tcp', source: '10.0.0.0/24', destination_port: '22,443' },
        state: 'enabled',
      };
      assert.deepEqual([ingress, egress], [[allow], [{ action: 'drop', state: 'enabled' }]]);

      const removing = vscode.commands.executeCommand('lxd.networkAcl.removeRules', aclRef);
      check(
        await inputs.asking(/Rules to remove[^]*Allow/),
        /^Allow what comes in, tcp 22,443, from 10\.0\.0\.0\/24$/,
      );
      await removing;
      const after = await read(aclPath);
      assert.deepEqual([after['ingress'], after['egress']], [[], [{ action: 'drop', state: 'enabled' }]]);
    });
  });
});
