// The file system behind `lxd:`, used as any extension uses it; what it did is looked at inside the container.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { formatFileUri } from '../../src/shell/uri';
import { FilesPlace } from '../live/filesSupport';
import { bytes, random, soak } from '../support/seed';
import { eachTarget, type Target } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';

const { File, Directory, SymbolicLink } = vscode.FileType;
const { fs } = vscode.workspace;

/** The name of the remote by which the extension reaches a target. */
const remoteOf = ({ id }: Target): string =>
  (({ lxd: 'local', incus: 'local-incus' }) as Record<string, string>)[id] ?? id;

async function failsWith(code: string, work: Thenable<unknown>, words?: RegExp): Promise<void> {
  const error = await work.then(
    () => assert.fail(`it did not fail with ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof vscode.FileSystemError, String(error));
  assert.equal(error.code, code, error.message);
  if (words) assert.match(error.message, words);
}

const text = (data: Uint8Array): string => Buffer.from(data).toString();
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

eachTarget((target) => {
  describe('files', () => {
    const place = new FilesPlace(target);
    const sh = (script: string): Promise<string> => place.sh(script);
    const at = (path: string, instance = place.instance, remote = remoteOf(target)): vscode.Uri =>
      vscode.Uri.from(formatFileUri({ remote, project: 'default', instance, path }));
    const write = (path: string, content: string): Thenable<void> =>
      fs.writeFile(at(path), Buffer.from(content));
    const read = async (path: string): Promise<string> => text(await fs.readFile(at(path)));
    const list = async (path: string): Promise<Record<string, vscode.FileType>> =>
      Object.fromEntries(await fs.readDirectory(at(path)));
    let dialogs: Dialogs;

    before(async () => {
      await remotesView();
      dialogs = new Dialogs();
      await place.launch();
    });
    after(async () => {
      dialogs.dispose();
      await place.remove();
    });
    beforeEach(async () => {
      dialogs.reset();
      await sh('rm -rf /t && mkdir /t');
    });

    const names = {
      spaces: ' a  b ',
      quotes: `it's "x" \`y\``,
      newlines: 'a\nb',
      emoji: '🧨 e\u0301',
      '%2F': 'a%2Fb%25',
      '#?&': 'a#b?c&d=e',
      'a leading dash': '-rf',
      'backslash and dollar': '\\$HOME;*',
      'dots at the front': '..a',
      'a colon and an at': 'a:b@c',
      '255 bytes': 'ü'.repeat(127) + 'x',
    };
    for (const [what, name] of Object.entries(names)) {
      it(`a name with ${what}: written, listed, read, renamed, copied, deleted`, async () => {
        await write(`/t/${name}`, 'one');
        await write(`/t/${name}`, 'two');
        assert.equal(
          await sh('cd /t; for f in * ..?*; do [ -f "./$f" ] && printf "%s=" "$f" && cat "./$f"; done; true'),
          `${name}=two`,
        );
        assert.deepEqual(await list('/t'), { [name]: File });
        assert.equal(await read(`/t/${name}`), 'two');
        await fs.rename(at(`/t/${name}`), at('/t/plain'));
        await fs.copy(at('/t/plain'), at(`/t/${name}`));
        await fs.delete(at('/t/plain'));
        assert.deepEqual(await list('/t'), { [name]: File });
        await fs.delete(at(`/t/${name}`));
        assert.equal(await sh('ls -A /t'), '');
      });
    }
    it('a directory with an odd name', async () => {
      await fs.createDirectory(at('/t/a #%2F "b"/c'));
      await write('/t/a #%2F "b"/c/f', 'x');
      assert.equal(await sh(`cat '/t/a #%2F "b"/c/f'`), 'x');
      assert.deepEqual(await list('/t/a #%2F "b"'), { c: Directory });
    });

    for (const size of [0, 1, 32_767, 32_768, 32_769, (soak ? 50 : 10) * 1_000_000]) {
      it(`${size} bytes there and back`, async function () {
        this.timeout(120_000);
        const data = bytes(random(), size);
        await fs.writeFile(at('/t/f'), data);
        assert.equal(await sh('sha256sum </t/f | cut -c1-64'), `${sha256(data)}\n`);
        assert.equal((await fs.stat(at('/t/f'))).size, size);
        assert.equal(sha256(await fs.readFile(at('/t/f'))), sha256(data));
      });
    }

    for (const mode of ['600', '755', '4755', '6711', '444', '0']) {
      it(`mode ${mode} and an owner that is not root, kept by a save`, async () => {
        await sh(`echo old >/t/f; chown 1000:7 /t/f; chmod ${mode} /t/f; touch -t 200001010000 /t/f`);
        await write('/t/f', 'new');
        assert.equal(await sh('stat -c "%u %g %a" /t/f; cat /t/f; ls -A /t'), `1000 7 ${mode}\nnewf\n`);
        assert.ok((await fs.stat(at('/t/f'))).mtime > Date.now() - 86_400_000);
        assert.deepEqual(dialogs.warnings, []);
      });
    }
    it('new files and folders get the owner of their folder', async () => {
      await sh('mkdir /t/d; chown 1000:7 /t/d');
      await write('/t/d/f', 'x');
      await fs.createDirectory(at('/t/d/e'));
      assert.equal(await sh('stat -c "%u %g %a" /t/d/f /t/d/e'), '1000 7 644\n1000 7 755\n');
    });
    it('new files get root where the settings say so', async () => {
      const settings = vscode.workspace.getConfiguration('lxd');
      await settings.update('files.newFileOwner', 'root', vscode.ConfigurationTarget.Global);
      try {
        await sh('mkdir /t/d; chown 1000:7 /t/d');
        await write('/t/d/f', 'x');
        assert.equal(await sh('stat -c "%u %g" /t/d/f'), '0 0\n');
      } finally {
        await settings.update('files.newFileOwner', undefined, vscode.ConfigurationTarget.Global);
      }
    });
    it('a document opened, edited and saved', async () => {
      await sh('printf "one\\ntwo\\n" >/t/f.txt; chown 5:6 /t/f.txt; chmod 640 /t/f.txt');
      const document = await vscode.workspace.openTextDocument(at('/t/f.txt'));
      assert.equal(document.getText(), 'one\ntwo\n');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 0), 'and ');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(await document.save());
      assert.equal(
        await sh('cat /t/f.txt; stat -c "%u %g %a" /t/f.txt; ls -A /t'),
        'one\nand two\n5 6 640\nf.txt\n',
      );
    });
    it('hard links stay one file', async () => {
      await sh('echo old and long >/t/f; ln /t/f /t/g');
      await write('/t/f', 'new');
      assert.equal(await sh('cat /t/g; stat -c %h /t/g'), 'new2\n');
    });
    it('a mount point is written', async () => {
      await sh('echo old >/t/f; echo x >/t/m; mount --bind /t/f /t/m');
      await write('/t/m', 'new');
      assert.equal(await sh('cat /t/f; umount /t/m; ls -A /t'), 'newf\nm\n');
    });

    describe('symbolic links', () => {
      beforeEach(() =>
        sh('mkdir /t/d; echo 1 >/t/f; cd /t; ln -s f lf; ln -s d ld; ln -s none dangling; ln -s me me'),
      );

      it('are listed as links to what they lead to', async () => {
        assert.deepEqual(await list('/t'), {
          d: Directory,
          f: File,
          lf: SymbolicLink | File,
          ld: SymbolicLink | Directory,
          dangling: SymbolicLink,
          me: SymbolicLink,
        });
      });
      const types = {
        lf: SymbolicLink | File,
        ld: SymbolicLink | Directory,
        dangling: SymbolicLink,
        me: SymbolicLink,
      };
      for (const [name, type] of Object.entries(types)) {
        it(`stat of ${name}`, async () => {
          assert.equal((await fs.stat(at(`/t/${name}`))).type, type);
        });
      }
      it('to files are read and written through, and stay', async () => {
        assert.equal(await read('/t/lf'), '1\n');
        await write('/t/lf', '2');
        assert.equal(await sh('cat /t/f; readlink /t/lf; stat -c %F /t/lf'), '2f\nsymbolic link\n');
      });
      it('to directories are listed and written into', async () => {
        await write('/t/ld/x', '1');
        assert.deepEqual(await list('/t/ld'), { x: File });
        assert.equal(await sh('cat /t/d/x; readlink /t/ld'), '1d\n');
      });
      it('to nothing: reading fails, writing makes what they lead to', async () => {
        await failsWith('FileNotFound', fs.readFile(at('/t/dangling')));
        await write('/t/dangling', '1');
        assert.equal(await sh('cat /t/none; readlink /t/dangling'), '1none\n');
      });
      it('to themselves: reading and writing fail', async () => {
        await assert.rejects(Promise.resolve(fs.readFile(at('/t/me'))), /symbolic link/);
        await assert.rejects(Promise.resolve(write('/t/me', '1')), /symbolic link/);
        assert.equal(await sh('readlink /t/me'), 'me\n');
      });
      for (const name of ['lf', 'ld', 'dangling', 'me']) {
        it(`${name} is deleted without what it leads to`, async () => {
          await sh('echo 1 >/t/d/x');
          await fs.delete(at(`/t/${name}`), { recursive: true });
          assert.equal(await sh(`cat /t/f /t/d/x; [ -L /t/${name} ] || echo gone`), '1\n1\ngone\n');
        });
      }
      it('are renamed as links', async () => {
        await fs.rename(at('/t/lf'), at('/t/renamed'));
        assert.equal(await sh('readlink /t/renamed; cat /t/f'), 'f\n1\n');
      });
    });

    describe('folders', () => {
      it('that are not empty are deleted only recursively', async () => {
        await sh('mkdir -p /t/d/e; echo 1 >/t/d/e/f; echo 2 >/t/d/.hidden');
        await assert.rejects(Promise.resolve(fs.delete(at('/t/d'), { recursive: false })));
        assert.equal(await sh('cat /t/d/e/f'), '1\n');
        await fs.delete(at('/t/d'), { recursive: true });
        assert.equal(await sh('ls -A /t'), '');
      });
      it('are made with their parents', async () => {
        await fs.createDirectory(at('/t/a/b/c'));
        assert.equal(await sh('stat -c "%F %a" /t/a/b/c'), 'directory 755\n');
      });
      it('are listed with hidden files, and with everything at the root', async () => {
        await sh('touch /t/.hidden; mkfifo /t/pipe');
        assert.deepEqual(await list('/t'), { '.hidden': File, pipe: vscode.FileType.Unknown });
        assert.equal((await list('/'))['etc'], Directory);
        assert.equal((await fs.stat(at('/'))).type, Directory);
        assert.equal(
          (await fs.stat(vscode.Uri.parse(at('/').toString().replace(/\/$/, '')))).type,
          Directory,
        );
      });
      it('are not files, and files are no folders', async () => {
        await sh('echo 1 >/t/f');
        await failsWith('FileIsADirectory', fs.readFile(at('/t')));
        await failsWith('FileIsADirectory', fs.writeFile(at('/t'), Buffer.from('x')));
        await failsWith('FileNotADirectory', fs.readDirectory(at('/t/f')));
      });
      it('with 1,000 files are listed and deleted', async () => {
        await sh('mkdir /t/d; cd /t/d; i=0; while [ $i -lt 1000 ]; do : >f$i; i=$((i+1)); done');
        assert.equal(Object.keys(await list('/t/d')).length, 1000);
        await fs.delete(at('/t/d'), { recursive: true });
        assert.equal(await sh('ls -A /t'), '');
      });
    });

    describe('rename and copy', () => {
      beforeEach(() =>
        sh(
          'cd /t; echo 1 >a; echo 2 >b; mkdir d e; echo 3 >d/x; echo 4 >e/y; chown 5:6 a d d/x; chmod 4751 a',
        ),
      );

      it('onto a file fails without overwrite', async () => {
        await failsWith('FileExists', fs.rename(at('/t/a'), at('/t/b'), { overwrite: false }));
        assert.equal(await sh('cat /t/a /t/b'), '1\n2\n');
      });
      it('onto a file replaces it with overwrite', async () => {
        await fs.rename(at('/t/a'), at('/t/b'), { overwrite: true });
        assert.equal(await sh('cat /t/b; stat -c "%u %g %a" /t/b; ls -A /t'), '1\n5 6 4751\nb\nd\ne\n');
      });
      it('of a folder onto a folder fails without overwrite', async () => {
        await failsWith('FileExists', fs.rename(at('/t/d'), at('/t/e'), { overwrite: false }));
        assert.equal(await sh('cat /t/d/x /t/e/y'), '3\n4\n');
      });
      it('of a folder onto a folder replaces it with overwrite', async () => {
        await fs.rename(at('/t/d'), at('/t/e'), { overwrite: true });
        assert.equal(await sh('cat /t/e/x; ls -A /t /t/e'), '3\n/t:\na\nb\ne\n\n/t/e:\nx\n');
      });
      it('of a file onto a folder replaces it with overwrite', async () => {
        await fs.rename(at('/t/a'), at('/t/d'), { overwrite: true });
        assert.equal(await sh('cat /t/d; ls -A /t'), '1\nb\nd\ne\n');
      });
      it('of what is not there fails', async () => {
        await failsWith('FileNotFound', fs.rename(at('/t/none'), at('/t/new')));
      });
      it('to another folder', async () => {
        await fs.rename(at('/t/a'), at('/t/d/a'));
        assert.equal(await sh('cat /t/d/a; ls -A /t'), '1\nb\nd\ne\n');
      });
      it('copy keeps owner, mode with special bits, and time', async () => {
        await sh('touch -t 200001010000 /t/a');
        await fs.copy(at('/t/a'), at('/t/c'));
        assert.equal(await sh('stat -c "%u %g %a %Y" /t/c'), await sh('stat -c "%u %g %a %Y" /t/a'));
      });
      it('copy of a tree keeps links and pipes', async () => {
        await sh('ln -s ../none /t/d/l; mkfifo /t/d/p');
        await fs.copy(at('/t/d'), at('/t/c'));
        assert.equal(
          await sh('cat /t/c/x; readlink /t/c/l; stat -c %F /t/c/p; stat -c "%u" /t/c/x'),
          '3\n../none\nfifo\n5\n',
        );
      });
      it('copy onto a file asks for overwrite', async () => {
        await failsWith('FileExists', fs.copy(at('/t/a'), at('/t/b'), { overwrite: false }));
        await fs.copy(at('/t/a'), at('/t/b'), { overwrite: true });
        assert.equal(await sh('cat /t/b'), '1\n');
      });
    });

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
        assert.equal(dialogs.warnings.length, 1);
        assert.equal(text(await fs.readFile(inOther('/t/s'))), 's\n');
        dialogs.answer = dialogs.warnings[0]?.buttons[0];
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
