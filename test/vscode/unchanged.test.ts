import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { editAndBack, openDocument, query, saveWith } from './editing';
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
        async () => [((await query(target, '/1.0/images')) as string[])[0]?.split('/').at(-1) ?? ''],
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
        await editAndBack({ target, dialogs }, { kind, ref: { remote, parts }, path, change: add });
      });
    }

    it("a server's own settings are edited too", async () => {
      const setting = 'images.remote_cache_expiry';
      const document = await openDocument('server', { remote, parts: [''] });
      const text = document.getText();
      const before = (await query(target, '/1.0')) as { config: Record<string, string> };
      await saveWith(document, (whole) => whole.replace(/^config:.*$/m, `config:\n  ${setting}: 9`), dialogs);
      assert.deepEqual(((await query(target, '/1.0')) as typeof before).config, {
        ...before.config,
        [setting]: '9',
      });
      await saveWith(document, () => text, dialogs);
      assert.deepEqual(((await query(target, '/1.0')) as typeof before).config, before.config);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });
  });
});
