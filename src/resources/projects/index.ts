import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import { Collection } from '../../model/collection';
import { type Connection, watchReady } from '../../model/connection';
import type { TreeNode } from '../../shell/node';
import { settings } from '../../shell/settings';
import type { Categories } from './categories';
import { ProjectNode } from './node';
import type { Project } from './project';
import { projectSource } from './source';
import { Together } from './together';

/** Projects: what stands directly below a remote. A server with only the default project shows no project level. */
export class ProjectsFeature {
  private readonly collections = new WeakMap<Connection, Collection<Project>>();
  private readonly together = new WeakMap<TreeNode, Together>();
  /** Watches what stands below a remote in place of its projects: its only one, or all together. */
  private readonly unshown = new WeakMap<Connection, (projects: readonly Project[]) => void>();

  constructor(
    private readonly options: { log: Log; clock: Clock },
    private readonly categories: Categories,
  ) {}

  /** The rows below a remote. @throws AppError why the projects cannot be listed */
  async list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]> {
    const projects = await this.of(connection).loaded(options);
    const preferred = connection.config.project;
    const sorted = [...projects].sort(
      (a, b) =>
        Number(b.name === preferred) - Number(a.name === preferred) || compareNaturally(a.name, b.name),
    );
    const [only] = sorted;
    const shown = settings.treeProjects();
    if (sorted.length === 1 && only && shown !== 'always') {
      this.unshown.get(connection)?.([only]);
      return this.categories.list(connection, only, parent, options);
    }
    if (shown === 'together') {
      this.unshown.get(connection)?.(sorted);
      const all = this.together.get(parent) ?? new Together(parent);
      this.together.set(parent, all);
      return all.list(sorted, (project, above) => this.categories.list(connection, project, above, options));
    }
    this.unshown.get(connection)?.([]);
    return sorted.map((project) => new ProjectNode(parent, connection, project, this.categories));
  }

  /** The names of the projects that we may see, in natural order. */
  async names(connection: Connection, options: Abortable): Promise<readonly string[]> {
    const projects = await this.of(connection).loaded(options);
    return projects.map(({ name }) => name).sort((a, b) => compareNaturally(a, b));
  }

  /** The projects that we may see, in no order. */
  all(connection: Connection, options: Abortable): Promise<readonly Project[]> {
    return this.of(connection).loaded(options);
  }

  /** Those that are known without asking: all, while rows of the remote are shown. */
  known(connection: Connection): readonly Project[] {
    return this.of(connection).items;
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
    store.add(
      this.categories.onDidChangeUsage((where) => {
        if (where === connection && collection.items.length > 1) changed();
      }),
    );
    store.add(collection.open());
    let names = '';
    let below = store.add(new DisposableStore());
    this.unshown.set(connection, (projects) => {
      const now = JSON.stringify(projects.map((project) => project.name));
      if (now === names) return;
      names = now;
      below.dispose();
      below = store.add(new DisposableStore());
      for (const project of projects)
        below.add(watchReady(connection, () => this.categories.watch(connection, project, changed)));
    });
    store.add(toDisposable(() => this.unshown.delete(connection)));
    return store;
  }

  private of(connection: Connection): Collection<Project> {
    const known =
      this.collections.get(connection) ?? new Collection(connection, projectSource(connection), this.options);
    this.collections.set(connection, known);
    return known;
  }
}
