import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { DocumentsFeature } from '../../src/documents/feature';
import { documentUri } from '../../src/documents/uri';
import type { ExtensionExports } from '../../src/extension';
import type { KindRef } from '../../src/kinds/kind';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { query } from './editing';
import { hostOfSuite } from './extensionHost';

const signal = new AbortController().signal;

/** What a save compares with is what the editor's text came from, whatever was read since. */
describe('what others changed is not taken back', () => {
  const host = hostOfSuite();
  let documents: DocumentsFeature;
  before(() => {
    const extension = vscode.extensions.getExtension('lxd-explorer.lxd-explorer');
    const exported = (extension?.exports as ExtensionExports).documents;
    assert.ok(exported);
    documents = exported;
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  eachServer((target) => {
    let [name, ref] = ['', {} as KindRef];
    beforeEach(async () => {
      name = uniqueName('base');
      ref = {
        remote: remoteOf(target),
        project: 'default',
        kind: 'profile',
        parents: [],
        parts: [name],
        member: '',
      };
      await target.cli(['profile', 'create', name]);
      for (const key of ['a', 'b', 'c']) await set(key, '1');
    });
    afterEach(async () => {
      await target.cli(['profile', 'delete', name]);
    });

    const set = (key: string, value: string) => target.cli(['profile', 'set', name, `user.${key}`, value]);
    const config = async () =>
      ((await query(target, `/1.0/profiles/${name}`)) as { config: Record<string, string> }).config;
    const opened = async (): Promise<vscode.TextDocument> => {
      const document = await vscode.workspace.openTextDocument(documentUri(ref));
      await vscode.window.showTextDocument(document, { preview: false });
      return document;
    };
    const type = async (document: vscode.TextDocument, from: string, to: string): Promise<void> => {
      const at = document.getText().indexOf(from);
      assert.ok(at >= 0, `${from} is not in\n${document.getText()}`);
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
      edit.replace(document.uri, range, to);
      await vscode.workspace.applyEdit(edit);
    };
    /** In conflict over a, while b changed too. */
    const inConflict = async (): Promise<vscode.TextDocument> => {
      const document = await opened();
      await type(document, 'user.a: "1"', 'user.a: mine');
      await set('a', 'theirs');
      await set('b', 'theirs');
      host.dialogs.answer = 'Show Difference';
      assert.equal(await document.save(), false);
      await waitFor('theirs in the text', () => document.getText().includes('user.b: theirs'));
      return document;
    };

    it('after Show Difference and Revert', async () => {
      const document = await inConflict();
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await waitFor('theirs', () => document.getText().includes('user.a: theirs'));
      await type(document, 'user.c: "1"', 'user.c: mine');
      assert.equal(await document.save(), true);
      assert.deepEqual(await config(), { 'user.a': 'theirs', 'user.b': 'theirs', 'user.c': 'mine' });
    });

    it('after Show Difference and Undo: it is a conflict again', async () => {
      const document = await inConflict();
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      await waitFor('mine alone', () => document.getText().includes('user.b: "1"'));
      host.dialogs.answer = undefined;
      assert.equal(await document.save(), false);
      assert.deepEqual(await config(), { 'user.a': 'theirs', 'user.b': 'theirs', 'user.c': '1' });
    });

    it('but what a person wants back is saved: by Undo after a save, or typed anew', async () => {
      const document = await opened();
      const first = document.getText();
      await type(document, 'user.a: "1"', 'user.a: mine');
      assert.equal(await document.save(), true);
      assert.equal((await config())['user.a'], 'mine');
      await type(document, document.getText(), first);
      assert.equal(await document.save(), true);
      assert.equal((await config())['user.a'], '1');
      await set('a', 'theirs');
      await waitFor('theirs in the text', () => document.getText().includes('user.a: theirs'));
      await type(document, document.getText(), first);
      assert.equal(await document.save(), true);
      assert.equal((await config())['user.a'], '1');
    });

    it('where Show Difference comes late: what was typed since stays', async () => {
      const document = await opened();
      await type(document, 'user.a: "1"', 'user.a: mine');
      await set('a', 'theirs');
      await set('b', 'theirs');
      let press = (): void => undefined;
      const pressed = new Promise<void>((resolve) => {
        press = resolve;
      });
      const window = vscode.window as unknown as Record<string, unknown>;
      const shown = window['showWarningMessage'];
      window['showWarningMessage'] = () => pressed.then(() => 'Show Difference');
      try {
        assert.equal(await document.save(), false);
      } finally {
        window['showWarningMessage'] = shown;
      }
      await type(document, 'user.c: "1"', 'user.c: later');
      press();
      await waitFor('theirs in the text', () => document.getText().includes('user.b: theirs'));
      assert.match(document.getText(), /user\.a: mine[^]*user\.c: later/);
      assert.equal(await document.save(), true);
      assert.deepEqual(await config(), { 'user.a': 'mine', 'user.b': 'theirs', 'user.c': 'later' });
    });

    it('where something is typed while it is saved', async () => {
      const document = await opened();
      await type(document, 'user.a: "1"', 'user.a: mine');
      await set('b', 'theirs');
      const saving = document.save();
      await type(document, 'user.c: "1"', 'user.c: typed');
      await saving;
      assert.equal((await config())['user.b'], 'theirs');
      assert.match(document.getText(), /user\.c: typed/);
      if (document.isDirty) assert.equal(await document.save(), true);
      assert.deepEqual(await config(), { 'user.a': 'mine', 'user.b': 'theirs', 'user.c': 'typed' });
    });

    it('where the editor’s text came from something that nobody knows any more: each difference is asked', async () => {
      const resource = documents.resource(ref);
      await set('a', 'theirs');
      const mine = {
        description: '',
        config: { 'user.a': '1', 'user.b': '1', 'user.gone': '1' },
        devices: {},
      };
      const saved = await resource.save(undefined, mine, { signal });
      assert.ok(saved.kind === 'conflict');
      assert.deepEqual(saved.places.map((path) => path.at(-1)).sort(), ['user.a', 'user.c', 'user.gone']);
      assert.deepEqual(await config(), { 'user.a': 'theirs', 'user.b': '1', 'user.c': '1' });
    });

    it('nothing is saved by itself, while it is typed', async () => {
      const files = vscode.workspace.getConfiguration('files');
      const before = ['autoSave', 'autoSaveDelay'].map(
        (key) => [key, files.inspect(key)?.globalValue] as const,
      );
      await files.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
      await files.update('autoSaveDelay', 100, vscode.ConfigurationTarget.Global);
      const document = await opened();
      try {
        await type(document, 'user.a: "1"', 'user.a: half');
        await assert.rejects(
          waitFor('a save', () => !document.isDirty, { timeout: 1_500, interval: 50 }),
          /gave up/,
        );
        assert.equal((await config())['user.a'], '1');
      } finally {
        for (const [key, value] of before) await files.update(key, value, vscode.ConfigurationTarget.Global);
      }
      await type(document, 'user.a: half', 'user.a: whole');
      assert.equal(await document.save(), true);
      assert.equal((await config())['user.a'], 'whole');
    });

    it('what the server writes in another way is no loss', async () => {
      const document = await opened();
      await type(document, 'description: ""', 'description:');
      await type(document, 'user.a: "1"', 'user.a: mine\n  limits.memory:');
      assert.equal(await document.save(), true);
      assert.deepEqual(host.dialogs.warnings, []);
      assert.equal((await config())['user.a'], 'mine');
    });

    it('what is changed by another command is told to be, at its place', async () => {
      const document = await opened();
      await type(document, 'config:', 'name: other\nconfig:');
      assert.equal(await document.save(), false);
      const problems = vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
      assert.match(problems.join(), /^name is not changed here/);
    });

    it('a name may hold what means something in an address', () => {
      for (const odd of ['50%', 'a b', 'é🐧', 'x#y?z', '%2F']) {
        const { ref: found } = documents.resource({ ...ref, parts: [odd] });
        assert.deepEqual(found.parts, [odd]);
      }
    });
  });
});
