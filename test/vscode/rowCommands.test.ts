import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { remotesView, rowBecomes } from './extensionHost';
import { QuickInputs } from './quickInputs';

/** As their menus call them: with the row, and with what a person types. */
describe('commands of kinds on rows', () => {
  let view: RemotesView;
  let inputs: QuickInputs;
  before(async () => {
    view = await remotesView();
    inputs = new QuickInputs();
  });
  after(async () => {
    inputs.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const root = async (): Promise<TreeNode> => {
      const found = (await view.tree.getChildren()).find(({ id }) => id === remote);
      assert.ok(found);
      return found;
    };
    const selected = () => view.view.selection[0]?.row().label;

    it("Edit on a remote opens the server's settings", async () => {
      await vscode.commands.executeCommand('lxd.server.edit', await root());
      const document = await waitFor('the document', () => vscode.window.activeTextEditor?.document);
      assert.match(document.uri.path, new RegExp(`/${remote}\\.yaml$`));
      assert.match(document.getText(), /^config:/m);
    });

    it('Create on a folder refuses a name that is taken, while it is typed', async () => {
      const name = uniqueName('row');
      const folder = (await view.tree.getChildren(await root())).find(
        (row) => row.row().label === 'Profiles',
      );
      const running = vscode.commands.executeCommand('lxd.profile.create', folder);
      const box = await inputs.asking(/Name of the profile/);
      await waitFor('the names that are taken', () => {
        box.type('default');
        return box.validationMessage === 'default exists already';
      });
      box.type(name);
      assert.equal(box.validationMessage, undefined);
      box.enter();
      await running;
      await waitFor('the new row to be selected', () => selected() === name);
      await target.cli(['profile', 'delete', name]);
    });

    it('on a row that VS Code has lost asks, also where only one instance fits: it may be another one', async () => {
      const name = uniqueName('row');
      await target.cli(['launch', 'busybox', name]);
      try {
        await target.cli(['pause', name]);
        const ref = { remote, project: 'default', instance: name };
        await rowBecomes(view, ref, /\| frozen \|/);
        // So VS Code calls it from a menu while rows above are drawn anew.
        const running = vscode.commands.executeCommand('lxd.instance.resume', undefined);
        const list = await inputs.asking(/Instance to resume/);
        await waitFor('the paused one', () => list.labels().includes(name));
        list.hide();
        await running;
        assert.match(await target.cli(['list', name, '--format', 'csv', '-c', 's']), /FROZEN/);
      } finally {
        await target.cli(['delete', '--force', name]);
      }
    });

    it('Create Project… on a remote makes one, and shows it', async () => {
      const name = uniqueName('row');
      const running = vscode.commands.executeCommand('lxd.project.create', await root());
      const box = await inputs.asking(/Name of the project/);
      box.type(name);
      box.enter();
      await running;
      // It goes in any case: a second project changes the tree for every test after this one.
      try {
        await target.cli(['project', 'show', name]);
        await waitFor('the new row to be selected', () => selected() === name);
      } finally {
        await target.cli(['project', 'delete', name]);
      }
    });
  });
});
