import assert from 'node:assert/strict';
import { silentLog } from '../../src/base/log';
import type { TreeNode } from '../../src/shell/node';
import { Tree } from '../../src/shell/tree';

/** What the tree tells VS Code again, without being asked: rows that were opened and whose children nobody asked for. */
describe('rows of the tree that VS Code forgot', () => {
  const node = (id: string, expand: 'collapsed' | 'expanded'): TreeNode => ({
    id,
    parent: undefined,
    row: () => ({ label: id, context: id, expand, spoken: id }),
    children: () => [],
  });
  const rows = [node('born open', 'expanded'), node('closed', 'collapsed')];
  const [bornOpen, closed] = rows as [TreeNode, TreeNode];

  let tree: Tree;
  let told: string[];
  beforeEach(async () => {
    tree = new Tree({ nodes: () => rows }, silentLog);
    told = [];
    tree.onDidChangeTreeData((nodes) => {
      for (const each of [nodes].flat()) told.push(each?.id ?? 'all');
    });
    await tree.getChildren();
  });
  afterEach(() => {
    tree.dispose();
  });
  const waitAWhile = () => new Promise((done) => setTimeout(done, 800));

  it('are told once more where they are born open', async () => {
    await waitAWhile();
    assert.deepEqual(told, ['born open']);
  });

  it('are told once more where a person opened them', async () => {
    await tree.getChildren(bornOpen);
    tree.expanded(closed);
    await waitAWhile();
    assert.deepEqual(told, ['closed']);
  });

  it('are left alone once they were asked for', async () => {
    tree.expanded(closed);
    await tree.getChildren(closed);
    await tree.getChildren(bornOpen);
    await waitAWhile();
    assert.deepEqual(told, []);
  });

  it('are reached through the row at the top: VS Code may not know them', async () => {
    tree.dispose();
    const below: TreeNode = { ...node('below', 'expanded'), parent: closed };
    tree = new Tree({ nodes: () => [{ ...closed, children: () => [below] }] }, silentLog);
    tree.onDidChangeTreeData((nodes) => {
      for (const each of [nodes].flat()) told.push(each?.id ?? 'all');
    });
    const [top] = await tree.getChildren();
    await tree.getChildren(top);
    await waitAWhile();
    await waitAWhile();
    assert.deepEqual(told, ['below', 'closed']);
  });

  it('are left alone in the end where nobody asks: they may have been closed in an earlier window', async function () {
    this.timeout(10_000);
    for (let each = 0; each < 5; each++) {
      await waitAWhile();
      await tree.getChildren();
    }
    assert.deepEqual(told, ['born open', 'born open']);
  });
});
