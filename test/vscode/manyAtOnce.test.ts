import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('what is done to many, and rebuilding', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const names = [uniqueName('many'), uniqueName('many'), uniqueName('many')] as const;
    const [one, two, three] = names;
    let running: Thenable<unknown> | undefined;
    const shown = async (name: string): Promise<{ status: string; config: Record<string, string> }> =>
      JSON.parse(await target.cli(['query', `/1.0/instances/${name}`])) as never;

    before(async () => {
      for (const name of names) await target.cli(['init', 'busybox', name]);
      await target.cli(['start', three]);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const name of names) await target.cli(['delete', '--force', name]);
    });

    it('those that it fits are listed first, and only what is checked is started', async () => {
      for (const name of [one, two]) await target.cli(['stop', '--force', name]).catch(() => undefined); // at a second try
      host.dialogs.choices = [['$(play) Start']];
      running = vscode.commands.executeCommand('lxd.instance.runOnMany');
      const list = await inputs.now.asking(new RegExp(`Type to filter[^]*${two}`));
      // The same server may be there by another address, too.
      const ours = list.items.filter(
        ({ label, description = '' }) =>
          names.includes(label as never) && description.split(' · ')[0] === remote,
      );
      assert.deepEqual(ours.map(({ label }) => label).sort(), [one, two].sort());
      list.selectedItems = ours.filter(({ label }) => label === one);
      list.accept();
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual([(await shown(one)).status, (await shown(two)).status], ['Running', 'Stopped']);
    });

    it('nothing is done where the person leaves', async () => {
      host.dialogs.choices = [['$(trash) Delete']];
      running = vscode.commands.executeCommand('lxd.instance.runOnMany');
      (await inputs.now.asking(new RegExp(`Type to filter[^]*${two}`))).hide();
      await running;
      assert.deepEqual(host.dialogs.warnings, []);
      await shown(two);
    });

    it('is rebuilt where the server can, and else says why not', async () => {
      await target.cli(['config', 'set', three, 'user.kept', 'yes']);
      await target.cli(['exec', three, '--', 'sh', '-c', 'echo lost > /srv-mark']);
      running = vscode.commands.executeCommand('lxd.instance.rebuild', {
        remote,
        project: 'default',
        instance: three,
      });
      if (target.kind === 'lxd') {
        await running;
        assert.match(host.dialogs.errors.join(), /lacks the API extension instances_rebuild/);
        return;
      }
      host.dialogs.answer = 'Rebuild';
      const images = await inputs.now.asking(/Search images[^]*busybox/);
      images.enter('busybox');
      assert.equal(await running, true, host.dialogs.errors.join());
      assert.equal(host.dialogs.warnings[0]?.text, `Rebuild ${three} from busybox?`);
      assert.match(host.dialogs.warnings[0].detail ?? '', /It is stopped for it, and started again/);
      const { status, config } = await shown(three);
      assert.deepEqual([status, config['user.kept']], ['Running', 'yes']);
      await assert.rejects(target.cli(['exec', three, '--', 'cat', '/srv-mark']), /No such file/i);
    });

    it('a new one can come from a backup file, too', async () => {
      const open = vscode.window.showOpenDialog.bind(vscode.window);
      let title = '';
      Object.assign(vscode.window, {
        showOpenDialog: (options: vscode.OpenDialogOptions) => {
          title = options.title ?? '';
          return Promise.resolve(undefined);
        },
      });
      try {
        running = vscode.commands.executeCommand('lxd.instance.create', { remote, project: 'default' });
        (await inputs.now.asking(/Search images[^]*Backup File/)).enter(/Backup File/);
        assert.equal(await running, undefined);
        assert.equal(title, `Import Instance into ${remote}/default`);
      } finally {
        Object.assign(vscode.window, { showOpenDialog: open });
      }
    });
  });
});
