import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';

/** What another client sees of an object is compared field by field, also what we know nothing of. */
describe('an object that is edited and edited back', () => {
  let dialogs: Dialogs;
  before(async () => {
    await remotesView();
    dialogs = new Dialogs();
  });
  after(() => {
    dialogs.dispose();
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('same');
    const query = async (path: string): Promise<unknown> => JSON.parse(await target.cli(['query', path]));
    const edit = async (document: vscode.TextDocument, change: (text: string) => string): Promise<void> => {
      // What the server tells of an earlier change may come while the text is being replaced.
      await waitFor('the edit', async () => {
        const edit = new vscode.WorkspaceEdit();
        const all = new vscode.Range(0, 0, document.lineCount, 0);
        const text = change(document.getText());
        edit.replace(document.uri, all, text);
        return (await vscode.workspace.applyEdit(edit)) && document.getText() === text;
      });
      assert.equal(await document.save(), true, dialogs.errors.join());
    };

    before(async () => {
      await target.cli(['init', 'busybox', name, '-c', 'limits.cpu=2', '-c', 'user.a=b']);
      await target.cli(['config', 'device', 'add', name, 'tmp', 'disk', 'source=/tmp', 'path=/mnt']);
    });
    after(() => target.cli(['delete', '--force', name]).then(() => undefined));

    const cases: [
      kind: string,
      parts: () => Promise<string[]>,
      path: (own: string) => string,
      add: (text: string) => string,
    ][] = [
      [
        'instance',
        () => Promise.resolve([name]),
        (own) => `/1.0/instances/${own}`,
        (text) => text.replace(/^config:$/m, 'config:\n  user.added: x'),
      ],
      [
        'image',
        async () => [((await query('/1.0/images')) as string[])[0]?.split('/').at(-1) ?? ''],
        (own) => `/1.0/images/${own}`,
        (text) => text.replace(/^properties:.*$/m, 'properties:\n  added: x'),
      ],
      [
        'profile',
        () => Promise.resolve(['default']),
        (own) => `/1.0/profiles/${own}`,
        (text) => text.replace(/^config:.*$/m, 'config:\n  user.added: x'),
      ],
      [
        'storagePool',
        () => Promise.resolve(['default']),
        (own) => `/1.0/storage-pools/${own}`,
        (text) => text.replace(/^config:.*$/m, 'config:\n  user.added: x'),
      ],
      [
        'project',
        () => Promise.resolve(['default']),
        (own) => `/1.0/projects/${own}`,
        (text) => text.replace(/^config:$/m, 'config:\n  user.added: x'),
      ],
    ];
    for (const [kind, partsOf, pathOf, add] of cases) {
      it(`${kind} is the same as before`, async () => {
        const parts = await partsOf();
        const path = pathOf(parts[0] ?? '');
        const before = await query(path);
        await vscode.commands.executeCommand(`lxd.${kind}.edit`, { remote, parts });
        const document = vscode.window.activeTextEditor?.document;
        assert.equal(document?.uri.scheme, 'lxd-config');
        const text = document.getText();
        await edit(document, (whole) => `${whole}# a comment\n`);
        assert.deepEqual(await query(path), before, 'saved without a change');
        // What uses it may be told differently by then: only the line that was added is looked for.
        await waitFor('the text of the server', () => {
          if (!document.getText().includes('# a comment')) return true;
          throw new Error(document.getText());
        });
        await edit(document, add);
        assert.notDeepEqual(await query(path), before);
        await edit(document, () => text);
        assert.deepEqual(await query(path), before);
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      });
    }

    it("a server's own settings are edited too", async () => {
      const setting = 'images.remote_cache_expiry';
      await vscode.commands.executeCommand('lxd.server.edit', { remote, parts: [''] });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'lxd-config');
      const text = document.getText();
      const before = (await query('/1.0')) as { config: Record<string, string> };
      await edit(document, (whole) => whole.replace(/^config:.*$/m, `config:\n  ${setting}: 9`));
      assert.deepEqual(((await query('/1.0')) as typeof before).config, { ...before.config, [setting]: '9' });
      await edit(document, () => text);
      assert.deepEqual(((await query('/1.0')) as typeof before).config, before.config);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });
  });
});
