import * as vscode from 'vscode';
import { contextValue } from './contributions';
import type { Row, TreeNode } from './node';

/** More rows than this are shown on demand only. */
export const pageSize = 500;

/** Only the row "Show more" calls it, so it is no CommandSpec. */
export const showMoreCommand = 'lxd.view.showMore';

/** A row whose children are shown page by page. */
export interface Paged extends TreeNode {
  showMore(): void;
}

/** The row that shows the next page. */
export class MoreNode implements TreeNode {
  readonly id: string;
  readonly ref: Paged;

  constructor(
    readonly parent: Paged,
    private readonly shown: number,
    private readonly all: number,
  ) {
    this.id = `${parent.id}/!more`;
    this.ref = parent;
  }

  row(): Row {
    const label = vscode.l10n.t('Show {0} more', Math.min(pageSize, this.all - this.shown));
    return {
      label,
      description: vscode.l10n.t('of {0}', this.all),
      icon: { id: 'ellipsis' },
      context: contextValue('more'),
      expand: 'none',
      command: { command: showMoreCommand, title: label, arguments: [this] },
      spoken: label,
    };
  }
}
