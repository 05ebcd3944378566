import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { remotesView } from './contributions';
import type { TreeNode } from './node';
import { type Roots, Tree } from './tree';

type RevealOptions = NonNullable<Parameters<vscode.TreeView<TreeNode>['reveal']>[1]>;

/** The view of the one tree: keeps rows watched while they are expanded. */
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

  /** Selects the root with this id and opens it. */
  async open(id: string): Promise<void> {
    // VS Code complains where the view is focused while a row that was selected goes.
    if (!this.view.visible) await vscode.commands.executeCommand(`${remotesView}.focus`);
    const node = (await this.tree.below(undefined)).find((root) => root.id === id);
    if (node) await this.show(node, { select: true, focus: true, expand: true });
  }

  /**
   * VS Code refuses to show a row of which it is just being told, or loses it again as it draws what is above: it is asked
   * once more when it has it, unless the person has gone elsewhere.
   */
  async show(node: TreeNode, how: RevealOptions): Promise<void> {
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
    const now = this.tree.find(node.id);
    if (now) await this.view.reveal(now, how);
  }

  private selected(): string {
    return this.view.selection.map(({ id }) => id).join();
  }

  dispose(): void {
    this.store.dispose();
  }
}
