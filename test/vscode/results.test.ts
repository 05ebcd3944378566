import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite, rowBecomes } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('what has come of a command on several', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  const { setStatusBarMessage } = vscode.window;
  const said: string[] = [];
  before(() => {
    Object.assign(vscode.window, {
      setStatusBarMessage: (text: string) => {
        said.push(text);
        return new vscode.Disposable(() => undefined);
      },
    });
  });
  after(() => {
    Object.assign(vscode.window, { setStatusBarMessage });
  });

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const names = [1, 2, 3, 4, 5].map((number) => uniqueName(`result${String(number)}`));
    const [one = '', two = '', three = '', bad = '', worse = ''] = names;
    let running: Thenable<unknown> | undefined;
    const refs = (...chosen: readonly string[]): object[] =>
      chosen.map((instance) => ({ remote, project: 'default', instance }));
    const statusOf = async (name: string): Promise<string> =>
      (JSON.parse(await target.cli(['query', `/1.0/instances/${name}`])) as { status: string }).status;
    /** What keeps it from starting. */
    const spoil = (name: string): Promise<unknown> =>
      target.cli([
        ...['config', 'device', 'add', name],
        ...['nope', 'unix-char', 'path=/dev/nope', 'required=true'],
      ]);
    const mend = (name: string): Promise<unknown> => target.cli(['config', 'device', 'remove', name, 'nope']);
    const labels = (rows: readonly vscode.QuickPickItem[]): string[] => rows.map(({ label }) => label);

    before(async () => {
      for (const name of names) await target.cli(['init', 'busybox', name]);
    });
    beforeEach(async () => {
      said.length = 0;
      for (const name of names) await target.cli(['stop', '--force', name]).catch(() => undefined); // most are
      for (const name of [bad, worse]) {
        await mend(name).catch(() => undefined); // of a test before, or none
        await spoil(name);
      }
      for (const name of names) await rowBecomes(host.view, { remote, instance: name }, /\| stopped \|/);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const name of names) await target.cli(['delete', '--force', name]);
    });

    it('2 of 5 fail: the list opens, with the server’s words; Retry Failed does these again', async () => {
      host.dialogs.choices = [['$(play) Start']];
      running = vscode.commands.executeCommand('lxd.instance.runOnMany');
      const choice = await inputs.now.asking(new RegExp(`Type to filter[^]*${worse}`));
      choice.selectedItems = choice.items.filter(
        ({ label, description = '' }) => names.includes(label) && description.split(' · ')[0] === remote,
      );
      assert.equal(choice.selectedItems.length, 5);
      choice.accept();
      const list = await inputs.now.asking(/Started 3 of 5 instances\./);
      const [first, second, ...rest] = list.items;
      assert.deepEqual([first?.label, second?.label].sort(), [`$(error) ${bad}`, `$(error) ${worse}`].sort());
      for (const row of [first, second]) assert.match(row?.detail ?? '', /required device path/);
      assert.deepEqual(labels(rest).sort(), [one, two, three].map((name) => `$(check) ${name}`).sort());
      assert.equal(first?.description, `${remote}/default`);
      assert.match(host.dialogs.errors.join(), /^Started 3 of 5 instances\. .*required device path/);

      await mend(bad);
      list.press('Retry Failed');
      const again = await inputs.now.asking(/Started 4 of 5 instances\./);
      assert.deepEqual(
        labels(again.items).sort(),
        [`$(error) ${worse}`, ...[one, two, three, bad].map((name) => `$(check) ${name}`)].sort(),
      );
      assert.equal(await statusOf(bad), 'Running');
      again.enter(worse);
      await running;
      await waitFor('its row', () => host.view.view.selection[0]?.row().label === worse);

      await mend(worse);
      running = vscode.commands.executeCommand('lxd.results.show');
      (await inputs.now.asking(/Started 4 of 5 instances\./)).press('Retry Failed');
      await running;
      assert.equal(await statusOf(worse), 'Running');
      assert.deepEqual(said.slice(-1), ['Started 5 instances']);
      assert.ok(!inputs.now.isOpen, 'nothing failed, and the list stands there');
    });

    it('all is well: one line says so, no list opens, and it can be asked for', async () => {
      for (const name of [bad, worse]) await mend(name);
      await vscode.commands.executeCommand('lxd.instance.start', refs(one, two, bad));
      assert.deepEqual(said.slice(-1), ['Started 3 instances']);
      assert.deepEqual([host.dialogs.errors, inputs.now.isOpen], [[], false]);
      running = vscode.commands.executeCommand('lxd.results.show');
      const list = await inputs.now.asking(/Started 3 of 3 instances\./);
      assert.deepEqual([list.buttons.length, list.items.length], [0, 3]);
    });

    it('of a selection: the message has Show Results, and Retry there counts in the list, too', async () => {
      host.dialogs.errorAnswer = 'Show Results';
      await vscode.commands.executeCommand('lxd.instance.start', refs(one, bad));
      const list = await inputs.now.asking(/Started 1 of 2 instances\./);
      assert.deepEqual(labels(list.items), [`$(error) ${bad}`, `$(check) ${one}`]);
      list.hide();
      await vscode.commands.executeCommand('lxd.instance.start', refs(bad));
      assert.match(host.dialogs.errors.at(-1) ?? '', new RegExp(`^Could not start ${bad}: `));
      // What one command on one has done is no list: that of the last on several stays.
      running = vscode.commands.executeCommand('lxd.results.show');
      (await inputs.now.asking(/Started 1 of 2 instances\./)).hide();
      await running;
      await target.cli(['stop', '--force', one]);
      await rowBecomes(host.view, { remote, instance: one }, /\| stopped \|/);
      host.dialogs.errorAnswer = 'Retry';
      await vscode.commands.executeCommand('lxd.instance.start', refs(one, bad));
      await waitFor('the second message', () => host.dialogs.errors.length === 4);
      for (const text of host.dialogs.errors.slice(-2)) assert.match(text, /^Started 1 of 2 instances\. /);
    });

    it('other kinds, too: what is in use stays, and says why', async () => {
      const [free, used] = [uniqueName('free'), uniqueName('used')];
      for (const name of [free, used]) await target.cli(['profile', 'create', name]);
      await target.cli(['profile', 'add', one, used]);
      try {
        host.dialogs.answer = 'Delete 2';
        host.dialogs.errorAnswer = 'Show Results';
        const ref = (name: string): object => ({
          ...{ remote, project: 'default', kind: 'profile' },
          ...{ parents: [], parts: [name], member: '' },
        });
        await vscode.commands.executeCommand('lxd.profile.delete', [ref(free), ref(used)]);
        const list = await inputs.now.asking(/1 of 2/);
        assert.deepEqual(labels(list.items), [`$(error) ${used}`, `$(check) ${free}`]);
        assert.match(list.items[0]?.detail ?? '', /in use/i);
        // A deletion was asked about: it is not done again without that.
        assert.deepEqual(list.buttons, []);
        list.enter(free);
        assert.ok(list.isShown, 'what is deleted has no row to go to');
        list.enter(used);
        await waitFor('its row', () => host.view.view.selection[0]?.row().label === used);
      } finally {
        await target.cli(['profile', 'remove', one, used]);
        await target.cli(['profile', 'delete', used]);
      }
    });
  });
});
