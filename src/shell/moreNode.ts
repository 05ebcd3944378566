import * as vscode from 'vscode';
import { contextValue } from './contributions';
import type { Missing, Row, TreeNode } from './node';

/** More rows than this are shown on demand only. */
export const pageSize = 500;

/** Only the row "Show more" calls it, so it is no CommandSpec. */
export const showMoreCommand = 'lxd.view.showMore';

/** A row whose children are shown page by page. */
export interface Paged extends TreeNode {
  showMore(): void;
}

/** How much is shown of what is shown page by page. */
export class Pages {
  private count = 1;

  get size(): number {
    return this.count * pageSize;
  }

  more(): void {
    this.count++;
  }

  /** Shows as many as it takes to have this one. @param shown those of `all` that the filter leaves, in their order */
  bring<T>(
    all: readonly T[],
    shown: readonly T[],
    isWanted: (item: T) => boolean,
    labelOf: (item: T) => string,
  ): Missing | undefined {
    const at = shown.findIndex(isWanted);
    if (at < 0) {
      const hidden = all.find(isWanted);
      return hidden === undefined ? undefined : { hidden: labelOf(hidden) };
    }
    if (at < this.size) return undefined;
    this.count = Math.ceil((at + 1) / pageSize);
    return { paged: true };
  }
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
