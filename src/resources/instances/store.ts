import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import type { Instance } from './instance';
import { instanceSource } from './source';

/** One collection of instances for each project of each remote, shared by all who read it. */
export class InstanceStore {
  private readonly collections = new WeakMap<Connection, Map<string, Collection<Instance>>>();

  constructor(private readonly options: { log: Log; clock: Clock }) {}

  of(connection: Connection, project: string): Collection<Instance> {
    const projects = this.collections.get(connection) ?? new Map<string, Collection<Instance>>();
    this.collections.set(connection, projects);
    const known = projects.get(project);
    if (known) return known;
    const collection = new Collection(connection, instanceSource(connection, project), this.options);
    projects.set(project, collection);
    return collection;
  }
}
