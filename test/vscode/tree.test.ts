import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import { nameProblem } from '../../src/resources/instances/names';
import { sizeText } from '../../src/base/sizeText';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServerSomeWay, targets, uniqueName } from '../support/targets';
import { remotesView, renderTree, rowText } from './extensionHost';

describe('the tree', () => {
  let view: RemotesView;

  before(async () => {
    view = await remotesView();
    await waitFor('all remotes to be connected', async () => {
      const roots = (await renderTree(view, { wants: (node) => node.parent === undefined })).split('\n');
      return (
        roots.filter((row) => row.includes('remote+') && row.includes('ready')).length >= targets().length
      );
    });
  });

  it('has the local sockets first, then the remotes of the clients', async () => {
    const roots = (await view.tree.getChildren()).map((node) => rowText(view.tree.getTreeItem(node)));
    const known = roots.map((row) => row.replace(/(LXD|Incus) [\d.]+/, '$1 x'));
    assert.deepEqual(known.slice(0, 2), [
      'local | LXD x | server-environment | remote+local+lxd+ready',
      'local-incus | Incus x | server-environment | remote+incus+local+ready',
    ]);
    for (const row of [
      'lxd-tls | LXD x | server | remote+cli+lxd+ready',
      'incus-tls | Incus x | server | remote+cli+incus+ready',
    ])
      assert.ok(known.slice(2).includes(row), `${row} is not in\n${known.join('\n')}`);
  });

  eachServerSomeWay((target) => {
    const prefix = uniqueName('tree');
    const remote = { lxd: 'local', incus: 'local-incus', 'lxd-tls': 'lxd-tls', 'incus-tls': 'incus-tls' }[
      target.id
    ]!;
    const names = ['run', 'stop', 'freeze', 'once2', 'once10'].map((name) => `${prefix}-${name}`);
    const [run, stop, freeze, once2, once10] = names as [string, string, string, string, string];

    before(async () => {
      await target.cli(['launch', 'busybox', run]);
      await target.cli(['init', 'busybox', stop, '-c', 'security.protection.delete=true']);
      await target.cli(['launch', 'busybox', freeze]);
      await target.cli(['pause', freeze]);
      await target.cli(['launch', 'busybox', once2, '--ephemeral']);
      await target.cli(['launch', 'busybox', once10, '--ephemeral']);
    });
    after(async () => {
      await target.cli(['config', 'set', stop, 'security.protection.delete=false']);
      for (const name of names) await target.cli(['delete', '--force', name]).catch(() => undefined);
    });

    /** This target's remote, our instances, names and addresses made the same for all. */
    const golden = async (): Promise<string> => {
      const isOurs = (node: TreeNode): boolean => {
        const parts = node.id.split('/');
        if (parts[0] !== remote) return false;
        if (parts.length === 1 || node.id.endsWith('/instances/')) return true;
        return parts.length === 4 && parts[2] === 'instance' && parts[3]!.startsWith(prefix);
      };
      const text = await renderTree(view, { wants: isOurs });
      return text
        .replaceAll(prefix, 'x')
        .replace(/^.*\n/, '') // the remote itself
        .replaceAll(/\d+ of \d+ running/g, 'N of M running')
        .replaceAll(/\| \d+\.\d+\.\d+\.\d+ \|/g, '| running |');
    };

    it('shows each state by text, icon and colour, in natural order', async () => {
      const incus = target.kind === 'incus' ? '+incus' : '';
      const flags = (before: string, after: string): string =>
        `instance+${before}+container${after.includes('ephemeral') ? '+ephemeral' : ''}${after.includes('frozen') ? '+frozen' : ''}${incus}${after.replace(/\+(ephemeral|frozen)/g, '')}`;
      const expected = [
        '  Instances | N of M running | server-process | instances',
        `    x-freeze | frozen | layers-dot lxd.frozenForeground | ${flags('canFiles', '+frozen')}`,
        `    x-once2 | running | layers-active lxd.runningForeground | ${flags('canExec+canFiles', '+ephemeral+running')}`,
        `    x-once10 | running | layers-active lxd.runningForeground | ${flags('canExec+canFiles', '+ephemeral+running')}`,
        `    x-run | running | layers-active lxd.runningForeground | ${flags('canExec+canFiles', '+running')}`,
        `    x-stop | stopped | layers lxd.stoppedForeground | ${flags('canFiles', '+protected+stopped')}`,
      ].join('\n');
      await waitFor(
        'the rows',
        async () => {
          assert.equal(await golden(), expected);
          return true;
        },
        { timeout: 5000 },
      );
    });

    it('has a tooltip with what the server knows', async () => {
      const node = await find(remote, run);
      const item = await view.tree.resolveTreeItem(
        view.tree.getTreeItem(node),
        node,
        new vscode.CancellationTokenSource().token,
      );
      assert.ok(item.tooltip instanceof vscode.MarkdownString);
      assert.match(item.tooltip.value, /layers-active|layers/);
      for (const word of ['Profiles', 'Created', 'default', 'container'])
        assert.ok(item.tooltip.value.includes(word), word);
      assert.equal(item.tooltip.isTrusted ?? false, false);
    });

    it('speaks name, kind and state', async () => {
      const item = view.tree.getTreeItem(await find(remote, run));
      assert.match(item.accessibilityInformation?.label ?? '', new RegExp(`^${run}, container, running`));
    });

    async function find(where: string, name: string): Promise<TreeNode> {
      for (const root of await view.tree.getChildren()) {
        if (root.id !== where) continue;
        for (const category of await view.tree.getChildren(root))
          for (const row of await view.tree.getChildren(category))
            if (row.id.endsWith(`/${name}`)) return row;
      }
      throw new Error(`${name} is not in the tree`);
    }
  });

  describe('several projects', () => {
    it('stand between the remote and its instances, and go again', async () => {
      const [target] = targets();
      const project = uniqueName('p');
      const level = async (): Promise<string[]> => {
        const [remote] = await view.tree.getChildren();
        return (await view.tree.getChildren(remote)).map((node) => rowText(view.tree.getTreeItem(node)));
      };
      const before = await level();
      await target!.cli(['project', 'create', project]);
      try {
        await waitFor(
          'the project',
          async () => (await level()).some((row) => row.startsWith(`${project} |`)),
          {
            timeout: 2000,
          },
        );
        assert.match((await level())[0]!, /^default \|/);
      } finally {
        await target!.cli(['project', 'delete', project]);
      }
      await waitFor('the project to go', async () => (await level()).length === before.length, {
        timeout: 2000,
      });
    });
  });
});

describe('words', () => {
  it('of a name that no server takes', () => {
    for (const name of ['web1', 'a', 'A-b-9', 'x'.repeat(63)])
      assert.equal(nameProblem(name, undefined), undefined, name);
    for (const name of ['', '-a', 'a-', 'a b', 'a_b', 'ä', 'x'.repeat(64), 'a.b']) {
      const problem = nameProblem(name, undefined);
      assert.ok(problem && !problem.includes('\n'), name);
    }
  });

  it('of a size', () => {
    const sizes: [number, string][] = [
      [0, '0 B'],
      [1023, '1,023 B'],
      [1024, '1 KiB'],
      [1536, '1.5 KiB'],
      [10 * 1024, '10 KiB'],
      [412 * 1024 ** 2, '412 MiB'],
      [2.25 * 1024 ** 3, '2.3 GiB'],
      [1024 ** 6 * 5, '5,120 PiB'],
    ];
    for (const [bytes, text] of sizes) assert.equal(sizeText(bytes), text);
  });
});
