import type { Log } from '../base/log';
import type { Clock } from '../base/signal';
import { Collection } from '../model/collection';
import type { Connection } from '../model/connection';
import { folderId } from './address';
import type { Kind, Place } from './kind';
import { type ProjectsOf, kindSource } from './kindSource';

/** One collection for each kind in each place, shared by all who read it. */
export class KindStore {
  private readonly collections = new WeakMap<Connection, Map<string, Collection<unknown>>>();

  constructor(private readonly options: { log: Log; clock: Clock; projects: ProjectsOf }) {}

  of<T>(kind: Kind<T>, place: Place): Collection<T> {
    const known = this.collections.get(place.connection) ?? new Map<string, Collection<unknown>>();
    this.collections.set(place.connection, known);
    const id = folderId(kind, place);
    const collection =
      known.get(id) ??
      new Collection(place.connection, kindSource(kind, place, this.options.projects), this.options);
    known.set(id, collection);
    return collection as unknown as Collection<T>;
  }
}
