import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freeSubnet, newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import { waitFor } from '../../scripts/lib/wait';
import { deferred } from '../support/deferred';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { type FakeInput, inputsOfSuite } from './quickInputs';

describe('a name that an instance of another project has', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const bridge = newBridgeName();
    // Profiles are shared, and with them the bridge; instances are not.
    const [project, profile, taken, free] = ['shop', 'lan', 'taken', 'free'].map((name) => uniqueName(name));
    assert.ok(project && profile && taken && free);
    const words = new RegExp(
      `^Instance DNS name "${taken}" already used on network, by ${taken} in project ${project}: neither would start$`,
    );
    const made: [string, string][] = [];
    let running: Thenable<unknown> | undefined;

    const init = async (name: string, of: string, ...more: string[]): Promise<void> => {
      made.push([name, of]);
      await target.cli(['init', 'busybox', name, '--project', of, ...more]);
    };
    before(async () => {
      recordBridge(target.server.run, bridge);
      await target.cli([
        'network',
        'create',
        bridge,
        `ipv4.address=${freeSubnet()}.1/24`,
        'ipv6.address=none',
      ]);
      await target.cli(['profile', 'create', profile]);
      await target.cli(['profile', 'device', 'add', profile, 'eth0', 'nic', `network=${bridge}`]);
      const shared = ['features.images=false', 'features.profiles=false'];
      await target.cli(['project', 'create', project, ...shared.flatMap((key) => ['-c', key])]);
      await init(taken, project, '-p', 'default', '-p', profile);
      await init(free, 'default', '-p', 'default', '-p', profile);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const [name, of] of made) await target.cli(['delete', '--force', name, '--project', of]);
      await target.cli(['project', 'delete', project]);
      await target.cli(['profile', 'delete', profile]);
      await target.cli(['network', 'delete', bridge]);
    });

    const ref = { remote, project: 'default', instance: free };
    /** What is said of a name while it is typed, once the instances of all projects are known. */
    const said = async (box: FakeInput, name: string): Promise<FakeInput> => {
      box.type(name);
      return inputs.now.asking(/already used on network/);
    };
    const isWarned = (box: FakeInput): void => {
      assert.match(box.validationMessage ?? '', words);
      assert.equal(box.severity, vscode.InputBoxValidationSeverity.Warning);
    };

    it('is taken by the server, which then starts neither: these are its words', async () => {
      await init(taken, 'default', '-p', 'default', '-p', profile);
      try {
        for (const of of ['default', project])
          await assert.rejects(
            target.cli(['start', taken, '--project', of]),
            new RegExp(`Instance DNS name "${taken}" already used on network`),
          );
      } finally {
        await target.cli(['delete', '--force', taken]);
        made.pop();
      }
    });

    it('is said in Create, and no start is offered; with other networks nothing is in its way', async () => {
      running = vscode.commands.executeCommand('lxd.instance.create', { remote, project: 'default' });
      (await inputs.now.asking(/Search images[\s\S]*busybox/)).enter(/ busybox$/);
      let box = await inputs.now.asking(/Name of the instance/);
      box.type(taken);
      box.enter();
      const choose = async (names: readonly string[]): Promise<FakeInput> => {
        (await inputs.now.asking(/Create Only/)).enter(/^Profiles/);
        const list = await inputs.now.asking(/the last one counts most/);
        list.selectedItems = list.items.filter(({ label }) => names.includes(label));
        list.accept();
        return inputs.now.asking(new RegExp(`Profiles\n${names.join(', ')}\n`));
      };
      assert.match((await choose(['default'])).text(), /Create and Start/);
      const hub = await choose(['default', profile]);
      assert.doesNotMatch(hub.text(), /Create and Start/);
      assert.match(hub.text(), /Create Only\nInstance DNS name .* already used on network/);
      hub.back();
      box = await inputs.now.asking(/Name of the instance/);
      isWarned(await said(box, taken));
      isWarned(await said(box, taken));
      const other = `${taken}-2`;
      box.type(other);
      assert.equal(box.validationMessage, undefined, other);
      // Names are the same to DNS however they are written.
      assert.match((await said(box, taken.toUpperCase())).validationMessage ?? '', /already used on network/);
      // The project has it itself: that is no warning.
      box.type(free);
      assert.match(String(box.validationMessage), /exists already in project default/);
    });

    it('is said in Create from a snapshot that has its own card on that network', async () => {
      const carded = uniqueName('carded');
      await init(carded, 'default', '-p', 'default');
      await target.cli(['config', 'device', 'add', carded, 'eth1', 'nic', `network=${bridge}`]);
      await target.cli(['snapshot', ...(target.kind === 'incus' ? ['create'] : []), carded, 'first']);
      running = vscode.commands.executeCommand('lxd.instance.create', { remote, project: 'default' });
      (await inputs.now.asking(/Search images[\s\S]*From a Snapshot/)).enter(/From a Snapshot/);
      (await inputs.now.asking(/Instance that the snapshot is of/)).enter(` ${carded}`);
      (await inputs.now.asking(new RegExp(`Snapshot of ${carded}`))).enter(' first');
      const box = await inputs.now.asking(/Name of the instance/);
      isWarned(await said(box, taken));
      box.enter();
      const hub = await inputs.now.asking(/Create Only/);
      assert.doesNotMatch(hub.text(), /Create and Start/);
      assert.match(hub.text(), /Create Only\nInstance DNS name .* already used on network/);
    });

    it('is said in Copy, before and on the hub', async () => {
      running = vscode.commands.executeCommand('lxd.instance.copy', ref);
      (await inputs.now.asking(/Where the copy goes[\s\S]*where it is/)).enter();
      const box = await inputs.now.asking(/Name of the copy/);
      isWarned(await said(box, taken));
      box.enter();
      assert.match((await inputs.now.asking(/Start It There/)).text(), /already used on network/);
    });

    it('is taken in the project that it goes to: the copy would be a refresh, the move is refused', async () => {
      const go = async (verb: string): Promise<FakeInput> => {
        running = vscode.commands.executeCommand(`lxd.instance.${verb}`, ref);
        const list = await inputs.now.asking(/Where (it|the copy) goes/);
        const row = list.items.find(({ label, description }) => label === remote && description === project);
        assert.ok(row, list.text());
        list.choose(row);
        return inputs.now.asking(/Name of the copy|Its name there/);
      };
      const box = await go('move');
      box.type(taken);
      assert.match(box.validationMessage ?? '', new RegExp(`${taken} exists already in project ${project}`));
      // What moves is not in its own way, but a copy is in that of its origin.
      box.type(free);
      assert.equal(box.validationMessage, undefined);
      box.hide();
      await running;
      const copy = await go('copy');
      assert.match(
        (await said(copy, free)).validationMessage ?? '',
        new RegExp(`by ${free} in project default`),
      );
    });

    it('is said in Rename, and of its own name nothing', async () => {
      const { window } = vscode;
      const { showInputBox } = window;
      const leave = deferred<undefined>();
      const shown = deferred<NonNullable<vscode.InputBoxOptions['validateInput']>>();
      Object.assign(window, {
        showInputBox: (options: vscode.InputBoxOptions) => {
          shown.resolve((text) => options.validateInput?.(text));
          return leave.promise;
        },
      });
      try {
        running = vscode.commands.executeCommand('lxd.instance.rename', ref);
        const check = await shown.promise;
        const problem = await waitFor('the instances of all projects', async () => check(taken));
        assert.ok(typeof problem === 'object' && 'severity' in problem);
        assert.match(problem.message, words);
        assert.equal(problem.severity, vscode.InputBoxValidationSeverity.Warning);
        for (const name of [free, free.toUpperCase(), `${taken}-2`])
          assert.equal(check(name), undefined, name);
      } finally {
        leave.resolve(undefined);
        Object.assign(window, { showInputBox });
      }
      await running;
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('is no matter where the network gives no names', async () => {
      await target.cli(['network', 'set', bridge, 'dns.mode=none']);
      running = vscode.commands.executeCommand('lxd.instance.copy', ref);
      (await inputs.now.asking(/Where the copy goes[\s\S]*where it is/)).enter();
      const box = await inputs.now.asking(/Name of the copy/);
      box.type(taken);
      box.enter();
      const hub = await inputs.now.asking(/Start It There/);
      assert.doesNotMatch(hub.text(), /already used/);
    });
  });
});
