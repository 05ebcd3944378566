import assert from 'node:assert/strict';
import type { TreeNode } from '../../src/shell/node';
import type { RemotesView } from '../../src/shell/remotesView';
import { rowText } from './extensionHost';

/** The rows below a remote. */
export class Rows {
  constructor(
    private readonly view: RemotesView,
    readonly remote: string,
  ) {}

  /** The rows below a row, or below the remote. */
  async children(node?: TreeNode): Promise<TreeNode[]> {
    return this.view.tree.getChildren(node ?? (await this.root()));
  }

  /** A row by the labels of those above it and its own. */
  async below(...labels: string[]): Promise<TreeNode> {
    let at = await this.root();
    for (const label of labels) {
      const rows = await this.children(at);
      const found = rows.find((row) => row.row().label === label);
      assert.ok(found, `no "${label}" among ${rows.map((row) => row.row().label).join(', ')}`);
      at = found;
    }
    return at;
  }

  /** Labels and descriptions of the rows below a row. */
  async texts(...labels: string[]): Promise<string[]> {
    const rows = await this.children(await this.below(...labels));
    return rows.map((node) => node.row()).map(({ label, description = '' }) => `${label} | ${description}`);
  }

  /** All rows as text, two spaces for each level. @param wants leaves a row out, or what is below it */
  async render(wants: (node: TreeNode) => 'all' | 'alone' | 'nothing'): Promise<string> {
    const lines: string[] = [];
    const walk = async (node: TreeNode, indent: string): Promise<void> => {
      const rows = await this.children(node);
      // They were made within a second or two: which one is newer differs.
      if (/^(snapshot|backup)$/.test(rows[0]?.row().context ?? ''))
        rows.sort((a, b) => a.row().label.localeCompare(b.row().label));
      for (const row of rows) {
        const wanted = wants(row);
        if (wanted === 'nothing') continue;
        const at = lines.push('') - 1;
        if (wanted === 'all') await walk(row, `${indent}  `);
        lines[at] = indent + rowText(this.view.tree.getTreeItem(row));
      }
    };
    await walk(await this.root(), '');
    return lines.join('\n');
  }

  private async root(): Promise<TreeNode> {
    const found = (await this.view.tree.getChildren()).find(({ id }) => id === this.remote);
    assert.ok(found, `no remote ${this.remote}`);
    return found;
  }
}
