import type { Disposable } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import type { Connection } from '../../model/connection';
import type { TreeNode } from '../../shell/node';
import type { Project } from './project';

/** What stands below one project. */
export interface Categories {
  list(
    connection: Connection,
    project: Project,
    parent: TreeNode,
    options: Abortable,
  ): Promise<readonly TreeNode[]>;
  /** Says when one came or went, until disposed. */
  watch(connection: Connection, project: Project, changed: () => void): Disposable;
}
