import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { Remotes } from '../../src/model/remotes';
import { pickServer } from '../../src/shell/pickRemote';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';
import { QuickInputs } from './quickInputs';

const scheme = 'lxd-api';
/** The open document of requests and answers, once its text is right. */
async function document(test: (text: string, uri: vscode.Uri) => boolean): Promise<vscode.TextEditor> {
  return waitFor(
    'the document',
    () => {
      const editor = vscode.window.activeTextEditor;
      const { uri } = editor?.document ?? {};
      if (uri?.scheme === scheme && editor && test(editor.document.getText(), uri)) return editor;
      throw new Error(`active is ${String(uri)}: ${editor?.document.getText() ?? ''}`);
    },
    { timeout: 15_000 },
  );
}

async function replaceAll({ document: { uri, lineCount } }: vscode.TextEditor, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('Send API Request…', function () {
  this.timeout(120_000);
  let quick: QuickInputs;
  let dialogs: Dialogs;

  before(remotesView);
  beforeEach(() => {
    quick = new QuickInputs();
    dialogs = new Dialogs();
  });
  afterEach(async () => {
    quick.dispose();
    dialogs.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const begin = (argument?: object): Thenable<unknown> =>
    vscode.commands.executeCommand('lxd.api.send', argument);
  const sendDocument = (): Thenable<unknown> => vscode.commands.executeCommand('lxd.api.sendDocument');

  eachServer((target) => {
    const remote = remoteOf(target);
    const profile = uniqueName('api-profile');
    const shown = async (): Promise<string> => target.cli(['profile', 'show', profile]);
    after(() => target.cli(['profile', 'delete', profile]).catch(() => undefined));

    it('creates from a skeleton: choose, edit, send', async () => {
      const sending = begin({ remote });
      const operations = await quick.asking(/What to do/);
      assert.match(operations.text(), /Create a profile\nPOST \/1\.0\/profiles/);
      operations.enter('Create a profile');
      const line = await quick.asking(/Enter opens the body/);
      assert.equal(line.value, '/1.0/profiles?project=default');
      line.enter();
      await sending;
      const editor = await document((text) => text.includes('"description": ""'));
      const body = {
        ...(JSON.parse(editor.document.getText()) as object),
        name: profile,
        description: 'by hand',
      };
      await replaceAll(editor, JSON.stringify(body));
      await sendDocument();
      assert.match(await shown(), /description: by hand/);
      assert.deepEqual(dialogs.errors, []);
      await waitFor('the document to be saved', () => !editor.document.isDirty);
    });

    it('offers what is there for a path, and shows the answer as a document', async () => {
      const sending = begin({ remote });
      (await quick.asking(/What to do/)).enter(/^Show a profile$/);
      const names = await quick.asking(/name in \/1\.0\/profiles\/\{name\}/);
      assert.ok(names.labels().includes(profile) && names.labels().includes('default'));
      names.enter(profile);
      (await quick.asking(/Enter sends/)).enter();
      await sending;
      const answer = await document((text) => text.includes('by hand'));
      assert.equal((JSON.parse(answer.document.getText()) as { name: string }).name, profile);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        answer.document.uri,
      );
      const titles = lenses.map(({ command }) => command?.title ?? '');
      assert.match(titles[0] ?? '', /Send Again: GET \/1\.0\/profiles\/.* to /);
      const client = target.kind === 'lxd' ? 'lxc' : 'incus';
      assert.deepEqual(titles.slice(1), ['Copy as curl', `Copy as ${client} query`]);
      await vscode.commands.executeCommand('lxd.api.copyQuery');
      const copied = await vscode.env.clipboard.readText();
      assert.equal(copied, `${client} query '/1.0/profiles/${profile}?project=default'`);
    });

    it('edits an object as it is, with its ETag, and loses to who was faster', async () => {
      const sending = begin({ remote });
      (await quick.asking(/What to do/)).enter(/^Replace a profile$/);
      (await quick.asking(/name in/)).enter(profile);
      (await quick.asking(/Enter opens the body/)).enter();
      await sending;
      const editor = await document((text) => text.includes('by hand'));
      await target.cli(['profile', 'set', profile, 'user.other=1']);
      await replaceAll(editor, editor.document.getText().replace('by hand', 'too late'));
      await sendDocument();
      assert.match(dialogs.errors.join('\n'), /PUT \/1\.0\/profiles\/.*: .*ETag/i);
      assert.match(await shown(), /description: by hand/);
      assert.match(editor.document.getText(), /too late/, 'the edit is still there');

      // From the history comes the same edit with what it was made from: it still loses.
      dialogs.reset();
      const again = vscode.commands.executeCommand('lxd.api.history');
      const past = await quick.asking(/Request to send again/);
      await waitFor('the list', () => past.labels().length > 0);
      past.enter(`PUT /1.0/profiles/${profile}`);
      await again;
      await document((text, uri) => text.includes('too late') && uri.query !== editor.document.uri.query);
      await sendDocument();
      assert.match(dialogs.errors.join('\n'), /ETag/i);
      assert.match(await shown(), /description: by hand/);
    });

    it('goes on from what the server has, one edit after the other', async () => {
      await begin({ remote, path: `/1.0/profiles/${profile}` });
      const sending = begin({ remote });
      (await quick.asking(/What to do/)).enter(/^Replace a profile$/);
      (await quick.asking(/name in/)).enter(profile);
      (await quick.asking(/Enter opens the body/)).enter();
      await sending;
      const editor = await document((text, uri) => text.includes('by hand') && uri.path.includes('PUT'));
      for (const [from, to] of [
        ['by hand', 'first'],
        ['first', 'by hand'],
      ] as const) {
        await replaceAll(editor, editor.document.getText().replace(`"${from}"`, `"${to}"`));
        await vscode.window.showTextDocument(editor.document);
        await sendDocument();
        assert.deepEqual(dialogs.errors, []);
        assert.match(await shown(), new RegExp(`description: ${to}`));
      }

      // What is typed while a request is under way is not taken back by what the server then has.
      const text = editor.document.getText();
      await vscode.window.showTextDocument(editor.document);
      const sent = sendDocument();
      const typed = text.replace('"by hand"', '"typed meanwhile"');
      await replaceAll(editor, typed);
      await sent;
      assert.deepEqual(dialogs.errors, []);
      assert.equal(editor.document.getText(), typed);
    });

    it('says what is no JSON, and sends nothing', async () => {
      const sending = begin({ remote });
      (await quick.asking(/What to do/)).enter(/^Change a profile$/);
      (await quick.asking(/name in/)).enter(profile);
      (await quick.asking(/Enter opens the body/)).enter();
      await sending;
      const editor = await document((text) => text.includes('description'));
      // What is said is also logged: the place, and nothing of the text.
      await replaceAll(editor, '{\n  "password": hunter2\n}');
      await sendDocument();
      assert.match(dialogs.errors.join('\n'), /The body is no JSON: see line 2, column 15/);
      assert.doesNotMatch(dialogs.errors.join('\n'), /hunter|password/);
    });

    it('starts from the skeleton where what can be read is something else', async () => {
      const name = uniqueName('api');
      await target.cli(['init', name, '--empty']);
      try {
        const sending = begin({ remote });
        (await quick.asking(/What to do/)).enter(/^Start, stop, restart/);
        (await quick.asking(/name in/)).enter(name);
        (await quick.asking(/Enter opens the body/)).enter();
        await sending;
        const editor = await document((text) => text.includes('"action"'));
        assert.doesNotMatch(editor.document.getText(), /status_code|network/);
        // Without the ETag of that other thing too: the answer is the server's own.
        await replaceAll(editor, '{ "action": "stop" }');
        await sendDocument();
        assert.match(dialogs.errors.join('\n'), /already stopped|not running/);
      } finally {
        await target.cli(['delete', name]);
      }
    });

    it('shows text that is no JSON where nothing keeps it on the disk', async () => {
      await begin({ remote, path: '/1.0/metrics' });
      const { document: shownAnswer } = await document((text) => text.includes('# EOF'));
      assert.match(shownAnswer.uri.path, /\/metrics$/);
      assert.equal(shownAnswer.isDirty, false);
    });

    it('offers the fields of the body', async () => {
      const sending = begin({ remote });
      (await quick.asking(/What to do/)).enter('Create an instance');
      (await quick.asking(/Enter opens the body/)).enter();
      await sending;
      const editor = await document((text) => text.includes('"source"'));
      await replaceAll(editor, '{\n  "name": "x",\n  "\n}\n');
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(2, 3),
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('source'), labels.join());
      assert.ok(!labels.includes('name'));
    });

    it('asks before it deletes, and names what goes', async () => {
      const path = `/1.0/profiles/${profile}`;
      await begin({ remote, method: 'DELETE', path });
      assert.match(dialogs.warnings[0]?.text ?? '', new RegExp(`Delete ${path} on ${remote}\\?`));
      assert.match(await shown(), /by hand/, 'no answer deletes nothing');
      dialogs.answer = 'Delete';
      await begin({ remote, method: 'DELETE', path });
      await assert.rejects(shown(), /not found/i);
    });

    it('asks before it makes the server another one', async () => {
      await begin({ remote, method: 'PUT', path: '/1.0', body: { config: {} } });
      assert.equal(dialogs.warnings[0]?.text, `Send PUT /1.0 to ${remote}?`);
      assert.deepEqual(dialogs.errors, []);
    });

    it('shows the server’s own reason where it refuses', async () => {
      await begin({ remote, method: 'GET', path: '/1.0/profiles/none' });
      assert.match(dialogs.errors.join('\n'), /GET \/1\.0\/profiles\/none.*: .*not found/i);
      await begin({ remote, path: '/1.0/a b' });
      assert.match(dialogs.errors.join('\n'), /percent-encoded: %20/);
    });

    it('waits for what it starts', async () => {
      const name = uniqueName('api');
      const body = { name, source: { type: 'none' } };
      await begin({ remote, method: 'POST', path: '/1.0/instances', body });
      assert.match(await target.cli(['list', '--format', 'csv', '-c', 'n']), new RegExp(`^${name}$`, 'm'));
      await target.cli(['delete', name]);
    });

    it('offers only what this server has', async () => {
      const sending = begin({ remote });
      const operations = await quick.asking(/What to do/);
      const has = operations.labels().includes('List the addresses that are in use');
      assert.equal(has, target.kind === 'incus');
      assert.ok(!operations.labels().includes('List the names of placement groups'));
      operations.hide();
      await sending;
      assert.deepEqual(dialogs.errors, []);
    });

    it('has sent requests at hand', async () => {
      await begin({ remote, path: '/1.0/projects?recursion=1' });
      await document((text) => text.includes('"default"'));
      const again = vscode.commands.executeCommand('lxd.api.history');
      const past = await quick.asking(/Request to send again/);
      await waitFor('the list', () => past.labels().length > 0);
      past.enter('GET /1.0/projects?recursion=1');
      await again;
      await document((text) => text.includes('"default"'));
      assert.deepEqual(dialogs.errors, []);
    });
  });

  it('says that a stream is none to send', async () => {
    await begin({ remote: 'local', path: '/1.0/events' });
    assert.match(dialogs.errors.join('\n'), /becomes a stream/);
  });

  it('takes a server that nobody has looked at yet: it connects when it is used', async () => {
    const server = (kind: string, config: object = {}) => ({
      name: kind,
      state: { kind },
      config: { kind: 'https', ...config },
    });
    const all = [server('idle'), server('lost'), server('ready', { kind: 'public' })];
    const chosen = await pickServer({ all } as unknown as Remotes, 'never asked');
    assert.equal(chosen?.name, 'idle');
  });

  it('an argument that names nothing is told', async () => {
    await begin({ remote: 'nowhere', path: '/1.0' });
    assert.match(dialogs.errors.join('\n'), /no remote "nowhere"/);
  });
});
