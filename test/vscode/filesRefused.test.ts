import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { FilesPlace } from '../live/filesSupport';
import { eachServerSomeWay } from '../support/targets';
import { failsWith, filesOf, text } from './filesHost';

const { File } = vscode.FileType;
const { fs } = vscode.workspace;

eachServerSomeWay((target) => {
  describe('files that are refused, and instances that are not there', () => {
    const { at, sh, write, read, dialogs } = filesOf(target);

    describe('what is refused', () => {
      it('what is not there', async () => {
        await failsWith('FileNotFound', fs.stat(at('/t/none')), /no such file/);
        await failsWith('FileNotFound', fs.readFile(at('/t/none')));
        await failsWith('FileNotFound', fs.readDirectory(at('/t/none')));
        await failsWith('FileNotFound', fs.delete(at('/t/none')));
      });
      for (const path of [
        '/proc/version',
        '/proc/new',
        '/sys/new',
        '/sys/kernel/mm/transparent_hugepage/enabled',
      ]) {
        it(`writing ${path}`, () => failsWith('NoPermissions', write(path, 'x')));
      }
      it('deleting and making folders in /proc and /sys', async () => {
        await failsWith('NoPermissions', fs.delete(at('/proc/version')));
        await failsWith('NoPermissions', fs.createDirectory(at('/proc/new')));
        await failsWith('NoPermissions', fs.createDirectory(at('/sys/new')));
      });
      it('nothing of reading /proc', async () => {
        assert.match(await read('/proc/version'), /^Linux version/);
        assert.match(await read('/proc/1/status'), /^Name:/);
      });
      it('a read-only mount, which is said before', async () => {
        await sh('mkdir /t/ro; mount -t tmpfs none /t/ro; echo 1 >/t/ro/f; mount -o remount,ro /t/ro');
        assert.equal((await fs.stat(at('/t/ro/f'))).permissions, vscode.FilePermission.Readonly);
        await failsWith('NoPermissions', write('/t/ro/f', 'x'));
        await failsWith('NoPermissions', write('/t/ro/g', 'x'));
        assert.equal(await sh('cat /t/ro/f; umount /t/ro'), '1\n');
      });
      it('pipes and devices', async () => {
        await sh('mkfifo /t/p');
        await assert.rejects(Promise.resolve(fs.readFile(at('/t/p'))), /pipe/);
        await assert.rejects(Promise.resolve(fs.readFile(at('/dev/zero'))), /device/);
      });
      it('a path that leaves the instance', async () => {
        await write('/t/f', 'x');
        const uri = at('/t/f').with({ path: at('/t/f').path.replace('/t/f', '/../../../../t/f') });
        assert.equal(text(await fs.readFile(uri)), 'x');
      });
    });

    it('changes are told', async () => {
      const seen: string[] = [];
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(at('/t'), '**'));
      watcher.onDidCreate(({ path }) => seen.push(`+${path.split('/').pop() ?? ''}`));
      watcher.onDidDelete(({ path }) => seen.push(`-${path.split('/').pop() ?? ''}`));
      try {
        await write('/t/f', 'x');
        await fs.rename(at('/t/f'), at('/t/g'));
        await waitFor('the changes', () => ['+f', '-f', '+g'].every((change) => seen.includes(change)), {
          timeout: 5000,
        });
      } finally {
        watcher.dispose();
      }
    });

    describe('of instances that are not there', () => {
      it('a missing instance', () =>
        failsWith('FileNotFound', fs.stat(at('/', 'no-such-one')), /not found/i));
      it('a missing remote', () =>
        failsWith('FileNotFound', fs.stat(at('/', 'c1', 'No Such Remote')), /No Such Remote/));
      it('a URI that names no instance', () =>
        failsWith('FileNotFound', fs.readDirectory(vscode.Uri.parse('lxd://local/default'))));
    });

    describe('of a stopped instance', () => {
      const other = new FilesPlace(target);
      const inOther = (path: string): vscode.Uri => at(path, other.instance);

      before(async () => {
        await other.launch();
        await other.sh(
          'mkdir /t; cd /t; echo 1 >f; chown 5:6 f; echo s >s; chmod 4755 s; mkdir d; chown 7:8 d',
        );
        await target.cli(['stop', '--force', other.instance]);
      });
      after(() => other.remove());

      it('is read, written, copied and deleted', async () => {
        assert.equal(text(await fs.readFile(inOther('/t/f'))), '1\n');
        await fs.writeFile(inOther('/t/f'), Buffer.from('2'));
        await fs.writeFile(inOther('/t/d/n'), Buffer.from('3'));
        await fs.copy(inOther('/t/f'), inOther('/t/d/f'));
        await fs.delete(inOther('/t/d/n'));
        assert.deepEqual(await fs.readDirectory(inOther('/t/d')), [['f', File]]);
      });
      it('asks before a setuid bit is lost', async () => {
        await assert.rejects(Promise.resolve(fs.writeFile(inOther('/t/s'), Buffer.from('new'))), /setuid/);
        assert.equal(dialogs().warnings.length, 1);
        assert.equal(text(await fs.readFile(inOther('/t/s'))), 's\n');
        dialogs().answer = dialogs().warnings[0]?.buttons[0];
        await fs.writeFile(inOther('/t/s'), Buffer.from('new'));
      });
      it('can be started and stopped while its files are in use, and kept what was written', async () => {
        await fs.stat(inOther('/t'));
        await target.cli(['start', other.instance], { timeout: 20_000 });
        assert.equal(
          await other.sh('cat /t/f /t/d/f /t/s; stat -c "%n %u %g %a" /t/f /t/d/f /t/s'),
          '22new/t/f 5 6 644\n/t/d/f 5 6 644\n/t/s 0 0 755\n',
        );
        assert.match(text(await fs.readFile(inOther('/proc/version'))), /Linux/);
        await target.cli(['stop', '--force', other.instance], { timeout: 20_000 });
        await fs.stat(inOther('/t'));
      });
      it('deleted while its folder is open: an error that says so, and the window goes on', async () => {
        const { workspaceFolders = [] } = vscode.workspace;
        const added = new Promise((resolve) => vscode.workspace.onDidChangeWorkspaceFolders(resolve));
        vscode.workspace.updateWorkspaceFolders(workspaceFolders.length, 0, {
          uri: inOther('/t'),
          name: 'gone',
        });
        await added;
        try {
          const document = await vscode.workspace.openTextDocument(inOther('/t/f'));
          await target.cli(['delete', '--force', other.instance], { timeout: 20_000 });
          await failsWith('FileNotFound', fs.stat(inOther('/t')), /not found/i);
          await failsWith('FileNotFound', fs.readDirectory(inOther('/t')), /not found/i);
          await failsWith('FileNotFound', fs.writeFile(document.uri, Buffer.from('x')), /not found/i);
          assert.equal(document.getText(), '2');
        } finally {
          vscode.workspace.updateWorkspaceFolders(workspaceFolders.length, 1);
          await target.cli(['init', 'busybox', other.instance]); // for after()
        }
      });
    });
  });
});
