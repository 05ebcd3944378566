import type { Disposable } from '../../base/disposable';
import { DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import type { TreeNode } from '../../shell/node';
import { settings } from '../../shell/settings';
import { ProjectNode } from './node';
import type { Project } from './project';
import { projectSource } from './source';

/** Makes the categories of one project. */
export type Categories = (connection: Connection, project: string, parent: TreeNode) => readonly TreeNode[];

/** Projects: what stands directly below a remote. A server with only the default project shows no project level. */
export class ProjectsFeature {
  private readonly collections = new WeakMap<Connection, Collection<Project>>();

  constructor(
    private readonly options: { log: Log; clock: Clock },
    private readonly categories: Categories,
  ) {}

  /** The rows below a remote. @throws AppError why the projects cannot be listed */
  async list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]> {
    const projects = await this.of(connection).loaded(options);
    const [only] = projects;
    if (projects.length === 1 && only && settings.treeProjects() === 'auto') {
      return this.categories(connection, only.name, parent);
    }
    const preferred = connection.config.project;
    return [...projects]
      .sort(
        (a, b) =>
          Number(b.name === preferred) - Number(a.name === preferred) || naturally.compare(a.name, b.name),
      )
      .map((project) => {
        const below = (name: string, node: TreeNode): readonly TreeNode[] =>
          this.categories(connection, name, node);
        return new ProjectNode(parent, connection.name, project, project.name === preferred, below);
      });
  }

  /** The names of the projects that we may see, in natural order. */
  async names(connection: Connection, options: Abortable): Promise<readonly string[]> {
    const projects = await this.of(connection).loaded(options);
    return projects.map(({ name }) => name).sort((a, b) => naturally.compare(a, b));
  }

  /** Lists the remote's projects again. */
  reload(connection: Connection): Promise<void> {
    return this.of(connection).refresh();
  }

  /** Keeps the remote's projects open and says when they changed, until disposed. */
  watch(connection: Connection, changed: () => void): Disposable {
    const store = new DisposableStore();
    const collection = this.of(connection);
    store.add(collection.onDidChange(changed));
    store.add(collection.open());
    return store;
  }

  private of(connection: Connection): Collection<Project> {
    const known =
      this.collections.get(connection) ?? new Collection(connection, projectSource(connection), this.options);
    this.collections.set(connection, known);
    return known;
  }
}

const naturally = new Intl.Collator(undefined, { numeric: true });
