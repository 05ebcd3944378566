import type { Log } from '../base/log';
import type { Abortable } from '../base/signal';
import type { Machine } from '../client/auth/discover';
import type { Connection } from '../model/connection';
import type { Presenter } from '../shell/present';
import type { Identities } from './identities';
import type { RemoteSet } from './remoteSet';
import type { RemoteStore } from './store';
import type { SignIns } from './tokens';

/** What adding and keeping remotes works on. */
export interface RemoteParts {
  readonly remotes: RemoteSet;
  readonly store: RemoteStore;
  readonly identities: Identities;
  readonly signIns: SignIns;
  readonly machine: Machine;
  readonly present: Presenter;
  readonly log: Log;
  /** Names of a remote's projects. */
  projects(connection: Connection, options: Abortable): Promise<readonly string[]>;
}
