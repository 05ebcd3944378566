import { type Disposable, DisposableStore } from '../base/disposable';
import type { Abortable } from '../base/signal';
import { isImageServer } from '../client/remoteConfig';
import { type Connection, watchReady } from '../model/connection';
import type { TreeNode } from '../shell/node';
import type { RemoteChildren } from './node';

/** Rows of what a whole server has, like "Access"; none where this server lacks it. */
export interface ServerCategories {
  list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]>;
  /** Says when one came or went, until disposed. */
  watch(connection: Connection, changed: () => void): Disposable;
}

/**
 * What stands below a server: its projects, or what the only one holds, then what belongs to the whole server. An image
 * server has its images.
 */
export class ServerRows implements RemoteChildren {
  constructor(
    private readonly projects: RemoteChildren,
    private readonly images: RemoteChildren,
    private readonly categories: ServerCategories,
  ) {}

  async list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]> {
    if (isImageServer(connection.config)) return this.images.list(connection, parent, options);
    const rows = await Promise.all([
      this.projects.list(connection, parent, options),
      this.categories.list(connection, parent, options),
    ]);
    return rows.flat();
  }

  watch(connection: Connection, changed: () => void): Disposable {
    const store = new DisposableStore();
    store.add(this.of(connection).watch(connection, changed));
    if (!isImageServer(connection.config))
      store.add(watchReady(connection, () => this.categories.watch(connection, changed)));
    return store;
  }

  reload(connection: Connection): Promise<void> {
    return this.of(connection).reload(connection);
  }

  private of({ config }: Connection): RemoteChildren {
    return isImageServer(config) ? this.images : this.projects;
  }
}
