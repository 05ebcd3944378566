import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
import type { RemotesView } from '../../src/shell/remotesView';
import { eachServer, remoteOf, uniqueName } from '../support/targets';
import { remotesView, rowText } from './extensionHost';

describe('how much is used', () => {
  let view: RemotesView;
  before(async () => {
    view = await remotesView();
  });

  eachServer((target) => {
    const project = uniqueName('limited');
    const rows = async (below?: string): Promise<string[]> => {
      const root = (await view.tree.getChildren()).find(({ id }) => id === remoteOf(target));
      const top = await view.tree.getChildren(root);
      const folder = top.find((row) => row.row().label === below);
      const shown = below === undefined ? top : await view.tree.getChildren(folder);
      return shown.map((row) => rowText(view.tree.getTreeItem(row)));
    };

    before(async () => {
      await target.cli([
        'project',
        'create',
        project,
        '-c',
        'limits.instances=5',
        '-c',
        'features.profiles=false',
      ]);
    });
    after(async () => {
      await target.cli(['delete', '--project', project, 'counted']).catch(() => undefined);
      await target.cli(['project', 'delete', project]);
    });

    it('is shown of a storage pool', async () => {
      const shown = () => rows('Storage').then((all) => all.find((row) => row.startsWith('default |')));
      const row = await waitFor('the space', async () => {
        const text = await shown();
        if (text?.includes('%')) return text;
        throw new Error(String(text));
      });
      assert.match(row, /^default \| dir · \d+% of [\d.,]+ [KMGT]iB \|/);
    });

    it('is shown of a project with limits, and again once it changed', async () => {
      const becomes = (expected: RegExp) =>
        waitFor(`a row like ${String(expected)}`, async () => {
          const row = (await rows()).find((text) => text.startsWith(`${project} |`));
          if (row !== undefined && expected.test(row)) return true;
          throw new Error(String(row));
        });
      await becomes(/\| 0 of 5 instances \|/);
      await target.cli(['init', '--empty', '--project', project, 'counted']);
      await becomes(/\| 1 of 5 instances \|/);
    });
  });
});
