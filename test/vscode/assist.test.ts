import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { eachServer, uniqueName, remoteOf } from '../support/targets';
import { remotesView } from './extensionHost';

describe('completion and hover in documents', () => {
  before(() => remotesView().then(() => undefined));

  eachServer((target) => {
    const remote = remoteOf(target);
    const name = uniqueName('assist');
    let document: vscode.TextDocument;

    before(async () => {
      await target.cli(['profile', 'create', name]);
    });
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await target.cli(['profile', 'delete', name]);
    });

    /** Opens what a kind's Edit opens, with this text in it; `|` is the cursor. */
    const at = async (kind: string, part: string, text: string): Promise<vscode.Position> => {
      await vscode.commands.executeCommand(`lxd.${kind}.edit`, { remote, parts: [part] });
      const active = vscode.window.activeTextEditor?.document;
      assert.equal(active?.uri.scheme, 'lxd-config');
      document = active;
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text.replace('|', ''));
      await vscode.workspace.applyEdit(edit);
      return document.positionAt(text.indexOf('|'));
    };
    const completed = async (position: vscode.Position): Promise<Map<string, vscode.CompletionItem>> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return new Map(
        list.items.map((item) => [typeof item.label === 'string' ? item.label : item.label.label, item]),
      );
    };
    const hovered = async (position: vscode.Position): Promise<string> => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    };

    it('offer the keys of an instance that are not there yet', async () => {
      const items = await completed(
        await at('profile', name, 'config:\n  limits.cpu: "2"\n  lim|\ndevices: {}\n'),
      );
      assert.ok(items.has('limits.memory'));
      assert.ok(!items.has('limits.cpu'));
      assert.match(items.get('limits.memory')?.detail ?? '', /\S/);
    });

    it('replace the rest of a key that has its value already, and write no second colon', async () => {
      const position = await at('profile', name, 'config:\n  limits.memory.sw|apping: "true"\n');
      const item = (await completed(position)).get('limits.memory.swap');
      assert.ok(item);
      assert.ok(item.insertText instanceof vscode.SnippetString && item.range instanceof vscode.Range);
      const line = document.lineAt(1).text;
      const { start, end } = item.range;
      const after = line.slice(0, start.character) + item.insertText.value + line.slice(end.character);
      assert.equal(after, '  limits.memory.swap: "true"');
    });

    it('offer values of true and false, and types of devices', async () => {
      const values = await completed(await at('profile', name, 'config:\n  security.nesting: |\n'));
      assert.ok(values.has('true') && values.has('false'), [...values.keys()].join());
      const types = await completed(await at('profile', name, 'devices:\n  eth0:\n    type: |\n'));
      assert.ok(types.has('nic') && types.has('disk'), [...types.keys()].join());
    });

    it('offer the keys of a device by its type', async () => {
      const items = await completed(await at('profile', name, 'devices:\n  eth0:\n    type: nic\n    |\n'));
      assert.ok(items.has('network') && items.has('hwaddr'), [...items.keys()].join());
      assert.ok(!items.has('type'));
    });

    it('offer the keys of a storage pool by its driver', async () => {
      const items = await completed(await at('storagePool', 'default', 'config:\n  |\n'));
      assert.ok(items.has('rsync.bwlimit'), [...items.keys()].join());
      assert.ok(!items.has('zfs.pool_name'));
    });

    it('tell on hover what a key is', async () => {
      const text = await hovered(await at('profile', name, 'config:\n  security.ne|sting: "true"\n'));
      assert.match(text, /security\.nesting/);
      assert.match(text, /Type: bool/);
      assert.match(text, /Default: false/);
      if (target.kind === 'incus') assert.match(text, /\bnest/i, "the server's own text");
    });

    it('tell what is wrong while it is typed, before the server is asked', async () => {
      await at(
        'profile',
        name,
        [
          'config:',
          '  limit.memory: 1GiB',
          '  security.nesting: maybe|',
          '  user.mine: x',
          '  cloud-init.user-data: |-',
          '    #cloud-config',
          '    packages: [vim',
          'devices:',
          '  eth0:',
          '    network: x',
          '',
        ].join('\n'),
      );
      // What was wrong with the text before may still be told.
      const meant = 'There is no key "limit.memory" here. Did you mean "limits.memory"?';
      const told = await waitFor('what is wrong', () => {
        const found = vscode.languages.getDiagnostics(document.uri);
        return found.some(({ message }) => message === meant) ? found : undefined;
      });
      const lines = told.map(({ range, message, severity }) => `${severity} ${range.start.line} ${message}`);
      const [typo, value, device, ...cloud] = lines;
      assert.equal(typo, `1 1 ${meant}`);
      assert.equal(value, '0 2 security.nesting must be true or false');
      assert.match(device ?? '', /^0 8 eth0 needs a type: /);
      assert.ok(
        cloud.length > 0 && cloud.every((line) => /^0 [67] cloud-init: /.test(line)),
        cloud.join('\n'),
      );
    });
  });
});
