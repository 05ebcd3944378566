import type { Row, TreeNode } from '../../shell/node';
import type { Activities } from './activities';
import type { Activity, OperationRef } from './activity';
import { operationRow } from './look';

/** The row of one operation. */
export class OperationNode implements TreeNode {
  readonly id: string;
  readonly parent = undefined;
  readonly ref: OperationRef;

  constructor(
    private readonly activities: Activities,
    private last: Activity,
  ) {
    this.id = last.key;
    this.ref = { remote: last.remote, operation: last.operation.id };
  }

  row(): Row {
    // VS Code may draw a row once more that has gone meanwhile.
    this.last = this.activities.get(this.id) ?? this.last;
    return operationRow(this.last);
  }

  adopt(newer: TreeNode): boolean {
    return newer instanceof OperationNode;
  }
}
