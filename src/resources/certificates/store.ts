import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import { certificateSource, tokenSource } from './source';
import type { TrustToken } from './token';
import type { Certificate } from './wire';

export interface AccessLists {
  readonly certificates: Collection<Certificate>;
  readonly tokens: Collection<TrustToken>;
}

/** Certificates and tokens of each remote, shared by all who read them. */
export class AccessStore {
  private readonly lists = new WeakMap<Connection, AccessLists>();

  constructor(private readonly options: { log: Log; clock: Clock }) {}

  of(connection: Connection): AccessLists {
    const known = this.lists.get(connection);
    if (known) return known;
    const lists = {
      certificates: new Collection(connection, certificateSource(connection), this.options),
      tokens: new Collection(connection, tokenSource(connection), this.options),
    };
    this.lists.set(connection, lists);
    return lists;
  }
}
