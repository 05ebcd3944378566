import * as vscode from 'vscode';
import { formatKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { Row, TreeNode } from '../../shell/node';
import { projectKind } from './contribution';
import type { Project } from './project';

/** The row of a project, on servers that have more than one. */
export class ProjectNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    remote: string,
    private project: Project,
    private readonly preferred: boolean,
    private readonly categoriesOf: (project: string, parent: TreeNode) => readonly TreeNode[],
  ) {
    this.id = formatKey({ remote, project: project.name, kind: projectKind, name: project.name });
  }

  row(): Row {
    const { name, description } = this.project;
    return {
      label: name,
      ...(description ? { description } : {}),
      icon: { id: 'project' },
      context: contextValue(projectKind),
      expand: this.preferred ? 'expanded' : 'collapsed',
      tooltip: description ? `${name} · ${description}` : name,
      spoken: vscode.l10n.t('{0}, project', name),
    };
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof ProjectNode) || newer.parent !== this.parent) return false;
    this.project = newer.project;
    return true;
  }

  children(): readonly TreeNode[] {
    return this.categoriesOf(this.project.name, this);
  }
}
