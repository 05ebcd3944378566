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
  /** How much of its limits a project uses, as last known; '' where it has none. */
  usage(connection: Connection, project: Project): string;
  /** Says when that changed, until disposed. */
  onDidChangeUsage(listener: (connection: Connection) => void): Disposable;
  /** Says when one came or went, until disposed. */
  watch(connection: Connection, project: Project, changed: () => void): Disposable;
}
