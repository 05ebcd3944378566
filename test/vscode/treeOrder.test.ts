import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../../scripts/lib/wait';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { remotesView, rowText } from './extensionHost';
import { QuickInputs } from './quickInputs';

describe('the order of the tree', () => {
  let view: RemotesView;
  let inputs: QuickInputs;
  before(async () => {
    view = await remotesView();
    inputs = new QuickInputs();
  });
  after(() => {
    inputs.dispose();
  });
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration('lxd');
    for (const name of ['tree.groupBy', 'tree.sortBy', 'tree.showEmpty', 'tree.projects'])
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('lxd.view.clearFilter');
  });

  eachServer((target) => {
    const remote = remoteOf(target);
    const prefix = uniqueName('order');
    const [first, second] = [`${prefix}b`, `${prefix}a`] as const;
    const category = async (label: string): Promise<TreeNode | undefined> => {
      const root = (await view.tree.getChildren()).find(({ id }) => id === remote);
      return (await view.tree.getChildren(root)).find((row) => row.row().label === label);
    };
    /** What stands below "Instances", as far as it is ours: labels, indented. */
    const shown = async (): Promise<string[]> => {
      const lines: string[] = [];
      for (const row of await view.tree.getChildren(await category('Instances'))) {
        const text = rowText(view.tree.getTreeItem(row));
        if (text.startsWith(prefix)) lines.push(row.row().label);
        if (!text.endsWith('| instanceGroup')) continue;
        const below = await view.tree.getChildren(row);
        const ours = below.map((each) => each.row().label).filter((label) => label.startsWith(prefix));
        if (ours.length) lines.push(row.row().label, ...ours.map((label) => `  ${label}`));
      }
      return lines;
    };
    const becomes = (expected: readonly string[]) =>
      waitFor(`the rows ${expected.join()}`, async () => {
        const now = await shown();
        assert.deepEqual(now, expected);
        return true;
      });
    const choose = async (command: string, label: string): Promise<void> => {
      const done = vscode.commands.executeCommand(command);
      (await inputs.asking(/Group instances by|Sort instances by|Show projects/)).enter(label);
      await done;
    };

    before(async function () {
      this.timeout(60_000);
      await target.cli(['launch', 'busybox', first]);
      await target.cli(['init', 'busybox', second]);
    });
    after(async function () {
      this.timeout(60_000);
      for (const name of [first, second]) await target.cli(['delete', '--force', name]);
    });

    it('is that of names, or of their times', async () => {
      await becomes([second, first]);
      await choose('lxd.view.sortBy', 'When they were started last');
      await becomes([first, second]);
      await choose('lxd.view.sortBy', 'When they were created');
      await becomes([second, first]);
    });

    it('has groups by state, which an instance leaves when its state changes', async () => {
      await choose('lxd.view.groupBy', 'State');
      await becomes(['Running', `  ${first}`, 'Stopped', `  ${second}`]);
      await target.cli(['pause', first]);
      await becomes(['Frozen', `  ${first}`, 'Stopped', `  ${second}`]);
      await target.cli([target.kind === 'lxd' ? 'start' : 'resume', first]);
      await becomes(['Running', `  ${first}`, 'Stopped', `  ${second}`]);
      await vscode.commands.executeCommand('lxd.instance.reveal', {
        remote,
        project: 'default',
        instance: second,
      });
      await waitFor('the row', () => view.view.selection[0]?.row().label === second);
    });

    it('has groups by type, member and profiles', async () => {
      await choose('lxd.view.groupBy', 'Type');
      await becomes(['Containers', `  ${second}`, `  ${first}`]);
      await choose('lxd.view.groupBy', 'Cluster member');
      await becomes(['This server', `  ${second}`, `  ${first}`]);
      await choose('lxd.view.groupBy', 'Profiles');
      await becomes(['default', `  ${second}`, `  ${first}`]);
      await choose('lxd.view.groupBy', 'Nothing');
      await becomes([second, first]);
    });

    it('may have all projects together, each row with the name of its project', async function () {
      this.timeout(60_000);
      const project = `${prefix}p`;
      await target.cli([
        'project',
        'create',
        project,
        '-c',
        'features.images=false',
        '-c',
        'features.profiles=false',
      ]);
      try {
        await target.cli(['init', '--project', project, 'busybox', `${prefix}c`]);
        await choose('lxd.view.projects', 'All together');
        const rows = async (label: string): Promise<string[]> => {
          const all = await view.tree.getChildren(await category(label));
          return all
            .map((row) => rowText(view.tree.getTreeItem(row)).split(' | ').slice(0, 2).join(': '))
            .filter((text) => text.startsWith(prefix));
        };
        const become = (label: string, expected: readonly RegExp[]) =>
          waitFor(`rows of ${label}`, async () => {
            const now = await rows(label);
            assert.equal(now.length, expected.length, now.join());
            for (const [at, text] of now.entries()) assert.match(text, expected[at] ?? /^$/);
            return true;
          });
        await become('Instances', [
          new RegExp(`^${second}: default`),
          new RegExp(`^${first}: default`),
          new RegExp(`^${prefix}c: ${project}`),
        ]);
        // It stays live, in both projects.
        await target.cli(['delete', '--project', project, `${prefix}c`]);
        await become('Instances', [new RegExp(`^${second}: default`), new RegExp(`^${first}: default`)]);
        const all = await category('Instances');
        assert.ok(all);
        assert.equal(all.row().description, String((await view.tree.getChildren(all)).length));
        await target.cli(['init', '--empty', '--project', project, `${prefix}d`]);
        await become('Instances', [
          new RegExp(`^${second}: default`),
          new RegExp(`^${first}: default`),
          new RegExp(`^${prefix}d: ${project}`),
        ]);
        await vscode.commands.executeCommand('lxd.instance.reveal', {
          remote,
          project,
          instance: `${prefix}d`,
        });
        await waitFor('the row', () => view.view.selection[0]?.row().label === `${prefix}d`);
        assert.equal(view.tree.getParent(view.view.selection[0] as TreeNode), await category('Instances'));
      } finally {
        for (const name of ['c', 'd'])
          await target.cli(['delete', '--project', project, prefix + name]).catch(() => undefined);
        await target.cli(['project', 'delete', project]);
      }
    });

    it('is filtered by state and key too', async () => {
      const filtered = async (text: string): Promise<void> => {
        const asked = vscode.commands.executeCommand('lxd.view.filter');
        const box = await inputs.asking(/Shows only rows whose name has every word/);
        box.type(text);
        box.enter();
        await asked;
      };
      await filtered(`${prefix} state:running`);
      await becomes([first]);
      // What changes its state comes and goes.
      await target.cli(['pause', first]);
      await becomes([]);
      await target.cli([target.kind === 'lxd' ? 'start' : 'resume', first]);
      await becomes([first]);
      await target.cli(['config', 'set', second, 'user.team=Web']);
      await filtered('user.team=web');
      await becomes([second]);
    });

    it('has kinds that are empty where a setting says so', async () => {
      assert.equal(await category('Network Zones'), undefined);
      await vscode.workspace
        .getConfiguration('lxd')
        .update('tree.showEmpty', true, vscode.ConfigurationTarget.Global);
      const row = await waitFor('the empty kind', () => category('Network Zones'));
      assert.match(rowText(view.tree.getTreeItem(row)), /^Network Zones \|/);
    });
  });
});
