import type { Disposable } from '../base/disposable';
import { DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import { isImageServer } from '../client/remoteConfig';
import type { Connection } from '../model/connection';
import type { NodeHost, Row, TreeNode } from '../shell/node';
import { remoteRow } from './look';

/** What stands below a connected remote; projects and categories come from their own features. */
export interface RemoteChildren {
  list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]>;
  watch(connection: Connection, changed: () => void): Disposable;
  reload(connection: Connection): Promise<void>;
}

/** The row of a remote. It says how its connection is; what is below it stays when the connection is lost. */
export class RemoteNode implements TreeNode {
  readonly id: string;
  readonly parent = undefined;
  private known: readonly TreeNode[] = [];
  /** How many listings are under way: what changes meanwhile is in what they bring. */
  private listing = 0;

  constructor(
    readonly ref: Connection,
    private readonly below: RemoteChildren,
    private readonly open: boolean,
  ) {
    this.id = encodeURIComponent(ref.name);
  }

  row(): Row {
    const { state, config } = this.ref;
    const isEmpty = state.kind === 'lost' && !this.known.length;
    const opens = this.open && !isImageServer(config);
    return remoteRow(config, state, isEmpty ? 'none' : opens ? 'expanded' : 'collapsed');
  }

  reload(): Promise<void> {
    return this.below.reload(this.ref);
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    store.add(
      this.below.watch(this.ref, () => {
        if (this.listing === 0) host.childrenChanged(this);
      }),
    );
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    this.listing++;
    try {
      return await this.list(options);
    } finally {
      this.listing--;
    }
  }

  private async list(options: Abortable): Promise<readonly TreeNode[]> {
    const { state, config } = this.ref;
    if (config.disabled) return [];
    if (isImageServer(config)) return this.below.list(this.ref, this, options);
    if (state.kind === 'lost') return this.known;
    try {
      await this.ref.ready(options);
    } catch (error) {
      if (AppError.is(error)) return this.known; // the row itself says why, and changes when the server is back
      throw error;
    }
    this.known = await this.below.list(this.ref, this, options);
    return this.known;
  }
}
