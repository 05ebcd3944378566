import type { Disposable } from '../base/disposable';
import type { Abortable } from '../base/signal';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { TreeNode } from '../shell/node';
import type { RemoteChildren } from './node';

/** Makes the row of something that a whole server has, like "Access"; none where this server lacks it. */
export type ServerCategory = (connection: Connection, parent: TreeNode) => readonly TreeNode[];

/**
 * What stands below a server: its projects, or what the only one holds, then what belongs to the whole server. An image
 * server has its images.
 */
export class ServerRows implements RemoteChildren {
  constructor(
    private readonly projects: RemoteChildren,
    private readonly images: RemoteChildren,
    private readonly categories: readonly ServerCategory[],
  ) {}

  async list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]> {
    if (isImageServer(connection.config)) return this.images.list(connection, parent, options);
    const projects = await this.projects.list(connection, parent, options);
    return [...projects, ...this.categories.flatMap((category) => category(connection, parent))];
  }

  watch(connection: Connection, changed: () => void): Disposable {
    return this.of(connection).watch(connection, changed);
  }

  reload(connection: Connection): Promise<void> {
    return this.of(connection).reload(connection);
  }

  private of({ config }: Connection): RemoteChildren {
    return isImageServer(config) ? this.images : this.projects;
  }
}
