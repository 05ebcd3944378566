import type * as vscode from 'vscode';
import type { Disposable } from '../base/disposable';
import type { Abortable } from '../base/signal';

/** What a row shows at one moment. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  /** Ranges of the label that a filter matched. */
  readonly highlights?: [number, number][];
  /** Codicon and, optionally, its theme colour. A row with a `resource` and no icon wears its file icon. */
  readonly icon?: { readonly id: string; readonly color?: string };
  readonly resource?: vscode.Uri;
  /** Made by contextValue(). */
  readonly context: string;
  readonly expand: 'none' | 'collapsed' | 'expanded';
  /** Command of a click; rows without one toggle. */
  readonly command?: vscode.Command;
  readonly tooltip?: string;
  /** Name, kind, state, for a screen reader. */
  readonly spoken: string;
}

/** What a node may tell the tree. */
export interface NodeHost {
  /** Renders the node's own row again. */
  changed(node: TreeNode): void;
  /** Asks the node for its children again, and renders its row. */
  childrenChanged(node: TreeNode): void;
}

/** Why a row is not among those that are shown. */
export interface Missing {
  /** It is on a page that is shown from now on. */
  readonly paged?: true;
  /** The filter hides it, or what holds it: this one. */
  readonly hidden?: string;
}

/** A view of something in the model. Nodes hold no data of their own and send nothing themselves. */
export interface TreeNode {
  /** Unique and stable: expansion and selection survive by it. */
  readonly id: string;
  readonly parent: TreeNode | undefined;
  /** What commands get as their target. */
  readonly ref?: unknown;
  row(): Row;
  /** How many rows it holds, as far as that is known. */
  size?(): number;
  /** True where the way to one of these rows leads through this one, which is named in no path. */
  leadsTo?(ids: readonly string[]): boolean;
  /** Shows the page that one of these rows is on. @returns why none was shown; nothing where it has none of them */
  bring?(ids: readonly string[]): Missing | undefined;
  /** How two of its rows are ordered, before their labels decide. */
  order?(): (a: TreeNode, b: TreeNode) => number;
  /** The row that is shown in place of one that stands below this one. */
  standIn?(child: TreeNode): TreeNode | undefined;
  children?(options: Abortable): Promise<readonly TreeNode[]> | readonly TreeNode[];
  /**
   * Takes over what a newer node with the same id knows; false where it cannot. VS Code knows rows by their objects: news
   * of one that it was not given are dropped, so the object that it was given has to last.
   */
  adopt?(newer: TreeNode): boolean;
  /** Starts telling the host of changes, from the moment that the children are shown until disposed. */
  watch?(host: NodeHost): Disposable;
  /** Asks the server again for what the children are made of: after a listing has failed. */
  reload?(): Promise<void>;
  /** Fetched when the pointer rests on the row. */
  tooltip?(options: Abortable): Promise<vscode.MarkdownString | undefined>;
}

/** The row above one that is shown. */
export function rowAbove({ parent }: TreeNode): TreeNode | undefined {
  return (parent && parent.parent?.standIn?.(parent)) ?? parent;
}

/** Whether a row stands among those of other projects, so that it has to say its own. */
export function isAmongOthers(node: TreeNode): boolean {
  for (let at: TreeNode | undefined = node; at; at = at.parent) if (rowAbove(at) !== at.parent) return true;
  return false;
}

/** The row at the top of the tree above one; a row may be unknown to VS Code while it shows it, those at the top never are. */
export function topOf(node: TreeNode): TreeNode {
  const above = rowAbove(node);
  return above ? topOf(above) : node;
}
