import type { Disposable } from '../base/disposable';
import type { Event } from '../base/emitter';
import type { Connection } from './connection';

/** All remotes there are, in the order in which they are shown. */
export interface Remotes extends Disposable {
  readonly all: readonly Connection[];
  readonly onDidChange: Event<void>;
  /** The connection of the remote with this name. */
  get(name: string): Connection | undefined;
}
