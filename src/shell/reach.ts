import type { Missing, TreeNode } from './node';
import type { Tree } from './tree';

/** A row of the tree, or why there is none; neither where it is not known. */
export interface Reached extends Missing {
  readonly node?: TreeNode;
}

/** Walks down through these ids, listing what was not listed yet. A page that is shown from now on is told as news. */
export async function reach(tree: Tree, ids: readonly string[]): Promise<Reached> {
  let at: TreeNode | undefined;
  while (at?.id !== ids.at(-1)) {
    const next: TreeNode | undefined = (await tree.below(at)).find(
      (node) => ids.includes(node.id) || node.leadsTo?.(ids),
    );
    if (!next) {
      const missing = at?.bring?.(ids) ?? {};
      if (at && missing.paged) tree.childrenChanged(at);
      return missing;
    }
    at = next;
  }
  return at ? { node: at } : {};
}
