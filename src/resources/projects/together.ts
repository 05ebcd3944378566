import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import { ErrorNode } from '../../shell/errorNode';
import { MoreNode } from '../../shell/moreNode';
import type { Missing, NodeHost, Row, TreeNode } from '../../shell/node';
import type { Project } from './project';

/**
 * The rows of one kind of all projects of a server in one place. It stands for the row that each project would have,
 * which is its child and what holds its rows, but is not shown.
 */
export class TogetherNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    /** The kind of its parts' rows. */
    private readonly kind: string,
    /** One of each project, in the order of projects. */
    private readonly parts: readonly TreeNode[],
  ) {
    this.id = `${parent.id}/!together/${encodeURIComponent(kind)}`;
  }

  /** Takes over what newer parts know; false where there are others, as then there is more or less to watch. */
  takes(newer: readonly TreeNode[]): boolean {
    return (
      newer.length === this.parts.length &&
      this.parts.every((part, at) => {
        const other = newer[at];
        return other?.id === part.id && (part.adopt?.(other) ?? false);
      })
    );
  }

  private standsFor(node: TreeNode): boolean {
    return this.parts.some(({ id }) => id === node.id);
  }

  leadsTo(ids: readonly string[]): boolean {
    return this.parts.some(({ id }) => ids.includes(id));
  }

  row(): Row {
    const [first] = this.parts;
    const { label = '', icon, expand = 'collapsed' } = first?.row() ?? {};
    const count = this.parts.reduce((sum, part) => sum + (part.size?.() ?? 0), 0);
    const description = count === 0 ? '' : String(count);
    return {
      label,
      ...(description ? { description } : {}),
      ...(icon ? { icon } : {}),
      context: this.kind,
      expand,
      spoken: [label, vscode.l10n.t('all projects'), description].filter(Boolean).join(', '),
    };
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    // News of a row that is not shown is news of this one.
    const shown = (node: TreeNode): TreeNode => (this.standsFor(node) ? this : node);
    const around: NodeHost = {
      changed: (node) => {
        host.changed(shown(node));
      },
      childrenChanged: (node) => {
        host.childrenChanged(shown(node));
      },
    };
    for (const part of this.parts) if (part.watch) store.add(part.watch(around));
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    const lists = await Promise.all(this.parts.map(async (part) => (await part.children?.(options)) ?? []));
    const order = this.parts[0]?.order?.();
    const rows = lists.flat();
    const isLast = (row: TreeNode): boolean => row instanceof MoreNode || row instanceof ErrorNode;
    const sorted = rows
      .filter((row) => !isLast(row))
      .map((row) => ({ row, label: row.row().label }))
      .sort((a, b) => (order?.(a.row, b.row) ?? 0) || compareNaturally(a.label, b.label))
      .map(({ row }) => row);
    return [...sorted, ...rows.filter(isLast)];
  }

  bring(ids: readonly string[]): Missing | undefined {
    for (const part of this.parts) {
      const missing = part.bring?.(ids);
      if (missing) return missing;
    }
    return undefined;
  }

  adopt(newer: TreeNode): boolean {
    return newer === this;
  }

  async reload(): Promise<void> {
    await Promise.all(this.parts.map(async (part) => part.reload?.()));
  }
}

/** A project whose rows stand among those of the others; it has no row itself. */
class UnshownProject implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    name: string,
    private readonly shownFor: (kind: string) => TreeNode | undefined,
  ) {
    this.id = `${parent.id}/!project/${encodeURIComponent(name)}`;
  }

  row(): Row {
    throw new Error('it is not shown');
  }

  standIn(child: TreeNode): TreeNode | undefined {
    return this.shownFor(kindOf(child));
  }
}

/** All projects of a server in one place. Its rows last as long as there are the same projects: news are for them. */
export class Together {
  private readonly projects = new Map<string, UnshownProject>();
  private readonly rows = new Map<string, TogetherNode>();

  constructor(private readonly parent: TreeNode) {}

  /** Each kind once, in the order of the project that has most. @param list gives the rows of one project */
  async list(
    projects: readonly Project[],
    list: (project: Project, parent: TreeNode) => Promise<readonly TreeNode[]>,
  ): Promise<readonly TreeNode[]> {
    const lists = await Promise.all(projects.map((project) => list(project, this.projectOf(project.name))));
    const [fullest = []] = [...lists].sort((a, b) => b.length - a.length);
    const kinds = [...new Set([fullest, ...lists].flat().map(kindOf))];
    return kinds.map((kind) =>
      this.rowOf(
        kind,
        lists.flat().filter((row) => kindOf(row) === kind),
      ),
    );
  }

  private projectOf(name: string): UnshownProject {
    const project =
      this.projects.get(name) ?? new UnshownProject(this.parent, name, (kind) => this.rows.get(kind));
    this.projects.set(name, project);
    return project;
  }

  private rowOf(kind: string, parts: readonly TreeNode[]): TogetherNode {
    const known = this.rows.get(kind);
    if (known?.takes(parts)) return known;
    const row = new TogetherNode(this.parent, kind, parts);
    this.rows.set(kind, row);
    return row;
  }
}

/** Like `instances`: what rows hold, without their flags. */
function kindOf(row: TreeNode): string {
  return row.row().context.split('+')[0] ?? '';
}
