import { parametersOf } from '../client/apiOperation';
import { formatKey } from '../model/key';
import { matchPath, nameIn, rowId } from './address';
import type { Kind, KindRef, ProjectFacts } from './kind';
import { hasOwn } from './offered';

/** All kinds, found by their name and by the paths of the API. */
export class KindRegistry {
  private readonly byId: ReadonlyMap<string, Kind>;

  constructor(
    readonly all: readonly Kind[],
    /** The projects of a remote, as far as they are known. */
    private readonly projects: (remote: string) => readonly ProjectFacts[] = () => [],
  ) {
    this.byId = new Map(all.map((kind) => [kind.data.id, kind]));
  }

  get(id: string): Kind | undefined {
    return this.byId.get(id);
  }

  /** The kinds directly below a project or a server. */
  atTop(scope: Kind['scope']): Kind[] {
    return this.all.filter((kind) => kind.scope === scope && !kind.parent && kind.shown !== false);
  }

  /** What a path of the API names, like `/1.0/networks/x?project=p`. @param project where the path says none */
  linked(path: string, remote: string, project: string): KindRef | undefined {
    const query = new URLSearchParams(path.split('?')[1] ?? '');
    const plain = path.replace(/^\/1\.0\/(containers|virtual-machines)\//, '/1.0/instances/');
    for (const kind of this.all) {
      const values = matchPath(kind.operations.get.path, plain);
      if (!values?.every(Boolean)) continue;
      const own = this.ownCount(kind);
      return this.owned({
        remote,
        project: kind.scope === 'server' ? '' : (query.get('project') ?? project),
        kind: kind.data.id,
        parents: values.slice(0, values.length - own),
        parts: values.slice(values.length - own),
        member: this.isOnMember(kind) ? (query.get('target') ?? '') : '',
      });
    }
    return undefined;
  }

  /** The same in the project that it belongs to: the default one, where its own project has none of its own. */
  private owned(ref: KindRef): KindRef {
    const project = this.projects(ref.remote).find(({ name }) => name === ref.project);
    // What holds it decides.
    for (let at: KindRef | undefined = ref; project && at; at = this.holderOf(at)) {
      const kind = this.get(at.kind);
      if (kind && !hasOwn(project, kind, at.parts)) return { ...ref, project: 'default' };
    }
    return ref;
  }

  /** The projects that see a resource as theirs: its own, and those that have none of their own of its kind. */
  projectsOf(ref: KindRef): readonly string[] {
    const kind = this.get(ref.kind);
    const sharing = this.projects(ref.remote).filter(
      (project) =>
        project.name !== ref.project &&
        ref.project === 'default' &&
        kind &&
        !hasOwn(project, kind, ref.parts),
    );
    return [ref.project, ...sharing.map(({ name }) => name)];
  }

  /** What holds a resource, if it is one itself. */
  holderOf({ kind: id, parents, member, ...ref }: KindRef): KindRef | undefined {
    const parent = this.get(this.get(id)?.parent ?? '');
    if (!parent) return undefined;
    const own = this.ownCount(parent);
    return {
      ...ref,
      project: parent.scope === 'server' ? '' : ref.project,
      kind: parent.data.id,
      parents: parents.slice(0, -own),
      parts: parents.slice(-own),
      member: this.isOnMember(parent) ? member : '',
    };
  }

  /** Whether each cluster member has its own of a kind, or of what holds it. */
  private isOnMember(kind: Kind): boolean {
    const parent = this.get(kind.parent ?? '');
    return kind.memberOf !== undefined || (parent !== undefined && this.isOnMember(parent));
  }

  /** The ids of the rows from the remote down to a resource; some may not be shown. */
  pathTo(named: KindRef): string[] {
    const ref = this.owned(named);
    const holder = this.holderOf(ref);
    const { remote, project } = ref;
    const folder = this.get(ref.kind)?.data.folder ?? '';
    const above = holder
      ? this.pathTo(holder)
      : [
          encodeURIComponent(remote),
          ...(project === '' ? [] : [formatKey({ remote, project, kind: 'project', name: project })]),
        ];
    // The row of a project is one of its own project.
    const [name = ''] = ref.parts;
    const own = rowId(ref.kind === 'project' ? { ...ref, project: name } : ref);
    const inside = nameIn(ref.parents, holder?.member);
    return [...above, formatKey({ remote, project, kind: folder, name: inside }), own];
  }

  /** The parameters of a kind's path, divided into those of what holds it and its own. */
  divided(kind: Kind, names: readonly string[]): { parents: string[]; parts: string[] } {
    const above = names.length - this.ownCount(kind);
    return { parents: names.slice(0, above), parts: names.slice(above) };
  }

  /** How many parameters of its path are a kind's own; the others are those of what holds it. */
  private ownCount(kind: Kind): number {
    const { path } = kind.operations.get;
    const above = this.get(kind.parent ?? '')?.operations.get.path;
    const isBelow = above !== undefined && shapeOf(path).startsWith(`${shapeOf(above)}/`);
    return parametersOf(path).length - (isBelow ? parametersOf(above).length : 0);
  }
}

/** A path without the names of its parameters. */
function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

/** The name of a resource for a person; of a fingerprint its beginning, as the clients show it. */
export function nameOf({ parts }: KindRef): string {
  const name = parts.at(-1) ?? '';
  return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name;
}
