import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';

describe('what is only read of a resource', () => {
  const host = hostOfSuite();
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  eachServer((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('read');
    before(async () => {
      await target.cli(['profile', 'create', name]);
      await target.cli(['profile', 'set', name, 'limits.cpu', '2']);
      await target.cli(['init', 'busybox', name, '-p', 'default', '-p', name, '-c', 'user.own=x']);
    });
    after(async () => {
      await target.cli(['delete', '--force', name]);
      await target.cli(['profile', 'delete', name]);
    });

    const find = async (...labels: string[]): Promise<TreeNode> => {
      let at = (await host.view.tree.getChildren()).find(({ id }) => id === remote);
      for (const label of labels) {
        at = (await host.view.tree.getChildren(at)).find((row) => row.row().label === label);
        assert.ok(at, label);
      }
      assert.ok(at);
      return at;
    };
    const opened = async (command: string, row: TreeNode): Promise<string> => {
      await vscode.commands.executeCommand(command, row);
      assert.deepEqual(host.dialogs.errors, []);
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'lxd-config');
      assert.equal(vscode.workspace.fs.isWritableFileSystem('lxd-config'), true);
      return document.getText();
    };

    it('the effective configuration says where each key comes from', async () => {
      const text = await opened('lxd.instance.showEffective', await find('Instances', name));
      assert.match(text, new RegExp(`^  limits\\.cpu: "2"  # profile ${name}$`, 'm'));
      assert.match(text, /^ {2}user\.own: x {2}# the instance itself$/m);
      assert.match(text, /^ {2}root: {2}# profile default$/m);
    });

    it('the state is shown where there is one', async () => {
      assert.match(
        await opened('lxd.document.showState', await find('Instances', name)),
        /^status: Stopped$/m,
      );
      assert.match(await opened('lxd.document.showState', await find('Storage', 'default')), /^space:$/m);
    });

    it('two of a kind are compared side by side', async () => {
      await vscode.commands.executeCommand(
        'lxd.document.selectForCompare',
        await find('Profiles', 'default'),
      );
      await vscode.commands.executeCommand('lxd.document.compareWithSelected', await find('Profiles', name));
      await waitFor('the difference', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return (
          input instanceof vscode.TabInputTextDiff &&
          input.original.path.endsWith('/default.yaml') &&
          input.modified.path.endsWith(`/${name}.yaml`)
        );
      });
      assert.equal(
        vscode.window.tabGroups.activeTabGroup.activeTab?.label,
        `${remote}:default ↔ ${remote}:${name}`,
      );
    });

    it('what uses a profile follows instances that come and go', async () => {
      const row = await find('Profiles', name);
      await vscode.commands.executeCommand('lxd.remotes.focus');
      await host.view.view.reveal(row, { expand: true });
      const other = `${name}-2`;
      await target.cli(['init', 'busybox', other, '-p', 'default', '-p', name]);
      const created = performance.now();
      const count = async () => (await find('Profiles', name, 'Used By')).row().description;
      await waitFor('both', async () => (await count()) === '2', { timeout: 3_000, interval: 20 });
      assert.ok(performance.now() - created < 1_000);
      await target.cli(['delete', other]);
      await waitFor('the first alone', async () => (await count()) === '1', { timeout: 3_000, interval: 20 });
    });

    it('a document of a broken address is not found', async () => {
      for (const path of [
        '/%ff/a/b/c.yaml',
        '/nowhere/*/profile/x/x.yaml',
        '/x',
        `/${remote}/default/nothing/x/x.yaml`,
      ])
        await assert.rejects(
          async () => vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'lxd-config', path })),
          /not found|nonexistent|resolve|cannot open/i,
        );
    });
  });
});
