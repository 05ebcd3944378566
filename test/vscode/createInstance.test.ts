import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { type Created, created, nameIt as enterName } from './created';
import { hostOfSuite, rowBecomes } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('Create Instance…', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const place = { remote, project: 'default' };
    const made: string[] = [];
    let running: Thenable<unknown> | undefined;
    const [profile, gone] = [uniqueName('p'), uniqueName('gone')];

    before(async () => {
      for (const name of [profile, gone]) await target.cli(['profile', 'create', name]);
    });
    after(async () => {
      await target.cli(['profile', 'delete', profile]);
    });

    const begin = (): void => {
      running = vscode.commands.executeCommand('lxd.instance.create', place);
    };
    const query = (name: string): Promise<Created> => created(target, name);
    const nameIt = (name: string): Promise<void> => {
      made.push(name);
      return enterName(inputs, name);
    };
    /** Chooses on the hub, and comes back to it. */
    const wish = async (label: RegExp, answer: () => Promise<void>): Promise<void> => {
      (await inputs.now.asking(/Create Only/)).enter(label);
      await answer();
    };
    const choose = async (question: RegExp, label: string): Promise<void> => {
      (await inputs.now.asking(question)).enter(label);
    };
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
      for (const name of made.splice(0)) await target.cli(['delete', '--force', name]).catch(() => undefined);
    });

    it('image, name, Enter: it runs, and its row is selected', async () => {
      begin();
      const images = await inputs.now.asking(/Search images[\s\S]*busybox/);
      images.enter(/ busybox$/);
      const box = await inputs.now.asking(/Name of the instance/);
      assert.equal(box.value, 'busybox');
      const name = uniqueName('made');
      await nameIt(name);
      const hub = await inputs.now.asking(/Create and Start/);
      assert.match(hub.text(), /Profiles\ndefault\nRoot Disk\ndefault\nCPU Limit\nnone\nMemory Limit\nnone/);
      hub.enter('Create and Start');
      assert.deepEqual(await running, { ...place, instance: name });
      await rowBecomes(host.view, { ...place, instance: name }, /\+running/);
      const { status, profiles, devices, ephemeral } = await query(name);
      assert.deepEqual([status, profiles, devices, ephemeral], ['Running', ['default'], {}, false]);
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('every option is asked on its own, shown, and sent', async () => {
      const document = await vscode.workspace.openTextDocument({
        language: 'yaml',
        content: '#cloud-config\npackages: [tree]\n',
      });
      try {
        begin();
        await choose(/Search images[\s\S]*busybox/, 'busybox');
        const name = uniqueName('wish');
        await nameIt(name);
        await wish(/^Profiles/, async () => {
          const list = await inputs.now.asking(/the last one counts most/);
          list.selectedItems = list.items.filter(({ label }) => ['default', profile].includes(label));
          list.accept();
        });
        await wish(/^Root Disk/, async () => {
          await choose(/Storage pool of the root disk/, 'default');
          const size = await inputs.now.asking(/Size of the root disk/);
          size.type('lots');
          size.enter();
          assert.match(size.validationMessage ?? '', /A size is like 20GiB/);
          size.type('1GiB');
          size.enter();
        });
        await wish(/^CPU Limit/, async () => {
          const list = await inputs.now.asking(/Number of CPUs/);
          list.type('0-1');
          list.enter('0-1');
        });
        await wish(/^Memory Limit/, () => choose(/Memory, like/, '512MiB'));
        await wish(/^cloud-init/, () => choose(/What cloud-init does/, 'file-code'));
        await wish(/^Ephemeral/, () => Promise.resolve());
        const hub = await inputs.now.asking(/Create Only/);
        for (const text of [`default, ${profile}`, 'default · 1GiB', '0-1', '512MiB', 'yes: it is deleted'])
          assert.ok(hub.text().includes(text), `${text} is not in\n${hub.text()}`);
        hub.enter('Create Only');
        await running;
        const { status, profiles, ephemeral, config, devices } = await query(name);
        assert.deepEqual(
          [status, profiles, ephemeral, devices['root']],
          ['Stopped', ['default', profile], true, { type: 'disk', path: '/', pool: 'default', size: '1GiB' }],
        );
        const wanted = { 'limits.cpu': '0-1', 'limits.memory': '512MiB' };
        assert.deepEqual({ ...config, ...wanted }, config);
        assert.equal(config['cloud-init.user-data'], document.getText());

        // What may be wanted again stands there the next time; what was this one's own does not.
        begin();
        await choose(/Recent[\s\S]*busybox/, 'busybox');
        (await inputs.now.asking(/Name of the instance/)).enter();
        const again = await inputs.now.asking(/Create Only/);
        assert.match(again.text(), new RegExp(`default, ${profile}[\\s\\S]*1GiB[\\s\\S]*cloud-init\nnone`));
        assert.match(again.text(), /Ephemeral\nno/);
        again.hide();
        await running;
      } finally {
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    });

    it('names are refused while they are typed, in the server’s terms', async () => {
      const taken = uniqueName('taken');
      made.push(taken);
      await target.cli(['init', '--empty', taken]);
      await rowBecomes(host.view, { ...place, instance: taken }, /\| stopped \|/);
      begin();
      await choose(/Search images[\s\S]*busybox/, 'busybox');
      const box = await inputs.now.asking(/Name of the instance/);
      const cases: [string, RegExp][] = [
        ['a_b', /can only contain alphanumeric and hyphen characters/],
        ['a b', /can only contain alphanumeric and hyphen characters/],
        ['../x', /The character "\/" is reserved for snapshots/],
        ['😀', /can only contain alphanumeric and hyphen characters/],
        ['123', target.kind === 'lxd' ? /must not start with a number/ : /cannot be a number/],
        ['-web', /must not start with "-" character/],
        ['web-', /must not end with "-" character/],
        ['w'.repeat(64), /1-63 characters/],
        [taken, /exists already in project default/],
      ];
      for (const [name, problem] of cases) {
        box.type(name);
        assert.match(box.validationMessage ?? '', problem, name);
        box.enter();
      }
      assert.ok(box.isShown, 'a name that is refused was taken');
      box.type('fine');
      assert.equal(box.validationMessage, undefined);
      box.back();
      await inputs.now.asking(/Search images/);
    });

    it('what the server refuses is said, and nothing is left of it', async () => {
      begin();
      await choose(/Search images[\s\S]*busybox/, 'busybox');
      const name = uniqueName('refused');
      await nameIt(name);
      await wish(/^Profiles/, async () => {
        const list = await inputs.now.asking(/the last one counts most/);
        list.selectedItems = list.items.filter(({ label }) => ['default', gone].includes(label));
        list.accept();
      });
      const hub = await inputs.now.asking(/Create Only/);
      await target.cli(['profile', 'delete', gone]);
      hub.enter('Create and Start');
      assert.equal(await running, undefined);
      const [error] = host.dialogs.errors;
      assert.match(String(error), new RegExp(`Could not create ${name}: .*${gone}`));
      await assert.rejects(query(name));
    });

    it('from the row of an image of the server: nobody is asked where', async () => {
      const images = JSON.parse(await target.cli(['query', '/1.0/images?recursion=1'])) as {
        fingerprint: string;
        aliases: { name: string }[];
      }[];
      const busybox = images.find(({ aliases }) => aliases.some(({ name }) => name === 'busybox'));
      const ref = { ...place, kind: 'image', parents: [], parts: [busybox?.fingerprint], member: '' };
      running = vscode.commands.executeCommand('lxd.instance.createFrom', ref);
      const name = uniqueName('row');
      await nameIt(name);
      (await inputs.now.asking(/Create Only/)).enter('Create Only');
      assert.deepEqual(await running, { ...place, instance: name });
    });

    it('a profile without a root disk gets one in the first pool, which is not remembered', async () => {
      begin();
      await choose(/Search images[\s\S]*busybox/, 'busybox');
      const name = uniqueName('bare');
      await nameIt(name);
      // What another test has wished for is remembered.
      await wish(/^Root Disk/, async () => {
        await choose(/Storage pool of the root disk/, 'as the profile says');
        const size = await inputs.now.asking(/Size of the root disk/);
        size.type('');
        size.enter();
      });
      await wish(/^Profiles/, async () => {
        const list = await inputs.now.asking(/the last one counts most/);
        list.selectedItems = list.items.filter(({ label }) => label === profile);
        list.accept();
      });
      (await inputs.now.asking(new RegExp(`Profiles\n${profile}\nRoot Disk\ndefault`))).enter('Create Only');
      assert.ok(await running, host.dialogs.errors.join());
      assert.deepEqual((await query(name)).devices['root'], { type: 'disk', path: '/', pool: 'default' });
      begin();
      await choose(/Search images[\s\S]*busybox/, 'busybox');
      (await inputs.now.asking(/Name of the instance/)).enter();
      await wish(/^Profiles/, async () => {
        const list = await inputs.now.asking(/the last one counts most/);
        list.selectedItems = list.items.filter(({ label }) => label === 'default');
        list.accept();
      });
      (await inputs.now.asking(/Profiles\ndefault/)).enter('Create Only');
      const made2 = (await running) as { instance: string } | undefined;
      assert.ok(made2, host.dialogs.errors.join());
      made.push(made2.instance);
      assert.deepEqual((await query(made2.instance)).devices, {});
    });

    it('an empty one is created, not started; Escape creates nothing', async () => {
      begin();
      await choose(/Without an Image/, 'Empty Container');
      const name = uniqueName('empty');
      await nameIt(name);
      const hub = await inputs.now.asking(/Create Only/);
      assert.doesNotMatch(hub.text(), /Create and Start/);
      hub.hide();
      assert.equal(await running, undefined);
      await assert.rejects(query(name));

      begin();
      await choose(/Recent|Without an Image/, 'Empty Container');
      await nameIt(name);
      (await inputs.now.asking(/Create Only/)).enter('Create Only');
      await running;
      assert.equal((await query(name)).status, 'Stopped');
    });
  });
});
