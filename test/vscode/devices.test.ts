import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServer, eachServerSomeWay, remoteOf, targets, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { type FakeInput, inputsOfSuite } from './quickInputs';

type Devices = Readonly<Record<string, Readonly<Record<string, string>>>>;

describe('limits and devices of instances', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  let running: Thenable<unknown> | undefined;
  afterEach(async () => {
    inputs.now.shown?.hide();
    await running;
  });
  /** A box to type into; the form behind it says the same of the option. */
  const typing = async (text: RegExp): Promise<FakeInput> =>
    waitFor('a box', async () => {
      const shown = await inputs.now.asking(text);
      return shown.kind === 'box' ? shown : undefined;
    });
  const run = (id: string, ...args: unknown[]): void => {
    running = vscode.commands.executeCommand(id, ...args);
  };

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const [one, two] = [uniqueName('dev'), uniqueName('dev')];
    const ref = (instance: string): object => ({ remote, project: 'default', instance });
    const query = async (name: string): Promise<{ config: Record<string, string>; devices: Devices }> =>
      JSON.parse(await target.cli(['query', `/1.0/instances/${name}`])) as never;

    before(async () => {
      for (const name of [one, two]) await target.cli(['launch', 'busybox', name]);
      await target.cli(['config', 'set', one, 'limits.memory', '512MiB']);
    });
    after(async () => {
      for (const name of [one, two]) await target.cli(['delete', '--force', name]);
    });

    it('limits of several: what is not touched stays as it differs', async () => {
      run('lxd.instance.setLimits', [ref(one), ref(two)]);
      let hub = await inputs.now.asking(/Memory\nnot the same for all/);
      assert.match(hub.text(), /CPUs\nnone/);
      hub.enter(/^CPUs/);
      const pick = await inputs.now.asking(/Number of CPUs/);
      pick.type('nonsense');
      assert.ok(!pick.labels().includes('nonsense'));
      pick.type('0-1');
      pick.enter('0-1');
      hub = await inputs.now.asking(/CPUs\nnone → 0-1/);
      hub.enter(/^Processes/);
      (await inputs.now.asking(/How many processes/)).enter('500');
      (await inputs.now.asking(/Processes\nnone → 500/)).enter(/Set the Limits/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      const [a, b] = [await query(one), await query(two)];
      for (const { config } of [a, b])
        assert.deepEqual([config['limits.cpu'], config['limits.processes']], ['0-1', '500']);
      assert.deepEqual([a.config['limits.memory'], b.config['limits.memory']], ['512MiB', undefined]);
    });

    it('and taken away again; the size of the root disk of a profile becomes its own', async () => {
      run('lxd.instance.setLimits', ref(one));
      let hub = await inputs.now.asking(/Memory\n512MiB/);
      hub.enter(/^Memory/);
      (await inputs.now.asking(/Memory, like/)).enter('none');
      hub = await inputs.now.asking(/Memory\n512MiB → none/);
      hub.enter(/^Root Disk/);
      (await inputs.now.asking(/Size of the root disk/)).enter('10GiB');
      (await inputs.now.asking(/Root Disk\nnone → 10GiB/)).enter(/Set the Limits/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      const { config, devices } = await query(one);
      assert.equal(config['limits.memory'], undefined);
      assert.deepEqual(devices['root'], { path: '/', pool: 'default', size: '10GiB', type: 'disk' });
    });

    it('what the server refuses is said, and everything is as before', async () => {
      run('lxd.instance.setLimits', ref(two));
      (await inputs.now.asking(/CPUs/)).enter(/^Memory/);
      const pick = await inputs.now.asking(/Memory, like/);
      pick.type('1kB');
      pick.enter('1kB');
      (await inputs.now.asking(/→ 1kB/)).enter(/Set the Limits/);
      await running;
      assert.match(host.dialogs.errors.join(), new RegExp(`^Could not change ${two}: .`));
      assert.equal((await query(two)).config['limits.memory'], undefined);
    });

    it('a device is added to several: what the server needs is asked for', async () => {
      run('lxd.instance.addDevice', [ref(one), ref(two)]);
      const types = await inputs.now.asking(/Type of the device/);
      assert.ok(types.labels().includes('nic') && !types.labels().includes('pci'), types.labels().join());
      types.enter('proxy');
      const box = await inputs.now.asking(/Name of the device/);
      assert.equal(box.value, 'proxy');
      box.type('eth0');
      assert.match(box.validationMessage ?? '', /There is a device eth0 already/);
      box.type('../x');
      assert.match(box.validationMessage ?? '', /can only contain/);
      box.type('web');
      box.enter();
      const hub = await inputs.now.asking(new RegExp(`web for ${one}, ${two}`));
      hub.enter(/^connect/);
      let value = await typing(/go to/);
      value.type('tcp:127.0.0.1:80');
      value.enter();
      (await inputs.now.asking(/connect\ntcp:127/)).enter(/Add web/);
      // Where it listens is needed, too.
      value = await typing(/[Ll]isten/);
      value.type(`unix:@${one}`);
      value.enter();
      (await inputs.now.asking(/listen\nunix:@/)).enter(/^bind/);
      (await inputs.now.asking(/\n(instance|container)\n/)).enter(/^(instance|container)$/);
      (await inputs.now.asking(/bind\n(instance|container)/)).enter(/Add web/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      for (const name of [one, two]) {
        const device = (await query(name)).devices['web'];
        assert.deepEqual([device?.['type'], device?.['connect']], ['proxy', 'tcp:127.0.0.1:80']);
      }
    });

    it('a device is changed, and removed; one of a profile is left out', async () => {
      run('lxd.instance.editDevices', ref(two));
      const devices = await inputs.now.asking(/Device\n/);
      assert.match(devices.text(), /eth0\nnic · \w+ · of a profile/);
      devices.enter('web');
      (await inputs.now.asking(/Save web/)).enter(/^connect/);
      const value = await typing(/go to/);
      value.type('tcp:127.0.0.1:8080');
      value.enter();
      (await inputs.now.asking(/connect\ntcp:127.0.0.1:8080/)).enter(/Save web/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      assert.equal((await query(two)).devices['web']?.['connect'], 'tcp:127.0.0.1:8080');
      run('lxd.instance.editDevices', ref(two));
      (await inputs.now.asking(/Device\n/)).enter('web');
      (await inputs.now.asking(/Save web/)).enter(/Remove web/);
      await running;
      run('lxd.instance.editDevices', ref(two));
      (await inputs.now.asking(/Device\n/)).enter('eth0');
      (await inputs.now.asking(/Save as Its Own/)).enter(/Leave Out/);
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual((await query(two)).devices, { eth0: { type: 'none' } });
    });
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('mount');
    let folder = '';
    before(async () => {
      folder = mkdtempSync(join(target.server.run, 'folder-'));
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, 'here'), 'from the machine');
      await target.cli(['launch', 'busybox', name]);
    });
    after(() => target.cli(['delete', '--force', name]));

    it('a folder of this computer is mounted, with its owners where the server can', async () => {
      const open = vscode.window.showOpenDialog.bind(vscode.window);
      Object.assign(vscode.window, { showOpenDialog: () => Promise.resolve([vscode.Uri.file(folder)]) });
      try {
        run('lxd.instance.mountFolder', { remote, project: 'default', instance: name });
        const first = await inputs.now.asking(/Folder of this computer/);
        assert.ok(first.labels().length > 1, 'the folder of the workspace is offered');
        first.enter(/Another Folder/);
        const box = await inputs.now.asking(/Folder in the instance/);
        assert.equal(box.value, `/mnt/${basename(folder)}`);
        box.type('relative');
        assert.match(box.validationMessage ?? '', /begins with/);
        box.type('/srv/mine');
        box.enter();
        const hub = await inputs.now.asking(/Mount at \/srv\/mine/);
        const canShift = hub.text().includes('(shifted)');
        hub.enter(/Mount at/);
        await running;
        assert.deepEqual(host.dialogs.errors, []);
        const inside = (command: string): Promise<string> =>
          target.cli(['exec', name, '--', 'sh', '-c', command]);
        assert.equal(await inside('cat /srv/mine/here'), 'from the machine');
        const [told] = host.dialogs.warnings;
        if (told) assert.match(told.text, /its files are nobody’s there: .*idmapping/);
        if (canShift && !told) {
          await inside('echo "from inside" > /srv/mine/there');
          assert.equal(readFileSync(join(folder, 'there'), 'utf8'), 'from inside\n');
          assert.equal(statSync(join(folder, 'there')).uid, 0);
        }
      } finally {
        Object.assign(vscode.window, { showOpenDialog: open });
      }
    });
  });

  it('of a server that is another machine no folder is mounted, and why is said', async () => {
    const other = targets().find(({ id }) => id === 'lxd-tls');
    assert.ok(other);
    const name = uniqueName('far');
    await other.cli(['init', 'busybox', name]);
    try {
      await vscode.commands.executeCommand('lxd.instance.mountFolder', {
        remote: remoteOf(other),
        project: 'default',
        instance: name,
      });
      assert.match(host.dialogs.errors.join(), /is another machine, and cannot see folders of this one/);
    } finally {
      await other.cli(['delete', name]);
    }
  });
});
