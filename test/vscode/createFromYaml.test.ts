import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freeSubnet, newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import { waitFor } from '../../scripts/lib/wait';
import { yamlKinds } from '../../src/documents/contribution';
import { sampled } from '../../src/documents/schema/samples';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { hostOfSuite } from './extensionHost';

describe('creating from a YAML document', () => {
  const host = hostOfSuite();
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is there for every kind that has a sample', () => {
    assert.deepEqual([...yamlKinds].sort(), [...sampled].sort());
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const query = async (path: string, method = 'GET'): Promise<Record<string, unknown>> =>
      JSON.parse((await target.cli(['query', '--wait', '-X', method, path])) || '{}') as Record<
        string,
        unknown
      >;
    /** Opens the document of a new one, as its row's menu does. */
    const begin = async (kind: string, parents: string[] = []): Promise<vscode.TextDocument> => {
      await vscode.commands.executeCommand('lxd.document.create', { kind, remote, parents });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.uri.scheme, 'lxd-config');
      return document;
    };
    const type = async (document: vscode.TextDocument, changes: readonly [string | RegExp, string][]) => {
      const text = changes.reduce((all, [from, to]) => all.replace(from, to), document.getText());
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    };
    const bridge = newBridgeName();
    const subnet = freeSubnet();
    const name = uniqueName('yaml');
    /** Each kind: what it is below, what is typed over the sample, and where the server then has it. */
    const cases: {
      kind: string;
      parents?: string[];
      typed?: [string | RegExp, string][];
      path: string;
    }[] = [
      { kind: 'profile', path: `/1.0/profiles/${name}` },
      { kind: 'project', path: `/1.0/projects/${name}` },
      {
        kind: 'network',
        typed: [
          [/^name: .*/m, `name: ${bridge}`],
          ['ipv4.address: auto', `ipv4.address: ${subnet}.1/24`],
          ...(target.kind === 'lxd'
            ? [[/^#  ipv4.nat.*/m, '  ipv4.firewall: false'] as [RegExp, string]]
            : []),
        ],
        path: `/1.0/networks/${bridge}`,
      },
      {
        kind: 'forward',
        parents: [bridge],
        typed: [['description: ""', 'description: one']],
        path: `/1.0/networks/${bridge}/forwards/192.0.2.10`,
      },
      { kind: 'networkAcl', path: `/1.0/network-acls/${name}` },
      {
        kind: 'networkZone',
        typed: [['new.example.net', `${name}.example.net`]],
        path: `/1.0/network-zones/${name}.example.net`,
      },
      {
        kind: 'zoneRecord',
        parents: [`${name}.example.net`],
        path: `/1.0/network-zones/${name}.example.net/records/${name}`,
      },
      { kind: 'storagePool', path: `/1.0/storage-pools/${name}` },
      { kind: 'volume', parents: [name], path: `/1.0/storage-pools/${name}/volumes/custom/${name}` },
      {
        kind: 'instance',
        typed: [
          [/source:\n(?: .*\n)+/, 'source:\n  type: none\n'],
          [/devices: \{\}[^]*/, 'devices:\n  root: {type: disk, path: /, pool: default}\n'],
        ],
        path: `/1.0/instances/${name}`,
      },
    ];
    after(async function () {
      this.timeout(60_000);
      for (const { path } of [...cases].reverse()) await query(path, 'DELETE');
    });

    for (const { kind, parents = [], typed = [], path } of cases) {
      it(`creates a ${kind} by its sample, with little more than a name`, async function () {
        this.timeout(30_000);
        if (kind === 'network') recordBridge(target.server.run, bridge);
        const document = await begin(kind, parents);
        await type(document, [[/^name: new-\w+$/m, `name: ${name}`], ...typed]);
        assert.equal(await document.save(), true, host.dialogs.errors.join('; '));
        await query(path);
        const last = path.split('/').at(-1) ?? '';
        await waitFor('the document of what was created', () => {
          const uri = vscode.window.activeTextEditor?.document.uri;
          return uri?.query === '' && uri.path.endsWith(`/${last}.yaml`);
        });
        assert.deepEqual(host.dialogs.errors, []);
      });
    }

    it('leaves the document as it is where the server refuses, with its reason at the place', async () => {
      const document = await begin('profile');
      await type(document, [
        [/^name: .*/m, `name: ${name}x`],
        ['config: {}', 'config:\n  limits.nonsense: 1'],
      ]);
      assert.equal(await document.save(), false);
      const told = vscode.languages
        .getDiagnostics(document.uri)
        .map(({ range, message }) => [range.start.line, message]);
      const [line, message] = told.find(([, text]) => /nonsense/.test(String(text))) ?? [];
      assert.match(String(message), /limits\.nonsense/);
      assert.equal(document.lineAt(Number(line)).text.trim(), 'limits.nonsense: 1');
      assert.equal(document.isDirty, true);
      await assert.rejects(query(`/1.0/profiles/${name}x`), /not found/i);
    });

    it('begins with the sample again after one was created', async () => {
      const first = await begin('profile');
      const sample = first.getText();
      await type(first, [
        [/^name: .*/m, `name: ${name}y`],
        ['config: {}', 'config:\n  limits.memory: 1GiB'],
      ]);
      assert.equal(await first.save(), true, host.dialogs.errors.join('; '));
      await waitFor('the document of what was created', () =>
        vscode.window.activeTextEditor?.document.uri.path.endsWith(`/${name}y.yaml`),
      );
      const second = await begin('profile');
      await waitFor('the sample', () => second.getText() === sample);
      await target.cli(['profile', 'delete', `${name}y`]);
    });

    it('says that a name is missing', async () => {
      const document = await begin('profile');
      await type(document, [[/^name: .*/m, 'name: ""']]);
      assert.equal(await document.save(), false);
      const [first] = vscode.languages.getDiagnostics(document.uri);
      assert.equal(first?.message, 'Its name is missing');
    });

    it('offers the keys of what is typed', async () => {
      const document = await begin('storagePool');
      await type(document, [
        [/^driver: .*/m, 'driver: zfs'],
        ['config: {}', 'config:\n  '],
      ]);
      const position = document.positionAt(document.getText().indexOf('config:\n  ') + 'config:\n  '.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('zfs.pool_name'), labels.join());
    });

    it('is in the menu of the rows that hold such things, the instances’ too', async () => {
      const root = (await host.view.tree.getChildren()).find(({ id }) => id === remote);
      const rows = await host.view.tree.getChildren(root);
      const project = rows.find((row) => row.row().label === 'default') ?? root;
      const below = await host.view.tree.getChildren(project);
      const instances = below.find((row) => row.row().context.startsWith('instances'));
      assert.ok(instances, below.map((row) => row.row().label).join());
      await vscode.commands.executeCommand('lxd.document.create', instances);
      assert.match(
        vscode.window.activeTextEditor?.document.getText() ?? '',
        /^# New instance on .*\n[^]*\ntype: container\n/,
      );
    });
  });
});
