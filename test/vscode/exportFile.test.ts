import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { inputsOfSuite } from './quickInputs';

describe('exporting instances to files, and importing them', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();
  const original = { ...vscode.window };
  /** What VS Code's dialogs for files answer, and what they began with. */
  let file: vscode.Uri | undefined;
  let offered: string | undefined;
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'exports-'));
    const answer = (options: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> => {
      offered = options.defaultUri?.fsPath;
      return Promise.resolve(file);
    };
    Object.assign(vscode.window, {
      showSaveDialog: answer,
      showOpenDialog: async (options: vscode.OpenDialogOptions) => {
        const uri = await answer(options);
        return uri && [uri];
      },
    });
  });
  after(() => {
    const { showSaveDialog, showOpenDialog } = original;
    Object.assign(vscode.window, { showSaveDialog, showOpenDialog });
  });

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('exp');
    const made: string[] = [];
    let running: Thenable<unknown> | undefined;
    const ref = (instance: string): object => ({ remote, project: 'default', instance });
    const run = (id: string, ...args: unknown[]): void => {
      running = vscode.commands.executeCommand(id, ...args);
    };
    const query = async (path: string): Promise<unknown> => JSON.parse(await target.cli(['query', path]));
    const at = (path: string): string => {
      file = vscode.Uri.file(join(folder, path));
      return file.fsPath;
    };

    before(async () => {
      await target.cli(['launch', 'busybox', name]);
      await target.cli(['exec', name, '--', 'sh', '-c', 'mkdir -p /srv && echo kept > /srv/mine']);
      made.push(name);
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
    });
    after(async () => {
      for (const each of made) await target.cli(['delete', '--force', each]).catch(() => undefined);
    });

    it('one that runs, without its snapshots: the file is named, its checksum can be copied', async () => {
      const path = at(`${name}.tar.gz`);
      run('lxd.instance.export', ref(name));
      let hub = await inputs.now.asking(new RegExp(`Everything of ${name}`));
      hub.enter(/^Snapshots/);
      hub = await inputs.now.asking(/Snapshots\nwithout/);
      hub.enter(/^Compression/);
      (await inputs.now.asking(/How the file is packed/)).enter('gzip');
      hub = await inputs.now.asking(/Compression\ngzip/);
      host.dialogs.answer = 'Copy SHA-256';
      hub.enter(/Choose the File/);
      assert.deepEqual(await running, [path]);
      assert.ok(offered?.endsWith(`/${name}.tar.gz`), offered);
      const sum = createHash('sha256').update(readFileSync(path)).digest('hex');
      const [notice] = host.dialogs.notices;
      assert.match(notice?.text ?? '', new RegExp(`^Exported ${name} to .*${name}.tar.gz · .* · SHA-256 `));
      assert.ok(notice?.text.includes(sum.slice(0, 12)));
      assert.equal(await vscode.env.clipboard.readText(), sum);
      assert.deepEqual(await query(`/1.0/instances/${name}/backups`), []);
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('and imported under the name that is free, in the pool that was chosen', async () => {
      at(`${name}.tar.gz`);
      run('lxd.instance.import', { remote, project: 'default' });
      const box = await inputs.now.asking(/Name of the instance/);
      assert.equal(box.value, `${name}-2`);
      box.type(name);
      assert.match(box.validationMessage ?? '', /exists already in project default/);
      box.type('123');
      const words = target.kind === 'lxd' ? /must not start with a number/ : /cannot be a number/;
      assert.match(box.validationMessage ?? '', words);
      box.type(`${name}-2`);
      box.enter();
      let hub = await inputs.now.asking(new RegExp(`${name}.tar.gz as ${name}-2`));
      hub.enter(/^Storage Pool/);
      (await inputs.now.asking(/Where its disk goes/)).enter('default');
      hub = await inputs.now.asking(/Storage Pool\ndefault/);
      made.push(`${name}-2`);
      hub.enter(/Import/);
      assert.deepEqual(await running, { remote, project: 'default', instance: `${name}-2` });
      await target.cli(['start', `${name}-2`]);
      assert.equal(await target.cli(['exec', `${name}-2`, '--', 'cat', '/srv/mine']), 'kept\n');
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('several into one folder; what is there already is asked about first', async () => {
      at('');
      const [path, other] = [join(folder, `${name}.tar.gz`), join(folder, `${name}-2.tar.gz`)];
      writeFileSync(other, 'of before');
      const both = [ref(name), ref(`${name}-2`)];
      run('lxd.instance.export', both);
      (await inputs.now.asking(/Everything of 2 instances/)).enter(/Choose the File/);
      assert.deepEqual(await running, []);
      assert.equal(host.dialogs.warnings[0]?.text, 'Replace files that exist already?');
      assert.ok(host.dialogs.warnings[0].detail?.includes(`${name}-2.tar.gz`));
      assert.equal(readFileSync(other, 'utf8'), 'of before');
      host.dialogs.answer = 'Replace';
      run('lxd.instance.export', both);
      (await inputs.now.asking(/Everything of 2 instances/)).enter(/Choose the File/);
      assert.deepEqual(((await running) as string[]).sort(), [path, other].sort());
      assert.notEqual(readFileSync(other, 'utf8'), 'of before');
    });

    it('a backup that is on the server is downloaded, and stays there', async () => {
      const body = JSON.stringify({ name: 'kept', instance_only: true });
      const path = `/1.0/instances/${name}/backups`;
      await target.cli(['query', '--wait', '-X', 'POST', '-d', body, path]);
      const to = at(`${name}-kept.tar.gz`);
      run('lxd.backup.download', {
        remote,
        project: 'default',
        kind: 'backup',
        parents: [name],
        parts: ['kept'],
        member: '',
      });
      assert.equal(await running, to);
      assert.ok(offered?.endsWith(`/${name}-kept.tar.gz`), offered);
      assert.ok(existsSync(to));
      assert.equal(((await query(path)) as string[]).length, 1);
    });

    it('left in the middle, or refused: nothing is written, and why is said', async () => {
      const before = readdirSync(folder);
      run('lxd.instance.export', ref(name));
      (await inputs.now.asking(/Everything of/)).hide();
      assert.equal(await running, undefined);
      file = undefined;
      run('lxd.instance.export', ref(name));
      (await inputs.now.asking(/Everything of/)).enter(/Choose the File/);
      assert.deepEqual(await running, []);
      const gone = at('gone/it.tar.gz');
      run('lxd.instance.export', ref(name));
      (await inputs.now.asking(/Everything of/)).enter(/Choose the File/);
      await running;
      assert.ok(host.dialogs.errors.join().includes(`Could not export ${name}: ${gone}: no such file`));
      writeFileSync(at('bad.tar.gz'), 'no backup');
      run('lxd.instance.import', { remote, project: 'default' });
      (await inputs.now.asking(/Name of the instance/)).enter();
      (await inputs.now.asking(/bad.tar.gz as bad/)).enter(/Import/);
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.at(-1) ?? '', /^Could not import .*bad.tar.gz as bad: ./);
      file = vscode.Uri.parse('vscode-vfs://github/some/file.tar.gz');
      run('lxd.instance.import', { remote, project: 'default' });
      await running;
      assert.match(host.dialogs.errors.at(-1) ?? '', /is not on the machine that the extension runs on/);
      assert.deepEqual(readdirSync(folder), [...new Set([...before, 'bad.tar.gz'])].sort());
    });
  });
});
