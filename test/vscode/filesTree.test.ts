import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServerSomeWay } from '../support/targets';
import { failsWith, filesOf } from './filesHost';

const { File, Directory, SymbolicLink } = vscode.FileType;
const { fs } = vscode.workspace;

eachServerSomeWay((target) => {
  describe('links, folders, renames and copies', () => {
    const { at, sh, write, read, list } = filesOf(target);

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
  });
});
