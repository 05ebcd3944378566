import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
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
  /** For what is not told at all, however long one waits. */
  const waitAWhile = () => new Promise((done) => setTimeout(done, 800));

  it('are told once more where they are born open', async () => {
    await waitFor('the row', () => told.length > 0);
    assert.deepEqual(told, ['born open']);
  });

  it('are told once more where a person opened them', async () => {
    await tree.getChildren(bornOpen);
    tree.expanded(closed);
    await waitFor('the row', () => told.length > 0);
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
    await waitFor('both rows', () => told.length > 1);
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

/** VS Code disturbs rows that are being opened when it is told something meanwhile: what the tree tells, and when. */
describe('news of the tree', () => {
  let answer: () => void;
  let tree: Tree;
  let told: string[];
  const row = (id: string): TreeNode => ({
    id,
    parent: undefined,
    row: () => ({ label: id, context: id, expand: 'collapsed', spoken: id }),
    children: () =>
      new Promise<readonly TreeNode[]>((resolve) => {
        answer = () => {
          resolve([{ ...row('below'), parent: slow }]);
        };
      }),
  });
  const slow = row('slow');
  const other = row('other');
  const milliseconds = (ms: number) => new Promise((done) => setTimeout(done, ms));

  beforeEach(async () => {
    tree = new Tree({ nodes: () => [slow, other] }, silentLog);
    told = [];
    tree.onDidChangeTreeData((nodes) => {
      for (const each of [nodes].flat()) told.push(each?.id ?? 'all');
    });
    await tree.getChildren();
  });
  afterEach(() => {
    tree.dispose();
  });

  it('waits until VS Code has what it asked for, and is told once', async () => {
    const asked = tree.getChildren(slow);
    tree.changed(other);
    tree.childrenChanged(other);
    await milliseconds(300);
    assert.deepEqual(told, []);
    answer();
    await asked;
    await milliseconds(200);
    assert.deepEqual(told, ['other']);
  });

  it('waits for a second at most where a server is slow', async () => {
    const asked = tree.getChildren(slow);
    tree.changed(other);
    await milliseconds(1_300);
    assert.deepEqual(told, ['other']);
    answer();
    await asked;
  });

  it('is kept to itself for rows that VS Code was not given yet', async () => {
    tree.changed(row('below'));
    await milliseconds(200);
    assert.deepEqual(told, []);
  });

  it('says which rows VS Code may close by itself: those opened while a row above them is refreshed', async () => {
    const asked = tree.getChildren(slow);
    answer();
    const [below] = await asked;
    assert.ok(below);
    assert.equal(tree.mayClose(below), false);
    tree.changed(below);
    await milliseconds(200);
    assert.equal(tree.mayClose(below), false);
    tree.changed(slow);
    await milliseconds(200);
    assert.deepEqual([tree.mayClose(below), tree.mayClose(other)], [true, false]);
    tree.refreshAll();
    assert.equal(tree.mayClose(other), true);
  });

  it('is followed from another object with the same id, as when a remote is configured anew', async () => {
    const followed: string[] = [];
    const watched = (name: string): TreeNode => ({
      ...row('same'),
      children: () => [],
      watch: () => {
        followed.push(`+${name}`);
        return { dispose: () => followed.push(`-${name}`) };
      },
    });
    let now = watched('old');
    tree.dispose();
    tree = new Tree({ nodes: () => [now] }, silentLog);
    await tree.getChildren((await tree.getChildren())[0]);
    assert.deepEqual(followed, ['+old']);
    now = watched('new');
    const [next] = await tree.getChildren();
    assert.deepEqual(followed, ['+old', '-old']);
    await tree.getChildren(next);
    await tree.getChildren();
    assert.deepEqual(followed, ['+old', '-old', '+new']);
  });
});
