import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { placeText } from '../../src/documents/merge';
import type { DocumentsFeature } from '../../src/documents/feature';
import { documentUri } from '../../src/documents/uri';
import type { KindRef } from '../../src/kinds/kind';
import type { ExtensionExports } from '../../src/extension';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { type ConflictCase, conflictCases } from './conflictCases';
import { Dialogs, remotesView } from './extensionHost';

const signal = new AbortController().signal;
describe('resources as documents', () => {
  let documents: DocumentsFeature;
  let dialogs: Dialogs;

  before(async () => {
    await remotesView();
    const extension = vscode.extensions.getExtension('lxd-explorer.lxd-explorer');
    const exported = (extension?.exports as ExtensionExports).documents;
    assert.ok(exported);
    documents = exported;
    dialogs = new Dialogs();
  });
  beforeEach(() => {
    dialogs.reset();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
  after(() => {
    dialogs.dispose();
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const query = async (path: string, method = 'GET', body?: unknown): Promise<Record<string, unknown>> => {
      const data = body === undefined ? [] : ['-d', JSON.stringify(body)];
      const stdout = await target.cli(['query', '--wait', '-X', method, ...data, path]);
      return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
    };
    const refTo = (kind: string, ...parts: string[]): KindRef => ({
      remote,
      project: 'default',
      kind,
      parents: [],
      parts,
      member: '',
    });
    const opened = async (ref: KindRef): Promise<vscode.TextDocument> => {
      const document = await vscode.workspace.openTextDocument(documentUri(ref));
      await vscode.window.showTextDocument(document, { preview: false });
      return document;
    };
    const type = async (document: vscode.TextDocument, from: string | RegExp, to: string): Promise<void> => {
      const text = document.getText().replace(from, to);
      assert.notEqual(text, document.getText(), `${String(from)} is not in\n${document.getText()}`);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    };
    const problemsOf = ({ uri }: vscode.TextDocument): string[] =>
      vscode.languages.getDiagnostics(uri).map(({ range, message }) => `${range.start.line}: ${message}`);

    describe('a profile', () => {
      let name = '';
      beforeEach(async () => {
        name = uniqueName('doc');
        await target.cli(['profile', 'create', name]);
        await query(`/1.0/profiles/${name}`, 'PUT', {
          description: 'before',
          config: { 'limits.cpu': '1', 'user.a': 'x' },
          devices: {},
        });
      });
      afterEach(async () => {
        await target.cli(['profile', 'delete', name]);
      });

      it('is opened, edited and saved, and shown as the server then has it', async () => {
        const document = await opened(refTo('profile', name));
        assert.match(document.getText(), /^# Profile .* on .*, project default$/m);
        await type(document, 'limits.cpu: "1"', 'limits.cpu: 2');
        assert.equal(await document.save(), true);
        const { config } = await query(`/1.0/profiles/${name}`);
        assert.deepEqual(config, { 'limits.cpu': '2', 'user.a': 'x' });
        await waitFor('the text of the server', () => document.getText().includes('limits.cpu: "2"'));
        assert.equal(document.isDirty, false);
      });

      it('follows what is changed outside, while nothing is typed', async () => {
        const document = await opened(refTo('profile', name));
        const started = performance.now();
        await target.cli(['profile', 'set', name, 'user.a', 'outside']);
        const changed = performance.now();
        await waitFor('the change', () => document.getText().includes('user.a: outside'), { timeout: 3_000 });
        assert.ok(performance.now() - changed < 1_000, `${performance.now() - started} ms`);
        assert.equal(document.isDirty, false);
      });

      it('is merged with what was changed outside while it was typed', async () => {
        const document = await opened(refTo('profile', name));
        await type(document, 'before', 'mine');
        await target.cli(['profile', 'set', name, 'user.b', 'theirs']);
        assert.equal(await document.save(), true);
        const { description, config } = await query(`/1.0/profiles/${name}`);
        assert.deepEqual(
          [description, config],
          ['mine', { 'limits.cpu': '1', 'user.a': 'x', 'user.b': 'theirs' }],
        );
        await waitFor('theirs in the text', () => document.getText().includes('user.b: theirs'));
      });

      it('is not saved over a conflict, and mine stays in the editor until a person has decided', async () => {
        const document = await opened(refTo('profile', name));
        await type(document, 'user.a: x', 'user.a: mine');
        await target.cli(['profile', 'set', name, 'user.a', 'theirs']);
        await target.cli(['profile', 'set', name, 'user.other', 'theirs too']);
        dialogs.answer = undefined;
        assert.equal(await document.save(), false);
        assert.match(document.getText(), /user\.a: mine/);
        assert.deepEqual(await configOf(), {
          'limits.cpu': '1',
          'user.a': 'theirs',
          'user.other': 'theirs too',
        });
        assert.deepEqual(dialogs.warnings[0]?.buttons, ['Show Difference']);
        assert.equal(await document.save(), false, 'a second save without a decision');
        // Show Difference takes over what is no conflict; what is saved then is what the person has seen.
        dialogs.answer = 'Show Difference';
        assert.equal(await document.save(), false);
        await waitFor('theirs in the text', () => document.getText().includes('theirs too'));
        assert.match(document.getText(), /user\.a: mine/);
        await waitFor('the difference', () => {
          const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
          return input instanceof vscode.TabInputTextDiff && String(input.modified) === String(document.uri);
        });
        assert.equal(document.isDirty, true, 'saved before anybody decided');
        assert.equal((await configOf())['user.a'], 'theirs');
        assert.equal(await document.save(), true);
        assert.deepEqual(await configOf(), {
          'limits.cpu': '1',
          'user.a': 'mine',
          'user.other': 'theirs too',
        });
      });

      const configOf = async () => (await query(`/1.0/profiles/${name}`))['config'] as Record<string, string>;
      const bad: [what: string, from: string | RegExp, to: string, problem: RegExp][] = [
        ['invalid YAML', 'user.a: x', 'user.a: "x', /^\d+: /],
        ['a duplicate key', 'user.a: x', 'user.a: x\n  user.a: y', /^7: .*unique/i],
        ['a tab', '  user.a: x', '\tuser.a: x', /^6: .*tab/i],
        ['a list for a map', /config:\n.*\n.*\n/, 'config: [1]\n', /^4: .*keys and values/],
        ['a map for a text', 'user.a: x', 'user.a:\n    b: 1', /^7: "user.a" is a text/],
        ['an alias of nothing', 'user.a: x', 'user.a: *nowhere', /^6: .*nowhere/],
        ['a key that the server refuses', 'user.a: x', 'limits.nonsense: 1', /^6: .*limits\.nonsense/],
        ['a value that the server refuses', 'limits.cpu: "1"', 'limits.memory: lots', /^5: .*/],
      ];
      for (const [what, from, to, problem] of bad) {
        it(`is not saved with ${what}, which is shown at its place`, async () => {
          const before = await query(`/1.0/profiles/${name}`);
          const document = await opened(refTo('profile', name));
          await type(document, from, to);
          assert.equal(await document.save(), false);
          await waitFor('a problem', () => problemsOf(document).length > 0);
          assert.match(problemsOf(document)[0] ?? '', problem);
          assert.deepEqual(await query(`/1.0/profiles/${name}`), before);
          assert.equal(document.isDirty, true);
        });
      }

      it('takes a megabyte, and refuses nothing but what the server refuses', async () => {
        const document = await opened(refTo('profile', name));
        const long = 'a line of a text\n'.repeat(64 * 1024);
        await type(document, 'user.a: x', `user.a: |\n${long.replaceAll(/^(?=.)/gm, '    ')}`);
        const saved = await document.save();
        const { config } = await query(`/1.0/profiles/${name}`);
        if (saved) assert.equal((config as Record<string, string>)['user.a'], long);
        else assert.deepEqual(config, { 'limits.cpu': '1', 'user.a': 'x' });
        assert.equal(saved, problemsOf(document).length === 0);
      });

      it('loses nothing when two windows save at once', async () => {
        const [one, two] = [
          documents.resource(refTo('profile', name)),
          documents.resource(refTo('profile', name)),
        ];
        const origin = await one.read({ signal });
        const edit = (change: Record<string, string>) => ({
          description: 'before',
          config: { 'limits.cpu': '1', 'user.a': 'x', ...change },
          devices: {},
        });
        const ended = await Promise.all([
          one.save(origin, edit({ 'user.one': '1' }), { signal }),
          two.save(origin, edit({ 'user.two': '2' }), { signal }),
        ]);
        assert.deepEqual(
          ended.map(({ kind }) => kind),
          ['saved', 'saved'],
        );
        const { config } = await query(`/1.0/profiles/${name}`);
        assert.deepEqual(config, { 'limits.cpu': '1', 'user.a': 'x', 'user.one': '1', 'user.two': '2' });
        const now = await one.read({ signal });
        const same = await Promise.all([
          one.save(now, { ...edit({ 'user.a': 'one' }) }, { signal }),
          two.save(now, { ...edit({ 'user.a': 'two' }) }, { signal }),
        ]);
        // A server may take both; who was overwritten is told so.
        const told = same.filter((save) => save.kind === 'conflict' || save.other.length > 0);
        assert.equal(told.length, 1, JSON.stringify(same));
      });
    });

    describe('conflicts', () => {
      const name = uniqueName('conflict');
      const path = `/1.0/instances/${name}`;
      before(async () => {
        await target.cli(['init', 'busybox', name]);
        await target.cli(['profile', 'create', name]);
      });
      after(async () => {
        await target.cli(['delete', '--force', name]);
        await target.cli(['profile', 'delete', name]);
      });

      const full = (part: ConflictCase['base']) => ({
        description: '',
        ephemeral: false,
        profiles: ['default'],
        devices: {},
        ...part,
        config: part.config ?? {},
      });
      for (const { what, base, mine, theirs, outside, result, asked = [] } of conflictCases) {
        it(what, async () => {
          const put = async (part: ConflictCase['base']): Promise<void> => {
            const now = await query(path);
            const config = now['config'] as Record<string, string>;
            const kept = Object.fromEntries(
              Object.entries(config).filter(([key]) => /^(volatile|image)\./.test(key)),
            );
            const wanted = full(part);
            const profiles = wanted.profiles.map((profile) => (profile === 'other' ? name : profile));
            await query(path, 'PUT', {
              ...wanted,
              architecture: now['architecture'],
              profiles,
              config: { ...kept, ...wanted.config },
            });
          };
          await put(base);
          const resource = documents.resource(refTo('instance', name));
          const origin = await resource.read({ signal });
          const seen = origin.object as Record<string, unknown>;
          if (theirs) await put(theirs);
          if (outside === 'start') await target.cli(['start', name]);
          if (outside === 'stop') await target.cli(['stop', '--force', name]);
          const wanted = full(mine);
          const image = Object.fromEntries(
            Object.entries(seen['config'] as object).filter(([key]) => key.startsWith('image.')),
          ) as Record<string, string>;
          const saved = await resource.save(
            origin,
            {
              architecture: seen['architecture'],
              stateful: seen['stateful'],
              ...wanted,
              profiles: wanted.profiles.map((profile) => (profile === 'other' ? name : profile)),
              config: { ...image, ...wanted.config },
            },
            { signal },
          );
          assert.deepEqual(
            saved.kind === 'conflict' ? saved.places.map(placeText).sort() : [],
            [...asked].sort(),
          );
          const now = await query(path);
          const config = Object.fromEntries(
            Object.entries(now['config'] as object).filter(([key]) => !/^(volatile|image)\./.test(key)),
          );
          const { description, profiles, devices } = full(result);
          assert.deepEqual(
            { description: now['description'], profiles: now['profiles'], devices: now['devices'], config },
            {
              description,
              profiles: profiles.map((profile) => (profile === 'other' ? name : profile)),
              devices,
              config: full(result).config,
            },
          );
        });
      }
    });
  });
});
