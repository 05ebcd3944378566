import * as vscode from 'vscode';
import { isCancelled, messageOf } from '../base/errors';
import type { Disposable } from '../base/disposable';
import type { Log } from '../base/log';
import type { Abortable } from '../base/signal';
import { mapInSlices } from '../base/slices';
import { ErrorNode } from './errorNode';
import { Lull } from './lull';
import { type NodeHost, type TreeNode, rowAbove, topOf } from './node';
import { treeItem } from './treeItem';

/** By then VS Code has asked for the children of a row that is born or was made open, in milliseconds. */
const forgottenMs = 500;
/** So often something is drawn again for a row that opens. */
const mostTries = 2;
/** News waits until VS Code has shown what it asked for, so long after the last answer, but no longer; in milliseconds. */
const restMs = 50;
const mostMs = 1_000;
/** News that come faster than each 200 ms VS Code holds back, in milliseconds. */
const apartMs = 250;
/** A refresh that was told so long ago may still be under way in VS Code, in milliseconds. */
const refreshMs = 2_000;
/** By then VS Code has drawn what it was told and asked for last, in milliseconds. */
const settledMs = 500;
const latestMs = 3_000;
/** The items of more rows than this are made in slices. */
const manyRows = 100;

/** The roots of the tree. */
export interface Roots {
  nodes(options: Abortable): Promise<readonly TreeNode[]> | readonly TreeNode[];
}

/**
 * The one TreeDataProvider: renders nodes, keeps what is expanded watched, and turns a failed listing into an error
 * row. It never shows a message while rendering.
 */
export class Tree implements vscode.TreeDataProvider<TreeNode>, NodeHost, Disposable {
  private readonly changes = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly watched = new Map<string, Disposable>();
  private readonly nodes = new Map<string, TreeNode>();
  /** Ids of the children that were last handed out, by the parent's id. */
  private readonly shown = new Map<string, ReadonlySet<string>>();
  /** Ids of collapsed rows below which something is not watched any more. */
  private readonly unwatched = new Set<string>();
  private readonly due = new Set<TreeNode>();
  /** Items of rows that are being handed out in this turn. */
  private prepared = new WeakMap<TreeNode, vscode.TreeItem>();
  /** Ids of rows whose children VS Code has asked for. */
  private readonly asked = new Set<string>();
  /** What looks after a row that opened, by the row's id, and how often it was drawn once more. */
  private readonly late = new Map<string, NodeJS.Timeout>();
  private readonly tries = new Map<string, number>();
  private readonly questions = new Lull();
  /** When a refresh of which row was told last, as of `performance.now()`; that of all rows is under ''. */
  private readonly toldAt = new Map<string, number>();
  private lastTold = -Infinity;
  private readonly life = new AbortController();

  constructor(
    private readonly roots: Roots,
    private readonly log: Log,
  ) {}

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return this.prepared.get(node) ?? treeItem(node, node.row());
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return rowAbove(node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) this.asked.add(node.id);
    return this.questions.during(() => this.below(node));
  }

  /** The rows below a row, or the roots. */
  async below(node: TreeNode | undefined): Promise<TreeNode[]> {
    const listed = await (node ? this.list(node) : this.top());
    const children = listed.map((child) => {
      const known = this.nodes.get(child.id);
      return known?.adopt?.(child) ? known : child;
    });
    this.remember(node?.id ?? '', children);
    if (children.length > manyRows) await this.prepare(children);
    else for (const child of children) if (child.row().expand === 'expanded') this.lookAfter(child);
    return children;
  }

  /** VS Code asks for the items of all rows in the turn in which it gets the rows: those of many are made before. */
  private async prepare(nodes: readonly TreeNode[]): Promise<void> {
    // What throws here throws again where VS Code asks.
    const items = await mapInSlices(nodes, (node) => treeItem(node, node.row()), this.life).catch(() => []);
    items.forEach((item, at) => {
      const node = nodes[at];
      if (!node) return;
      this.prepared.set(node, item);
      if (item.collapsibleState === vscode.TreeItemCollapsibleState.Expanded) this.lookAfter(node);
    });
    setImmediate(() => {
      this.prepared = new WeakMap();
    });
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: TreeNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => {
      stop.abort();
    });
    try {
      const tooltip = await node.tooltip?.({ signal: AbortSignal.any([stop.signal, this.life.signal]) });
      if (tooltip) item.tooltip = tooltip;
    } catch (error) {
      if (!isCancelled(error)) item.tooltip = messageOf(error);
    } finally {
      listening.dispose();
    }
    return item;
  }

  /** The node that is shown under this id, if any. */
  find(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  changed(node: TreeNode): void {
    this.schedule(node);
  }

  childrenChanged(node: TreeNode): void {
    this.schedule(node);
  }

  /** Asks for the roots again. */
  refreshAll(): void {
    this.toldAt.set('', (this.lastTold = performance.now()));
    this.changes.fire(undefined);
  }

  /**
   * VS Code closes a row again, and does not say so, when it was opened while a row above it was being refreshed.
   * @returns whether that may be happening to this row, which was opened just now
   */
  mayClose(node: TreeNode): boolean {
    const since = performance.now() - refreshMs;
    if ((this.toldAt.get('') ?? 0) > since) return true;
    for (let at = rowAbove(node); at; at = rowAbove(at))
      if ((this.toldAt.get(at.id) ?? 0) > since) return true;
    return false;
  }

  /** Whether VS Code may not have this row yet: one above it is being drawn, or will be. */
  isNews(node: TreeNode): boolean {
    return this.due.size > 0 || this.mayClose(node);
  }

  /** Calls once VS Code has drawn what it was told and asked for, or some seconds later where a server is slow. */
  whenSettled(call: () => void): void {
    this.questions.next(call, settledMs, latestMs);
  }

  /** What is hidden now needs no news; a row that is still seen does, for what it says of its children. */
  collapsed(node: TreeNode): void {
    for (const id of this.watched.keys()) {
      if (!this.isBelow(this.nodes.get(id), node)) continue;
      this.unwatch(id);
      this.unwatched.add(node.id);
    }
  }

  /** What was hidden is asked again: VS Code shows the rows that it had. */
  expanded(node: TreeNode): void {
    if (this.unwatched.delete(node.id)) this.schedule(node);
    else {
      this.tries.delete(node.id);
      this.lookAfter(node);
    }
  }

  dispose(): void {
    this.life.abort();
    this.questions.dispose();
    for (const timer of this.late.values()) clearTimeout(timer);
    for (const watching of this.watched.values()) watching.dispose();
    this.watched.clear();
    this.changes.dispose();
  }

  /**
   * VS Code forgets to ask for the children of a row that opens while another is refreshed, and shows it empty: such a
   * row is drawn once more, then, as VS Code may have lost the row itself, the row at the top. No more than that: it may
   * be a row that was closed in an earlier window, and each refresh can disturb another row that opens.
   */
  private lookAfter({ id }: TreeNode): void {
    const tries = this.tries.get(id) ?? 0;
    if (this.asked.has(id) || this.late.has(id) || tries === mostTries) return;
    const timer = setTimeout(
      () => {
        this.late.delete(id);
        const node = this.nodes.get(id);
        if (!node || this.asked.has(id)) return;
        this.tries.set(id, tries + 1);
        this.schedule(tries === 0 ? node : topOf(node));
        this.lookAfter(node);
      },
      forgottenMs * 2 ** tries,
    );
    this.late.set(id, timer);
  }

  private async top(): Promise<readonly TreeNode[]> {
    try {
      return await this.roots.nodes({ signal: this.life.signal });
    } catch (error) {
      if (isCancelled(error)) return [];
      throw error;
    }
  }

  private async list(node: TreeNode): Promise<TreeNode[]> {
    try {
      if (node.watch && !this.watched.has(node.id)) this.watched.set(node.id, node.watch(this));
      return [...((await node.children?.({ signal: this.life.signal })) ?? [])];
    } catch (error) {
      if (isCancelled(error)) return [];
      this.log.warn(`${node.id}: ${messageOf(error)}`);
      return [new ErrorNode(node, error)];
    }
  }

  /** Keeps the newest node for each id that is shown, and forgets the rows that went. */
  private remember(parent: string, children: readonly TreeNode[]): void {
    const ids = new Set(children.map((child) => child.id));
    for (const id of this.shown.get(parent) ?? []) if (!ids.has(id)) this.forget(id);
    this.shown.set(parent, ids);
    for (const child of children) {
      // Another object with the same id stands for something else, like a remote that was configured anew.
      if (this.nodes.has(child.id) && this.nodes.get(child.id) !== child) this.unwatch(child.id);
      this.nodes.set(child.id, child);
    }
  }

  private unwatch(id: string): void {
    this.watched.get(id)?.dispose();
    this.watched.delete(id);
  }

  private forget(id: string): void {
    for (const child of this.shown.get(id) ?? []) this.forget(child);
    this.shown.delete(id);
    this.asked.delete(id);
    this.tries.delete(id);
    this.toldAt.delete(id);
    this.nodes.delete(id);
    this.unwatch(id);
  }

  private isBelow(node: TreeNode | undefined, ancestor: TreeNode): boolean {
    for (let at = node && rowAbove(node); at; at = rowAbove(at)) if (at.id === ancestor.id) return true;
    return false;
  }

  /**
   * Changes become one event, for the rows that VS Code has been given. A refresh disturbs rows that are being opened: so
   * it waits until VS Code has what it asked for. A row that it does not have yet will come with its news.
   */
  private schedule(node: TreeNode): void {
    if (!this.nodes.has(node.id)) return;
    if (this.due.size === 0) this.questions.next(this.tell, restMs, mostMs, this.lastTold + apartMs);
    this.due.add(node);
  }

  private readonly tell = (): void => {
    const nodes = [...this.due].map(({ id }) => this.nodes.get(id)).filter((node) => node !== undefined);
    this.due.clear();
    if (nodes.length === 0) return;
    this.lastTold = performance.now();
    for (const { id } of nodes) this.toldAt.set(id, this.lastTold);
    this.changes.fire(nodes);
  };
}
