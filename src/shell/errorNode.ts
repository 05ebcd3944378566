import * as vscode from 'vscode';
import { AppError, describeChain, messageOf } from '../base/errors';
import { colors, contextValue } from './contributions';
import type { Row, TreeNode } from './node';

/** Row of what could not be listed; `ref` is the node to ask again. */
export class ErrorNode implements TreeNode {
  readonly id: string;
  readonly ref: TreeNode;

  constructor(
    readonly parent: TreeNode,
    private readonly error: unknown,
  ) {
    this.id = `${parent.id}/!error`;
    this.ref = parent;
  }

  row(): Row {
    const why = messageOf(this.error);
    return {
      label: vscode.l10n.t('Could not list {0}', this.parent.row().label.toLocaleLowerCase()),
      description: why,
      icon: { id: 'error', color: colors.error },
      context: contextValue('error'),
      expand: 'none',
      tooltip: AppError.is(this.error) ? why : describeChain(this.error),
      spoken: vscode.l10n.t('Error: {0}', why),
    };
  }
}
