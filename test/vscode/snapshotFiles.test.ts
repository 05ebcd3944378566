import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServerSomeWay, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';
import { failsWith, text } from './filesHost';
import { type FakeInput, inputsOfSuite } from './quickInputs';

const { fs } = vscode.workspace;
const key = 'user.lxd-explorer.look';

describe('files of snapshots', () => {
  const host = hostOfSuite();
  const inputs = inputsOfSuite();

  eachServerSomeWay((target) => {
    const remote = remoteOf(target);
    const { cli } = target;
    const [name, bare] = [uniqueName('look'), uniqueName('look')];
    let running: Thenable<unknown> | undefined;
    const run = (id: string, ...args: unknown[]): void => {
      running = vscode.commands.executeCommand(id, ...args);
    };
    const snapshot = (parts: string): object => ({
      remote,
      project: 'default',
      kind: 'snapshot',
      parents: [name],
      parts: [parts],
      member: '',
    });
    const file = (path: string, instance = name): object => ({
      ref: { remote, project: 'default', instance },
      path,
      directory: false,
    });
    const sh = (script: string): Promise<string> => cli(['exec', name, '--', 'sh', '-c', script]);
    const looks = async (): Promise<string[]> =>
      (await cli(['list', '--format', 'csv', '--columns', 'n']))
        .split('\n')
        .filter((each) => each.includes('-look-'));
    const snap = async (as: string): Promise<void> => {
      await cli([...(target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot']), name, as]);
    };
    /** Goes into /etc in the list of files. */
    const etc = async (): Promise<FakeInput> => {
      const root = await inputs.now.asking(new RegExp(`File in ${name}/old[^]*folder\\) etc`));
      root.enter('$(folder) etc');
      return inputs.now.asking(/file\) look\.conf/);
    };
    const active = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;

    before(async () => {
      await cli(['launch', 'busybox', name]);
      await cli(['init', 'busybox', bare]);
      await sh("echo then > /etc/look.conf; printf 'a\\000b\\377' > /etc/look.bin; echo 1 > /etc/only-then");
      await snap('old');
      await sh('echo now > /etc/look.conf; rm /etc/only-then; echo 2 > /etc/only-now');
      await snap('new');
    });
    afterEach(async () => {
      inputs.now.shown?.hide();
      await running;
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(await looks(), []);
    });
    after(async () => {
      for (const each of [name, bare]) await cli(['delete', '--force', each]);
    });

    it('one is chosen and shown, to be read only', async () => {
      run('lxd.snapshot.browse', snapshot('old'));
      const list = await etc();
      const [copy = ''] = await looks();
      assert.ok(copy.startsWith(`${name}-look-`), copy);
      assert.ok(!list.labels().some((label) => label.includes('only-now')));
      list.enter(/ look\.conf$/);
      const uri = (await running) as vscode.Uri;
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await looks(), []);
      assert.equal(active()?.label, `look.conf (${name}/old)`);
      const editor = vscode.window.activeTextEditor;
      assert.equal(String(editor?.document.uri), String(uri));
      assert.equal(editor?.document.getText(), 'then\n');
      assert.equal(uri.path, `/default/${name}/old/etc/look.conf`);
      assert.equal(fs.isWritableFileSystem(uri.scheme), false);
      await failsWith('NoPermissions', fs.writeFile(uri, Buffer.from('x')));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await waitFor('the content to be let go', () =>
        Promise.resolve(fs.readFile(uri)).then(
          () => false,
          (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
        ),
      );
    });

    it('one of bytes that are no text keeps them; one that is large is asked about', async () => {
      run('lxd.snapshot.browse', snapshot('old'));
      (await etc()).enter(/ look\.bin$/);
      const uri = (await running) as vscode.Uri;
      assert.deepEqual([...(await fs.readFile(uri))], [97, 0, 98, 255]);
      assert.equal(active()?.label, `look.bin (${name}/old)`);
      const settings = vscode.workspace.getConfiguration('lxd');
      await settings.update('files.largeFile', 0.000001, vscode.ConfigurationTarget.Global);
      try {
        run('lxd.snapshot.browse', snapshot('old'));
        (await etc()).enter(/ look\.conf$/);
        assert.equal(await running, undefined);
        assert.equal(host.dialogs.warnings.at(-1)?.text, 'look.conf has 5 B. Open it?');
        host.dialogs.answer = 'Open Anyway';
        run('lxd.snapshot.browse', snapshot('old'));
        (await etc()).enter(/ look\.conf$/);
        assert.equal(text(await fs.readFile((await running) as vscode.Uri)), 'then\n');
      } finally {
        await settings.update('files.largeFile', undefined, vscode.ConfigurationTarget.Global);
      }
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('left, or refused: nothing stays, and why is said', async () => {
      run('lxd.snapshot.browse', snapshot('old'));
      (await etc()).hide();
      assert.equal(await running, undefined);
      assert.deepEqual(await looks(), []);
      assert.deepEqual(host.dialogs.errors, []);
      run('lxd.snapshot.browse', snapshot('never'));
      assert.equal(await running, undefined);
      assert.match(host.dialogs.errors.join(), new RegExp(`^Could not read the files of ${name}/never: .`));
      assert.deepEqual(host.dialogs.warnings, []);
    });

    it('what cannot be deleted is named, and found at the next look', async () => {
      run('lxd.snapshot.browse', snapshot('old'));
      const list = await etc();
      const [copy = ''] = await looks();
      await cli(['config', 'set', copy, 'security.protection.delete=true']);
      list.enter(/ look\.conf$/);
      const uri = (await running) as vscode.Uri;
      assert.equal(text(await fs.readFile(uri)), 'then\n');
      const [warning] = host.dialogs.warnings;
      assert.match(
        warning?.text ?? '',
        new RegExp(
          `^The files of ${name}/old are no longer needed, but the copy ${copy} stays on the server: .*protect`,
        ),
      );
      assert.deepEqual(warning?.buttons, ['Remove It']);
      await cli([
        'config',
        'set',
        copy,
        'security.protection.delete=false',
        `${key}=2020-01-01T00:00:00.000Z`,
      ]);
      host.dialogs.answer = 'Remove It';
      run('lxd.snapshot.browse', snapshot('old'));
      await etc();
      const offered = host.dialogs.warnings.at(-1)?.text ?? '';
      assert.match(offered, new RegExp(`still on ${remote}: ${copy} \\(made \\d+ years ago\\)`));
      await waitFor('the old copy to go', async () => !(await looks()).includes(copy));
      assert.equal((await looks()).length, 1);
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('one of an instance is compared with that of a snapshot', async () => {
      run('lxd.files.compare', file('/etc/look.conf'));
      const list = await inputs.now.asking(
        new RegExp(`Snapshot of ${name} to compare /etc/look.conf with[^]*old`),
      );
      assert.deepEqual(list.labels(), ['new', 'old']);
      assert.match(list.items[0]?.description ?? '', /ago|now/);
      list.enter('old');
      const uris = (await running) as vscode.Uri[];
      assert.deepEqual(host.dialogs.errors, []);
      assert.deepEqual(await looks(), []);
      const { input, label } = active() ?? {};
      assert.ok(input instanceof vscode.TabInputTextDiff, String(label));
      assert.equal(label, `look.conf (old ↔ ${name})`);
      assert.deepEqual([String(input.original), String(input.modified)], uris.map(String));
      assert.equal(input.original.scheme, 'lxd-snapshot');
      assert.equal(text(await fs.readFile(input.original)), 'then\n');
      assert.equal(text(await fs.readFile(input.modified)), 'now\n');
      await fs.writeFile(input.modified, Buffer.from('edited\n'));
      assert.equal(await sh('cat /etc/look.conf'), 'edited\n');
      await sh('echo now > /etc/look.conf');
      // A file in an editor, and one that the snapshot does not have.
      run(
        'lxd.files.compare',
        input.modified.with({ path: input.modified.path.replace('look.conf', 'only-now') }),
      );
      (await inputs.now.asking(/Snapshot of .*[^]*old/)).enter('old');
      assert.equal(await running, undefined);
      assert.deepEqual(
        host.dialogs.notices.map((notice) => notice.text),
        [`${name}/old has no /etc/only-now.`],
      );
      // From the palette: that of the active editor, else one that is chosen.
      await vscode.window.showTextDocument(input.modified);
      run('lxd.files.compare');
      (await inputs.now.asking(new RegExp(`${name} to compare /etc/look.conf`))).hide();
      await running;
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      run('lxd.files.compare');
      (await inputs.now.asking(new RegExp(`^Instance$[^]*^${bare}$`, 'm'))).enter(bare);
      (await inputs.now.asking(new RegExp(`File in ${bare}[^]*folder\\) etc`))).hide();
      assert.equal(await running, undefined);
      run('lxd.files.compare', file('/etc/hosts', bare));
      await inputs.now.asking(new RegExp(`${bare} has no snapshots`));
    });

    it('one of a snapshot is compared with that of its instance', async () => {
      run('lxd.snapshot.compare', snapshot('old'));
      (await etc()).enter(/ look\.conf$/);
      const [left, right] = (await running) as vscode.Uri[];
      assert.ok(left && right);
      assert.equal(text(await fs.readFile(left)), 'then\n');
      assert.equal(text(await fs.readFile(right)), 'now\n');
      assert.ok(active()?.input instanceof vscode.TabInputTextDiff);
      run('lxd.snapshot.compare', snapshot('old'));
      (await etc()).enter(/ only-then$/);
      assert.equal(await running, undefined);
      assert.deepEqual(
        host.dialogs.notices.map((notice) => notice.text),
        [`${name} has no /etc/only-then now.`],
      );
      assert.deepEqual(host.dialogs.errors, []);
    });
  });
});
