import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import { type Connection, watchReady } from '../../model/connection';
import { formatKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { NodeHost, Row, TreeNode } from '../../shell/node';
import { projectKind } from './contribution';
import type { Categories } from './categories';
import type { Project } from './project';

/** The row of a project, on servers that have more than one. */
export class ProjectNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    private readonly connection: Connection,
    private project: Project,
    private readonly categories: Categories,
  ) {
    const { name } = project;
    this.id = formatKey({ remote: connection.name, project: name, kind: projectKind, name });
  }

  /** Names the project as commands on resources take it. */
  get ref() {
    const { name } = this.project;
    return {
      remote: this.connection.name,
      project: '',
      kind: projectKind,
      parents: [],
      parts: [name],
      member: '',
    };
  }

  row(): Row {
    const { name } = this.project;
    const used = this.categories.usage(this.connection, this.project);
    const description = [this.project.description, used].filter(Boolean).join(' · ');
    const lost = this.connection.state.kind === 'lost';
    return {
      label: name,
      ...(description ? { description } : {}),
      icon: { id: 'project' },
      context: contextValue(projectKind, [
        ...(lost ? ['lost'] : []),
        ...(name === 'default' ? ['noRename', 'noDelete'] : []),
      ]),
      expand: name === this.connection.config.project ? 'expanded' : 'collapsed',
      tooltip: description ? `${name} · ${description}` : name,
      spoken: vscode.l10n.t('{0}, project', name),
    };
  }

  watch(host: NodeHost): Disposable {
    return watchReady(this.connection, () =>
      this.categories.watch(this.connection, this.project, () => {
        host.childrenChanged(this);
      }),
    );
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof ProjectNode) || newer.parent !== this.parent) return false;
    this.project = newer.project;
    return true;
  }

  children(options: Abortable): Promise<readonly TreeNode[]> {
    return this.categories.list(this.connection, this.project, this, options);
  }
}
