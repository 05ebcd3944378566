import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLog } from '../../src/base/log';
import type { Collection } from '../../src/model/collection';
import { Jobs } from '../../src/model/jobs';
import { type Instance, decodeInstance } from '../../src/resources/instances/instance';
import { InstancesNode } from '../../src/resources/instances/node';
import { TogetherNode } from '../../src/resources/projects/together';
import { ErrorNode } from '../../src/shell/errorNode';
import { Filter } from '../../src/shell/filter';
import { pageSize } from '../../src/shell/moreNode';
import type { TreeNode } from '../../src/shell/node';
import { reach } from '../../src/shell/reach';
import { Tree } from '../../src/shell/tree';
import { FakeConnection } from '../support/fakeConnection';

/** More instances than a page has, which no server of a test can hold. */
describe('rows that are shown page by page', () => {
  const root: TreeNode = {
    id: 'r',
    parent: undefined,
    row: () => ({ label: 'r', context: 'r', expand: 'expanded', spoken: 'r' }),
  };
  const instances = (project: string, count: number): Instance[] =>
    Array.from({ length: count }, (_, at) =>
      decodeInstance({
        ...{
          name: `i${at}`,
          project,
          status_code: at % 2 ? 103 : 102,
          status: at % 2 ? 'Running' : 'Stopped',
        },
        created_at: new Date(1e12 + at * 1000 + (project === 'q' ? 500 : 0)).toISOString(),
        ...{ profiles: [], last_used_at: '', type: 'container' },
      }),
    );
  const filter = new Filter(silentLog);
  const nodeOf = (project: string, count: number, parent = root): InstancesNode => {
    const items = instances(project, count);
    const collection = {
      items,
      status: { kind: 'ready' },
      loaded: () => Promise.resolve(items),
      onDidChange: () => ({ dispose: () => undefined }),
      open: () => ({ dispose: () => undefined }),
    } as unknown as Collection<Instance>;
    const { connection } = new FakeConnection();
    const jobs = new Jobs(silentLog);
    return new InstancesNode(parent, connection, project, collection, { jobs, filter, childrenOf: () => [] });
  };
  const signal = new AbortController().signal;
  const labels = (rows: readonly TreeNode[]): string[] => rows.map((row) => row.row().label);
  const set = (name: string, value: string | undefined) =>
    vscode.workspace.getConfiguration('lxd').update(name, value, vscode.ConfigurationTarget.Global);
  afterEach(async () => {
    filter.set('');
    for (const name of ['tree.groupBy', 'tree.sortBy']) await set(name, undefined);
  });

  it('have groups that count those on later pages too', async () => {
    await set('tree.groupBy', 'state');
    const node = nodeOf('p', 2 * pageSize + 10);
    const texts = async () =>
      (await node.children({ signal })).map((row) => `${row.row().label} ${row.row().description ?? ''}`);
    const half = String(pageSize + 5);
    assert.deepEqual(await texts(), [`Running ${half}`, `Stopped ${half}`, `Show ${pageSize} more of 1010`]);
    const [running] = await node.children({ signal });
    assert.equal((await running?.children?.({ signal }))?.length, pageSize / 2);
    // What was made last is on the first page: nothing of the other group is, but it is there.
    filter.set('state:stopped');
    assert.deepEqual(await texts(), [`Stopped ${half}`, `Show 5 more of ${half}`]);
  });

  it('are reached on the page that they are on, told as news, or named where the filter hides them', async () => {
    const node = nodeOf('p', 3 * pageSize);
    const tree = new Tree({ nodes: () => [{ ...root, children: () => [node] }] }, silentLog);
    try {
      const ids = ['r', node.id, `r/p/instance/i${2 * pageSize}`];
      const told = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
      assert.deepEqual(await reach(tree, ids), { paged: true });
      await told;
      assert.equal((await reach(tree, ids)).node?.row().label, `i${2 * pageSize}`);
      assert.equal((await node.children({ signal })).length, 3 * pageSize);
      assert.deepEqual(await reach(tree, [...ids.slice(0, -1), 'r/p/instance/none']), {});
      filter.set('state:running');
      assert.deepEqual(await reach(tree, ids), { hidden: `i${2 * pageSize}` });
    } finally {
      tree.dispose();
    }
  });

  it('are in the order of the setting where all projects are together, and what leads on comes last', async () => {
    const unshown: TreeNode = { ...root, id: 'r/!project' };
    const [p, q] = [nodeOf('p', 3, unshown), nodeOf('q', pageSize + 3, unshown)];
    const broken: TreeNode = { ...root, id: 'x', children: () => [new ErrorNode(root, new Error('no'))] };
    const together = new TogetherNode(root, 'instances', [p, broken, q]);
    const rows = async () => labels(await together.children({ signal }));
    const names = await rows();
    assert.deepEqual(names.slice(0, 6), ['i0', 'i0', 'i1', 'i1', 'i2', 'i2']);
    assert.deepEqual(names.slice(-2), ['Could not list r', 'Show 3 more']);
    await set('tree.sortBy', 'created');
    const created = await rows();
    assert.deepEqual([created[0], created[pageSize - 1]], [`i${pageSize + 2}`, 'i3']);
    assert.deepEqual(created.slice(pageSize), ['i2', 'i1', 'i0', 'Could not list r', 'Show 3 more']);
    // A part that holds the row shows its page; the others have none of it.
    assert.deepEqual(together.bring(['r/q/instance/i1']), { paged: true });
    assert.deepEqual((await rows()).slice(pageSize, pageSize + 3), ['i2', 'i2', 'i1']);
  });
});
