import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eachServerSomeWay } from '../support/targets';
import { failsWith, filesOf } from './filesHost';

const { fs, Uri } = { ...vscode, fs: vscode.workspace.fs };

eachServerSomeWay((target) => {
  describe('trees between this machine and an instance', () => {
    const { at, sh } = filesOf(target);
    let folder: string;

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-across-'));
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    it('are copied in and out again, whole', async () => {
      const [from, back] = [join(folder, 'from'), join(folder, 'back')];
      mkdirSync(join(from, 'deep', 'er'), { recursive: true });
      mkdirSync(join(from, 'empty'));
      const binary = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));
      writeFileSync(join(from, 'a b.txt'), 'one\n');
      writeFileSync(join(from, 'deep', '🐧'), '');
      writeFileSync(join(from, 'deep', 'er', 'data'), binary);
      chmodSync(join(from, 'a b.txt'), 0o600);

      await fs.copy(Uri.file(from), at('/t/in'));
      assert.equal(
        await sh('cd /t/in && find . | LC_ALL=C sort'),
        ['.', './a b.txt', './deep', './deep/er', './deep/er/data', './deep/🐧', './empty', ''].join('\n'),
      );
      assert.equal(await sh('cat "/t/in/a b.txt"; wc -c </t/in/deep/er/data'), 'one\n70000\n');

      await fs.copy(at('/t/in'), Uri.file(back));
      assert.deepEqual(readdirSync(back).sort(), ['a b.txt', 'deep', 'empty']);
      assert.ok(readFileSync(join(back, 'deep', 'er', 'data')).equals(binary));
      assert.equal(readFileSync(join(back, 'deep', '🐧'), 'utf8'), '');
    });

    it('are not laid over what is there', async () => {
      const from = join(folder, 'other');
      mkdirSync(from);
      writeFileSync(join(from, 'f'), 'new');
      await sh('mkdir /t/in && echo old >/t/in/f');
      await failsWith('FileExists', fs.copy(Uri.file(from), at('/t/in'), { overwrite: false }));
      assert.equal(await sh('cat /t/in/f'), 'old\n');
    });
  });
});
