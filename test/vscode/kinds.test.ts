import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freeSubnet, newBridgeName } from '../../scripts/lib/network';
import { recordBridge } from '../../scripts/lib/run';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import { fill, type Filled } from '../support/fill';
import { eachServer, remoteOf } from '../support/targets';
import { hostOfSuite, rowText } from './extensionHost';
import { query as ask } from './editing';
import { goldenOf, verbsOf } from './kindsGolden';
import { doAll } from './verbs';

describe('every kind of resource', () => {
  const host = hostOfSuite();

  eachServer((target) => {
    const remote = remoteOf(target);
    let filled: Filled;
    const subnet = freeSubnet();
    before(async function () {
      this.timeout(60_000);
      filled = await fill(target, 'gold');
    });
    after(() => filled.undo());

    const children = (node?: TreeNode) => host.view.tree.getChildren(node);
    const root = async (): Promise<TreeNode> => {
      const found = (await children()).find(({ id }) => id === remote);
      assert.ok(found);
      return found;
    };
    /** A row below a row, by its label. */
    const below = async (...labels: string[]): Promise<TreeNode> => {
      let at = await root();
      for (const label of labels) {
        const rows = await children(at);
        const found = rows.find((row) => row.row().label === label);
        assert.ok(found, `no "${label}" among ${rows.map((row) => row.row().label).join(', ')}`);
        at = found;
      }
      return at;
    };
    /** Folders first as they are, then their own rows: only what the test has made. */
    const render = async (): Promise<string> => {
      const lines: string[] = [];
      const isOurs = (node: TreeNode): boolean => {
        const { label, context } = node.row();
        return (
          !/^(profile|network|networkAcl|networkZone|storagePool)(\+|$)/.test(context) ||
          label.startsWith('gold') ||
          filled.bridges.includes(label)
        );
      };
      const walk = async (node: TreeNode, indent: string): Promise<void> => {
        const below = (await children(node)).filter(isOurs);
        lines.push(indent + rowText(host.view.tree.getTreeItem(node)));
        for (const each of below) await walk(each, `${indent}  `);
      };
      for (const category of await children(await root()))
        if (/^(profiles|network|storage)/.test(category.row().context)) await walk(category, '');
      const [one = '', two = ''] = [...filled.bridges].sort(naturally.compare);
      return (
        lines
          .join('\n')
          .replaceAll(one, 'BRIDGE1')
          .replaceAll(two, 'BRIDGE2')
          .replaceAll(/ \| \d+ seconds? ago| \| now/g, ' | AGO')
          // How full a pool is comes later than its row: usage.test.ts.
          .replaceAll(/ · \d+% of [\d.,]+ [KMGT]iB/g, '')
          .replaceAll(/^(Networks \|) \d+/gm, '$1 N')
          .replaceAll(/(Leases|Forwards) \| none/g, '$1 | ')
      );
    };

    it('has its rows, with what uses what', async () => {
      await waitFor(
        'the tree',
        async () => {
          assert.equal(await render(), goldenOf(target.kind));
          return true;
        },
        { timeout: 10_000 },
      );
    });

    it('an instance has its snapshots, backups and what it uses', async () => {
      const labels = async (...path: string[]) =>
        (await children(await below(...path))).map(
          (row) => rowText(host.view.tree.getTreeItem(row)).split(' | ')[0],
        );
      assert.deepEqual(await labels('Instances', 'gold-one'), ['Files', 'Snapshots', 'Backups', 'Uses']);
      assert.deepEqual((await labels('Instances', 'gold-one', 'Snapshots')).sort(), ['one', 'two']);
      const uses = await children(await below('Instances', 'gold-one', 'Uses'));
      assert.deepEqual(
        uses.map((row) => rowText(host.view.tree.getTreeItem(row)).replace(/^[0-9a-f]{12}/, 'HASH')),
        [
          'gold-one | profile | settings | link',
          'HASH | image | package | link',
          'gold-one | storage pool | database | link',
        ],
      );
      assert.deepEqual(await labels('Images', 'busybox'), ['Aliases']);
    });

    it('a link leads to its resource', async () => {
      const [link] = await children(await below('Profiles', 'gold-one', 'Used By'));
      await vscode.commands.executeCommand('lxd.resource.reveal', link);
      await waitFor(
        'the instance to be selected',
        () => host.view.view.selection[0]?.row().label === 'gold-one',
      );
      assert.equal(host.view.view.selection[0]?.row().context.split('+')[0], 'instance');
    });

    it('a project that has little of its own uses what is shown in the default one', async () => {
      const project = 'gold-p';
      const none = ['images', 'profiles', 'networks', 'storage.volumes'].flatMap((each) => [
        '-c',
        `features.${each}=false`,
      ]);
      const [bridge] = filled.bridges;
      const inside = ['--project', project];
      await target.cli(['project', 'create', project, ...none]);
      try {
        await target.cli(['init', '--empty', 'own', ...inside, '-s', 'gold-one', '-n', bridge]);
        await waitFor('the project', () => below(project).catch(() => false));
        const volumes = await children(await below('Storage', 'gold-one'));
        const own = volumes.find((row) => row.row().description?.endsWith(project));
        // That of its instance is its own; custom ones are those of the default project, and shown there.
        assert.deepEqual(
          (await children(own)).map((row) => rowText(host.view.tree.getTreeItem(row)).split(' | ')[0]),
          ['own'],
        );
        assert.ok(await below('Storage', 'gold-one', 'Volumes', 'one'));
        const uses = await children(await below(project, 'Instances', 'own', 'Uses'));
        for (const [label, kind] of [
          [bridge, 'network'],
          ['default', 'profile'],
        ] as const) {
          const link = uses.find((row) => row.row().label === label);
          assert.ok(link, uses.map((row) => row.row().label).join());
          await vscode.commands.executeCommand('lxd.resource.reveal', link);
          const row = () => host.view.view.selection[0];
          await waitFor(`the ${kind}`, () => row()?.row().context.split('+')[0] === kind);
          assert.equal(row()?.id, `${remote}/default/${kind}/${label}`);
        }
        // What is made there is the default project's too.
        const place = { remote, project, parents: ['gold-one'] };
        await vscode.commands.executeCommand('lxd.volume.create', { ...place, name: 'made' });
        await waitFor('the volume', () => host.view.view.selection[0]?.row().label === 'made');
        assert.deepEqual(host.dialogs.warnings, []);
      } finally {
        await target.cli(['storage', 'volume', 'delete', 'gold-one', 'made']).catch(() => undefined);
        await target.cli(['delete', 'own', ...inside]).catch(() => undefined);
        await target.cli(['project', 'delete', project]);
        await waitFor('the only project to have no row', () => below('Profiles').catch(() => false));
      }
    });

    /** How each kind is changed from outside, and the row in which it shows. */
    const outside = (): [row: string[], change: string[], description: RegExp][] => [
      [
        ['Profiles', 'gold-one'],
        ['query', '-X', 'PATCH', '-d', '{"description":"outside"}', '/1.0/profiles/gold-one'],
        /^outside/,
      ],
      [
        ['Networks', filled.bridges[0]],
        ['network', 'set', filled.bridges[0], 'ipv4.address', `${subnet}.1/24`],
        /^\d+\.\d+\.\d+\.1\/24/,
      ],
      [
        ['Network ACLs', 'gold-one'],
        ['network', 'acl', 'rule', 'add', 'gold-one', 'ingress', 'action=allow'],
        /^1 rule/,
      ],
      [
        ['Network Zones', 'gold-one.example', 'Records', 'one'],
        ['network', 'zone', 'record', 'entry', 'add', 'gold-one.example', 'one', 'A', '10.0.0.1'],
        /^A 10\.0\.0\.1/,
      ],
      [
        ['Storage', 'gold-one', 'Volumes', 'one'],
        ['storage', 'volume', 'set', 'gold-one', 'one', 'size', '1GiB'],
        /^1GiB/,
      ],
    ];

    it('shows what is changed from outside within a second', async () => {
      for (const [path, change, description] of outside()) {
        await below(...path);
        await target.cli(change);
        const changed = performance.now();
        await waitFor(
          `${path.join('/')} to be ${String(description)}`,
          async () => description.test((await below(...path)).row().description ?? ''),
          {
            timeout: 3_000,
            interval: 20,
          },
        );
        assert.ok(
          performance.now() - changed < 1_000,
          `${path.join('/')} took ${performance.now() - changed} ms`,
        );
      }
    });

    const ref = (parents: string[], ...parts: string[]) => ({ remote, project: 'default', parents, parts });
    const query = (path: string) => ask(target, path);
    const [bridge, bridge2] = [newBridgeName(), newBridgeName()];
    for (const verbs of verbsOf(bridge, bridge2)) {
      it(`${verbs.kind}: create, edit, rename, delete`, async () => {
        if (verbs.kind === 'network')
          for (const each of [bridge, bridge2]) recordBridge(target.server.run, each);
        await doAll({ target, remote, dialogs: host.dialogs }, verbs);
      });
    }

    it('restores snapshots of instances and volumes, after a question', async () => {
      await target.cli(['config', 'set', 'gold-one', 'user.later', 'x']);
      const config = async () =>
        ((await query('/1.0/instances/gold-one')) as { config: Record<string, string> }).config;
      await vscode.commands.executeCommand('lxd.snapshot.restore', ref(['gold-one'], 'one'));
      assert.equal((await config())['user.later'], 'x', 'restored without an answer');
      host.dialogs.answer = 'Restore';
      await vscode.commands.executeCommand('lxd.snapshot.restore', ref(['gold-one'], 'one'));
      assert.equal((await config())['user.later'], undefined);
      assert.equal(host.dialogs.warnings.at(-1)?.text, 'Restore gold-one to one?');
      const volume = ['gold-one', 'custom', 'one'];
      await vscode.commands.executeCommand('lxd.volumeSnapshot.restore', ref(volume, 'one'));
      await vscode.commands.executeCommand('lxd.volumeSnapshot.restore', ref(volume, 'nothing'));
      assert.equal(host.dialogs.errors.length, 1, host.dialogs.errors.join('\n'));
    });

    it('restores one at a time: that of the menu, whatever else is selected', async () => {
      const rows = await children(await below('Instances', 'gold-one', 'Snapshots'));
      await vscode.commands.executeCommand('lxd.snapshot.restore', rows[1], rows);
      const { project } = rows[1]?.ref as { project: string };
      assert.equal(project, 'default');
      assert.deepEqual(
        host.dialogs.warnings.map(({ text }) => text),
        [`Restore gold-one to ${rows[1]?.row().label ?? ''}?`],
      );
      const other = { ...ref(['gold-one'], 'one'), project: 'other' };
      await vscode.commands.executeCommand('lxd.snapshot.restore', other);
      assert.equal(host.dialogs.warnings.at(-1)?.text, 'Restore gold-one of project other to one?');
      host.dialogs.answer = 'Restore';
      const two = [ref(['gold-one'], 'one'), ref(['gold-two'], 'one')];
      await vscode.commands.executeCommand('lxd.snapshot.restore', two);
      assert.equal(host.dialogs.warnings.length, 2);
      assert.deepEqual(host.dialogs.errors, ['Restore: Restore takes one at a time']);
    });

    it('images become public and private, and warnings acknowledged', async () => {
      const [path = ''] = (await query('/1.0/images')) as string[];
      const image = ref([], path.split('/').at(-1) ?? '');
      const isPublic = async () => ((await query(path)) as { public: boolean }).public;
      await vscode.commands.executeCommand('lxd.image.makePublic', image);
      assert.equal(await isPublic(), true);
      await vscode.commands.executeCommand('lxd.image.makePrivate', image);
      assert.equal(await isPublic(), false);
      const warnings = (await query('/1.0/warnings?recursion=1')) as { uuid: string; status: string }[];
      const fresh = warnings.find(({ status }) => status === 'new');
      assert.ok(fresh, 'no new warning on this server');
      await vscode.commands.executeCommand('lxd.warning.acknowledge', ref([], fresh.uuid));
      const { status } = (await query(`/1.0/warnings/${fresh.uuid}`)) as { status: string };
      assert.equal(status, 'acknowledged');
      assert.deepEqual(host.dialogs.errors, []);
    });

    it('tells in the words of the server why something in use is not deleted', async () => {
      host.dialogs.answer = 'Delete';
      await vscode.commands.executeCommand('lxd.profile.delete', ref([], 'gold-one'));
      assert.match(host.dialogs.errors[0] ?? '', /^Could not delete gold-one: .*in use/i);
      assert.ok(await query('/1.0/profiles/gold-one'));
    });

    it('refuses bad names before the server is asked', async () => {
      for (const [name, why] of [
        ['', 'A name is needed'],
        ['..', 'Name must not be a path'],
        ['a/b', 'Name must not be a path'],
        ['gold-two', 'gold-two exists already'],
        [' x', 'Name must not begin or end with a space'],
      ] as const) {
        await below('Profiles', 'gold-one');
        await vscode.commands.executeCommand('lxd.profile.rename', ref([], 'gold-one'), name);
        assert.match(host.dialogs.errors.pop() ?? '', new RegExp(why));
      }
      assert.ok(await query('/1.0/profiles/gold-one'));
    });
  });
});

/** As rows are sorted. */
const naturally = new Intl.Collator(undefined, { numeric: true });
