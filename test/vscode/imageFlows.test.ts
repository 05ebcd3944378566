import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fingerprintOf, splitImage, unifiedImage } from '../support/madeImage';
import { eachServerSomeWay, remoteOf, targets, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('images to and from files and servers', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  const open = vscode.window.showOpenDialog.bind(vscode.window);
  let chosen: readonly string[] = [];
  let folder = '';
  let running: Thenable<unknown> | undefined;
  before(() => {
    folder = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'images-'));
    const answer = () => Promise.resolve(chosen.map((path) => vscode.Uri.file(path)));
    Object.assign(vscode.window, { showOpenDialog: answer });
  });
  after(() => {
    Object.assign(vscode.window, { showOpenDialog: open });
  });
  afterEach(async () => {
    inputs.now.shown?.hide();
    await running;
  });
  const run = (id: string, ...args: unknown[]): void => {
    running = vscode.commands.executeCommand(id, ...args);
  };

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const made: string[] = [];
    const ref = (fingerprint: string): object => ({
      remote,
      project: 'default',
      kind: 'image',
      parents: [],
      parts: [fingerprint],
      member: '',
    });
    const images = async (): Promise<string> => target.cli(['query', '/1.0/images']);
    after(async () => {
      for (const fingerprint of made)
        await target.cli(['image', 'delete', fingerprint]).catch(() => undefined); // a test has, mostly
    });

    it('two files, whichever was chosen first; the alias is checked', async () => {
      const files = await splitImage(folder);
      chosen = [files[1], files[0]];
      const alias = uniqueName('two');
      run('lxd.image.import', { remote, project: 'default' });
      const box = await inputs.now.asking(/Alias of the image/);
      assert.ok(box.value.startsWith('split-'), box.value);
      box.type('busybox');
      box.enter();
      const again = await inputs.now.asking(/busybox names the image [0-9a-f]{12} already/);
      again.type(alias);
      again.enter();
      (await inputs.now.asking(/Public\nno/)).enter(/^Public/);
      (await inputs.now.asking(/Public\nyes/)).enter(/Import/);
      const image = (await running) as { parts: string[] } | undefined;
      assert.deepEqual(host.dialogs.errors, []);
      const fingerprint = fingerprintOf(...files);
      made.push(fingerprint);
      assert.deepEqual(image?.parts, [fingerprint]);
      const shown = JSON.parse(await target.cli(['query', `/1.0/images/${fingerprint}`])) as {
        public: boolean;
        aliases: { name: string }[];
      };
      assert.deepEqual([shown.public, shown.aliases.map(({ name }) => name)], [true, [alias]]);
      chosen = [folder];
      run('lxd.image.export', ref(fingerprint));
      const written = (await running) as string[];
      assert.equal(written.length, 2);
      assert.equal(fingerprintOf(...written), fingerprint);
      assert.match(host.dialogs.notices.at(-1)?.text ?? '', /^Exported .* its fingerprint is right$/);
    });

    it('one file; a link is copied, and said nowhere', async () => {
      const file = await unifiedImage(folder);
      chosen = [file];
      run('lxd.image.import', { remote, project: 'default' });
      const box = await inputs.now.asking(/Alias of the image/);
      box.type('');
      box.enter();
      (await inputs.now.asking(/Public\nno/)).enter(/Import/);
      const fingerprint = fingerprintOf(file);
      made.push(fingerprint);
      assert.ok(await running, host.dialogs.errors.join());
      run('lxd.image.secretLink', ref(fingerprint));
      await running;
      assert.deepEqual(host.dialogs.errors, []);
      const link = await vscode.env.clipboard.readText();
      assert.match(link, new RegExp(`^https://127.0.0.1:\\d+/1.0/images/${fingerprint}/export\\?.*secret=.`));
      const other = targets().find(({ kind, address }) => kind !== target.kind && address.kind === 'tls');
      assert.ok(other);
      run('lxd.image.copy', ref(fingerprint));
      const servers = await inputs.now.asking(/Server that is to have/);
      assert.ok(!servers.labels().includes(remote));
      servers.enter(remoteOf(other));
      const hub = await inputs.now.asking(/those that are free there/);
      hub.enter(/Copy/);
      assert.equal(await running, 1, host.dialogs.errors.join());
      assert.ok((await other.cli(['query', '/1.0/images'])).includes(fingerprint));
      await other.cli(['image', 'delete', fingerprint]);
    });

    it('unused ones stand first, are checked, and asked about before they go', async () => {
      const file = await unifiedImage(folder);
      chosen = [file];
      run('lxd.image.import', { remote, project: 'default' });
      (await inputs.now.asking(/Alias of the image/)).enter();
      (await inputs.now.asking(/Public\nno/)).enter(/Import/);
      const fingerprint = fingerprintOf(file);
      made.push(fingerprint);
      assert.ok(await running, host.dialogs.errors.join());
      const used = uniqueName('user');
      await target.cli(['init', 'busybox', used]);
      try {
        run('lxd.image.deleteUnused', { remote, project: 'default' });
        const pick = await inputs.now.asking(/· unused/);
        const isChecked = (label: string): boolean => pick.selectedItems.some((item) => item.label === label);
        assert.ok(!isChecked('busybox') && isChecked(file.split('/').at(-1)?.replace('.tar.gz', '') ?? ''));
        const labels = pick.labels();
        const inUse = pick.items.findIndex(({ description }) => description?.includes('in use'));
        assert.ok(
          inUse > 0 && pick.items.slice(inUse).every(({ description }) => description?.includes('in use')),
          labels.join(),
        );
        pick.selectedItems = pick.items.filter(({ label }) => file.includes(label));
        host.dialogs.answer = 'Delete';
        pick.accept();
        await running;
        assert.match(host.dialogs.warnings[0]?.text ?? '', /^Delete the image /);
        assert.ok(!(await images()).includes(fingerprint));
      } finally {
        await target.cli(['delete', used]);
      }
    });

    it('what cannot be is said, and nothing is written', async () => {
      const before = readdirSync(folder);
      chosen = ['/a', '/b', '/c'];
      run('lxd.image.import', { remote, project: 'default' });
      await running;
      assert.match(host.dialogs.errors.join(), /An image has one file or two: 3 were chosen/);
      run('lxd.image.importUrl', { remote, project: 'default' });
      const box = await inputs.now.asking(/Address that answers/);
      box.type('ftp://x');
      assert.match(box.validationMessage ?? '', /begins with https/);
      box.type('http://127.0.0.1:9/none');
      box.enter();
      (await inputs.now.asking(/Alias of the image/)).enter();
      (await inputs.now.asking(/Public\nno/)).enter(/Import/);
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.at(-1) ?? '', /^Could not import http:\/\/127.0.0.1:9\/none: ./);
      chosen = [folder];
      run('lxd.image.export', ref('0'.repeat(64)));
      await running;
      assert.match(host.dialogs.errors.at(-1) ?? '', /^Could not export .*not found/i);
      assert.deepEqual(readdirSync(folder), before);
    });
  });
});
