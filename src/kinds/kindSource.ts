import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import { requestFor } from '../client/apiOperation';
import { isObject } from '../client/decode';
import type { Endpoint } from '../client/endpoint';
import type { Lifecycle } from '../client/events';
import type { CollectionSource } from '../model/collectionSource';
import type { Connection } from '../model/connection';
import { matchPath, nameIn, parametersFor, requestAt } from './address';
import type { Kind, Place, ProjectFacts } from './kind';
import { hasOwn } from './offered';

/** The projects of a server that we may see. */
export type ProjectsOf = (connection: Connection, options: Abortable) => Promise<readonly ProjectFacts[]>;

/** How the resources of a kind in one place are listed, fetched and recognised in events. */
export function kindSource<T>(
  kind: Kind<T>,
  place: Place,
  projects: ProjectsOf = () => Promise.resolve([]),
): CollectionSource<T> {
  const { connection, project, parents, member } = place;
  const { operations } = kind;
  const nameOf = (item: T): string => nameIn(kind.partsOf(item), kind.memberOf?.(item));
  const keeps = (item: T): boolean => kind.keeps?.(item, place) ?? true;
  const list: CollectionSource<T>['list'] = async (options) => {
    if (!operations.list) return [];
    const args = {
      ...parametersFor(operations.list, parents),
      ...(project === '' ? {} : { project }),
      ...(member ? { target: member } : {}),
    };
    const request = requestFor(operations.list, args) as Endpoint<T[]>;
    const items = (await connection.transport.value(request, options)).map(withoutNulls).filter(keeps);
    if (!kind.alwaysOwn) return items;
    // A list has what the project uses of the default one too, whose events are of that one.
    const facts = (await projects(connection, options)).find(({ name }) => name === project);
    return facts ? items.filter((item) => hasOwn(facts, kind as Kind, kind.partsOf(item))) : items;
  };
  return {
    nameOf,
    list,
    get: async (name, options) => {
      // What is on one member only is told by the list, which says on which.
      if (kind.memberOf) return (await list(options)).find((item) => nameOf(item) === name);
      const names = [...parents, ...name.split('/').map(decodeURIComponent)];
      try {
        const request = requestAt(operations.get, { project, names, member }) as Endpoint<T>;
        const item = withoutNulls(await connection.transport.value(request, options));
        return keeps(item) ? item : undefined;
      } catch (error) {
        if (AppError.is(error, 'notFound')) return undefined;
        throw error;
      }
    },
    touches: (event, known) => touched(kind, place, event, known),
    toldEarly: ({ action }) => kind.toldEarly?.(action) ?? false,
    relistAfter: (description) => kind.relistAfter?.(description) ?? false,
  };
}

/** The servers write null for some lists and maps that are empty. */
function withoutNulls<T>(item: T): T {
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)) as T;
}

/** Actions after which something else is used than before. */
const changesUse =
  /^(instance|profile|storage-volume|network|image)-(created|deleted|renamed|updated|restored)$|^instance-snapshot-(created|deleted)$/;

/** The names that an event is about; 'all' where it may be about any. */
function touched<T>(
  kind: Kind<T>,
  { project, parents }: Place,
  { action, source, context, project: where }: Lifecycle,
  known: readonly string[],
): readonly string[] | 'all' {
  const isHere = project === '' || where === project;
  if (isHere && kind.relistOn?.(action)) return 'all';
  const values = matchPath(kind.operations.get.path, source);
  // What is used is not told by an event of its own; an instance may use what another project has.
  if (!values) return kind.usedBy && changesUse.test(action) ? 'all' : [];
  // Events of volumes say `<project>_<volume>`, as the server's disk does.
  const isParent = (parent: string, at: number): boolean =>
    values[at] === parent || values[at] === `${where}_${parent}`;
  if (!isHere || !parents.every(isParent)) return [];
  const own = nameIn(values.slice(parents.length));
  const old = oldName(context['old_name'], parents);
  const names = [own, ...(old === undefined ? [] : [nameIn([...values.slice(parents.length, -1), old])])];
  if (!kind.memberOf) return names;
  const located = known.filter((name) => names.includes(name.split('@')[0] ?? ''));
  // A new one, or one on another member: only a list says where.
  return located.length && located.length === names.length && !/created|renamed/.test(action)
    ? located
    : 'all';
}

/** What was renamed was called so; that of a backup is told as `<instance>/<backup>`. */
function oldName(old: unknown, parents: readonly string[]): string | undefined {
  if (typeof old !== 'string') return undefined;
  const above = `${parents.at(-1) ?? ''}/`;
  return old.startsWith(above) ? old.slice(above.length) : old;
}
