import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { remotesView } from './contributions';
import type { TreeNode } from './node';
import { type Roots, Tree } from './tree';

/** So long a row is waited for that is not there yet, in milliseconds. */
const newcomerMs = 2_000;

type RevealOptions = NonNullable<Parameters<vscode.TreeView<TreeNode>['reveal']>[1]>;

/** The view of the one tree: keeps rows watched while they are expanded, and brings rows into sight. */
export class RemotesView implements Disposable {
  readonly tree: Tree;
  readonly view: vscode.TreeView<TreeNode>;
  private readonly store = new DisposableStore();
  /** Ids of rows that were opened while VS Code may close them again. */
  private readonly doubtful = new Set<string>();

  constructor(
    roots: Roots,
    private readonly log: Log,
  ) {
    this.tree = this.store.add(new Tree(roots, log));
    const options = { treeDataProvider: this.tree, showCollapseAll: true, canSelectMany: true };
    this.view = this.store.add(vscode.window.createTreeView(remotesView, options));
    this.store.add(
      this.view.onDidCollapseElement(({ element }) => {
        this.doubtful.delete(element.id);
        this.tree.collapsed(element);
      }),
    );
    this.store.add(
      this.view.onDidExpandElement(({ element }) => {
        this.tree.expanded(element);
        this.keepOpen(element);
      }),
    );
  }

  /** Opens a row once more, where VS Code may have closed it by itself. A row that is open stays as it is. */
  private keepOpen(node: TreeNode): void {
    if (!this.tree.mayClose(node)) return;
    this.doubtful.add(node.id);
    this.tree.whenSettled(() => {
      const now = this.tree.find(node.id);
      if (!this.doubtful.delete(node.id) || !now || !this.view.visible) return;
      this.view
        .reveal(now, { select: false, focus: false, expand: true })
        .then(undefined, (error: unknown) => {
          this.log.trace(`${now.id}: ${messageOf(error)}`);
        });
    });
  }

  /** Lists the rows below the node with this id again, where it is shown. */
  readonly refresh = (id: string): void => {
    const node = this.tree.find(id);
    if (node) this.tree.childrenChanged(node);
  };

  /**
   * Selects the row that is reached through these ids, opening what is above it.
   * @param ids from the remote down; ids of levels that are not shown are passed over
   */
  readonly reveal = async (ids: readonly string[]): Promise<void> => {
    await vscode.commands.executeCommand(`${remotesView}.focus`);
    const until = performance.now() + newcomerMs;
    let node = await this.tree.reach(ids);
    // What was made just now comes with its event.
    while (!node && (await newsOf(this.tree, until - performance.now()))) node = await this.tree.reach(ids);
    if (node) await this.show(node, ids, { select: true, focus: true });
  };

  /** Selects the root with this id and opens it. */
  async open(id: string): Promise<void> {
    // VS Code complains where the view is focused while a row that was selected goes.
    if (!this.view.visible) await vscode.commands.executeCommand(`${remotesView}.focus`);
    const node = await this.tree.reach([id]);
    if (node) await this.show(node, [id], { select: true, focus: true, expand: true });
  }

  /**
   * VS Code refuses to show a row of which it is just being told, or loses it again as it draws what is above: it is asked
   * once more when it has it, unless the person has gone elsewhere.
   */
  private async show(node: TreeNode, ids: readonly string[], how: RevealOptions): Promise<void> {
    const isNews = this.tree.isNews(node);
    const before = this.selected();
    const isShown = await this.view.reveal(node, how).then(
      () => true,
      (error: unknown) => {
        this.log.trace(`${node.id}: ${messageOf(error)}`);
        return false;
      },
    );
    if (isShown && !isNews) return;
    await new Promise<void>((resolve) => {
      this.tree.whenSettled(resolve);
    });
    if (isShown && this.selected() !== before) return;
    const now = await this.tree.reach(ids);
    if (now) await this.view.reveal(now, how);
  }

  private selected(): string {
    return this.view.selection.map(({ id }) => id).join();
  }

  dispose(): void {
    this.store.dispose();
  }
}

/** Waits for the next news of any row. @returns false where none came within `ms` milliseconds */
function newsOf(tree: Tree, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (came: boolean): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(came);
    };
    const timer = setTimeout(end, Math.max(0, ms), false);
    const listening = tree.onDidChangeTreeData(() => {
      end(true);
    });
  });
}
