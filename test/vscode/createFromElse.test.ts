import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fingerprintOf, splitImage, unifiedImage } from '../support/madeImage';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { type Created, created, nameIt as enterName } from './created';
import { hostOfSuite, rowBecomes } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('creating an instance from a snapshot, and from the files of an image', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  const open = vscode.window.showOpenDialog.bind(vscode.window);
  let chosen: readonly string[] = [];
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'else-'));
    const answer = () => Promise.resolve(chosen.map((path) => vscode.Uri.file(path)));
    Object.assign(vscode.window, { showOpenDialog: answer });
  });
  after(() => {
    Object.assign(vscode.window, { showOpenDialog: open });
  });

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const place = { remote, project: 'default' };
    const [origin, profile, bare] = [uniqueName('origin'), uniqueName('p'), uniqueName('bare')];
    const made: string[] = [];
    const images: string[] = [];
    let running: Thenable<unknown> | undefined;

    before(async () => {
      await target.cli(['profile', 'create', profile]);
      await target.cli(['init', '--empty', bare]);
      await target.cli(['init', 'busybox', origin, '-p', 'default', '-p', profile]);
      for (const setting of ['limits.cpu=1', 'limits.memory=256MiB', 'user.kept=then'])
        await target.cli(['config', 'set', origin, setting]);
      await target.cli(['config', 'device', 'add', origin, 'spare', 'none']);
      await target.cli(['start', origin]);
      await target.cli(['exec', origin, '--', 'sh', '-c', 'echo then > /mark']);
      await target.cli(['snapshot', ...(target.kind === 'incus' ? ['create'] : []), origin, 'first']);
      await target.cli(['exec', origin, '--', 'sh', '-c', 'echo now > /mark']);
      await target.cli(['config', 'set', origin, 'user.kept=now']);
    });
    after(async () => {
      for (const name of [origin, bare]) await target.cli(['delete', '--force', name]);
      await target.cli(['profile', 'delete', profile]);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
      for (const name of made.splice(0)) await target.cli(['delete', '--force', name]).catch(() => undefined);
      for (const each of images.splice(0)) await target.cli(['image', 'delete', each]).catch(() => undefined);
    });

    const query = (name: string): Promise<Created> => created(target, name);
    const nameIt = (name: string): Promise<void> => {
      made.push(name);
      return enterName(inputs, name);
    };
    const beginFrom = async (row: RegExp): Promise<void> => {
      running = vscode.commands.executeCommand('lxd.instance.create', place);
      (await inputs.now.asking(/Search images[\s\S]*From a Snapshot/)).enter(row);
    };
    const chooseSnapshot = async (): Promise<void> => {
      await beginFrom(/From a Snapshot/);
      (await inputs.now.asking(/Instance that the snapshot is of/)).enter(` ${origin}`);
      (await inputs.now.asking(new RegExp(`Snapshot of ${origin}`))).enter(' first');
    };

    it('is as the instance was then: its files, its settings, its devices; it runs', async () => {
      await chooseSnapshot();
      assert.equal((await inputs.now.asking(/Name of the instance/)).value, `${origin}-2`);
      const name = uniqueName('then');
      await nameIt(name);
      const hub = await inputs.now.asking(/Create and Start/);
      assert.ok(hub.text().includes(`${name} from ${origin}/first`), hub.text());
      assert.match(
        hub.text(),
        new RegExp(`Profiles\ndefault, ${profile}[\\s\\S]*CPU Limit\n1\nMemory Limit\n256MiB`),
      );
      hub.enter('Create and Start');
      assert.deepEqual(await running, { ...place, instance: name }, host.dialogs.errors.join());
      await rowBecomes(host.view, { ...place, instance: name }, /\+running/);
      const { status, profiles, config, devices } = await query(name);
      assert.deepEqual([status, profiles], ['Running', ['default', profile]]);
      assert.deepEqual(
        [config['limits.cpu'], config['limits.memory'], config['user.kept']],
        ['1', '256MiB', 'then'],
      );
      assert.deepEqual(devices, { spare: { type: 'none' } });
      assert.equal((await target.cli(['exec', name, '--', 'cat', '/mark'])).trim(), 'then');
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('what is wished for comes before what the snapshot has, also nothing', async () => {
      await chooseSnapshot();
      const name = uniqueName('wish');
      await nameIt(name);
      const wish = async (label: RegExp, question: RegExp, answer: string): Promise<void> => {
        (await inputs.now.asking(/Create Only/)).enter(label);
        (await inputs.now.asking(question)).enter(answer);
      };
      await wish(/^CPU Limit/, /Number of CPUs/, '2');
      await wish(/^Memory Limit/, /Memory, like/, 'none');
      (await inputs.now.asking(/Create Only/)).enter(/^Profiles/);
      const list = await inputs.now.asking(/the last one counts most/);
      list.selectedItems = list.items.filter(({ label }) => label === 'default');
      list.accept();
      await wish(/^Root Disk/, /Storage pool of the root disk/, 'default');
      const size = await inputs.now.asking(/Size of the root disk/);
      size.type('1GiB');
      size.enter();
      (await inputs.now.asking(/CPU Limit\n2\nMemory Limit\nnone/)).enter('Create Only');
      assert.deepEqual(await running, { ...place, instance: name }, host.dialogs.errors.join());
      const { status, profiles, config, devices } = await query(name);
      assert.deepEqual([status, profiles, config['limits.cpu']], ['Stopped', ['default'], '2']);
      assert.ok(!config['limits.memory'], JSON.stringify(config));
      assert.deepEqual(devices, {
        spare: { type: 'none' },
        root: { type: 'disk', path: '/', pool: 'default', size: '1GiB' },
      });
      // Another time it is not what is wished for of an image.
      running = vscode.commands.executeCommand('lxd.instance.create', place);
      (await inputs.now.asking(/Search images[\s\S]*busybox/)).enter(/ busybox$/);
      (await inputs.now.asking(/Name of the instance/)).enter();
      const again = await inputs.now.asking(/Create Only/);
      assert.doesNotMatch(again.text(), /CPU Limit\n2/);
    });

    it('one without snapshots says so; Back leads to an image again, without what the snapshot had', async () => {
      await beginFrom(/From a Snapshot/);
      (await inputs.now.asking(/Instance that the snapshot is of/)).enter(` ${bare}`);
      const none = await inputs.now.asking(new RegExp(`${bare} has no snapshot`));
      none.enter('has no snapshot');
      assert.ok(none.isShown, 'a row that only informs was taken for a snapshot');
      none.back();
      (await inputs.now.asking(/Instance that the snapshot is of/)).enter(` ${origin}`);
      (await inputs.now.asking(new RegExp(`Snapshot of ${origin}`))).enter(' first');
      (await inputs.now.asking(/Name of the instance/)).enter();
      (await inputs.now.asking(/Memory Limit\n256MiB/)).back();
      (await inputs.now.asking(/Name of the instance/)).back();
      (await inputs.now.asking(/Snapshot of/)).back();
      (await inputs.now.asking(/Instance that the snapshot is of/)).back();
      (await inputs.now.asking(/Search images/)).enter(/ busybox$/);
      (await inputs.now.asking(/Name of the instance/)).enter();
      await inputs.now.asking(/Memory Limit\nnone/);
    });

    it('a snapshot that is gone by then is told in the server’s words, and nothing is left', async () => {
      await target.cli(['snapshot', ...(target.kind === 'incus' ? ['create'] : []), origin, 'gone']);
      await beginFrom(/From a Snapshot/);
      (await inputs.now.asking(/Instance that the snapshot is of/)).enter(` ${origin}`);
      (await inputs.now.asking(new RegExp(`Snapshot of ${origin}`))).enter(' gone');
      const name = uniqueName('none');
      await nameIt(name);
      const hub = await inputs.now.asking(/Create Only/);
      await target.cli(
        target.kind === 'incus' ? ['snapshot', 'delete', origin, 'gone'] : ['delete', `${origin}/gone`],
      );
      hub.enter('Create Only');
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.join(), new RegExp(`^Could not create ${name}: .*not found`, 'i'));
      await assert.rejects(query(name));
    });

    for (const [what, filesOf] of [
      ['one file', async () => [await unifiedImage(folder)]],
      ['the two files', () => splitImage(folder)],
    ] as const)
      it(`${what} of an image: it is imported, stays, and the flow goes on with it`, async () => {
        const files = await filesOf();
        chosen = files;
        await beginFrom(/From an Image File/);
        const alias = uniqueName('filed');
        const box = await inputs.now.asking(/Alias of the image/);
        box.type(alias);
        box.enter();
        (await inputs.now.asking(/Public\nno/)).enter(/Import/);
        const named = await inputs.now.asking(/Name of the instance/);
        const fingerprint = fingerprintOf(...files);
        images.push(fingerprint);
        assert.equal(named.value, alias);
        const name = uniqueName('filed');
        await nameIt(name);
        const hub = await inputs.now.asking(/Create Only/);
        assert.ok(hub.text().includes(`${name} from ${alias}`), hub.text());
        hub.enter('Create Only');
        assert.deepEqual(await running, { ...place, instance: name }, host.dialogs.errors.join());
        assert.equal((await query(name)).config['volatile.base_image'], fingerprint);
        assert.ok((await target.cli(['query', '/1.0/images'])).includes(fingerprint), 'the image is gone');
      });

    it('who leaves the import creates nothing', async () => {
      chosen = [];
      await beginFrom(/From an Image File/);
      assert.equal(await running, undefined);
      assert.deepEqual(host.dialogs.errors, []);
    });
  });
});
