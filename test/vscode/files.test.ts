// The file system behind `lxd:`, used as any extension uses it; what it did is looked at inside the container.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { bytes, random, soak } from '../support/seed';
import { eachServerSomeWay } from '../support/targets';
import { filesOf, sha256 } from './filesHost';

const { File, Directory } = vscode.FileType;
const { fs } = vscode.workspace;

eachServerSomeWay((target) => {
  describe('files', () => {
    const { at, sh, write, read, list, dialogs } = filesOf(target);

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
        assert.deepEqual(dialogs().warnings, []);
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
  });
});
