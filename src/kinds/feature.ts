import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { Abortable, Clock } from '../base/signal';
import type { Connection } from '../model/connection';
import type { InstanceRef } from '../model/key';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import type { Filter } from '../shell/filter';
import { type MoreNode, showMoreCommand } from '../shell/moreNode';
import { type TreeNode, rowAbove } from '../shell/node';
import type { Presenter } from '../shell/present';
import { settings } from '../shell/settings';
import type { registerKindCommands } from './commands';
import type { Kind, KindRef, Place, ProjectFacts } from './kind';
import { actionCommands, commonCommands, kindCommands } from './kindContribution';
import type { ProjectsOf } from './kindSource';
import { KindStore } from './kindStore';
import { LinksNode } from './links';
import { FolderNode, type KindNodeOptions } from './nodes';
import { hasOwn, isOffered } from './offered';
import { KindRegistry } from './registry';
import { KindTargets } from './targets';
import { UsageStore } from './usage';

export interface KindsOptions {
  readonly kinds: readonly Kind[];
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  readonly filter: Filter;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
  readonly refresh: (id: string) => void;
  readonly projects: ProjectsOf;
  /** Those that are known without asking: all, while rows of the server are shown. */
  knownProjects(connection: Connection): readonly ProjectFacts[];
  /** Opens a resource as a document. */
  readonly open: (ref: KindRef, options: { preview: boolean }) => Promise<void>;
  /** What nothing needs before a command is called. */
  readonly later: () => Promise<{ readonly registerKindCommands: typeof registerKindCommands }>;
}

/** Every kind of resource that needs no feature of its own: its rows and its commands, made from what the kind says. */
export class KindsFeature implements Disposable {
  readonly registry: KindRegistry;
  readonly store: KindStore;
  readonly targets: KindTargets;
  readonly usage: UsageStore;
  private readonly owned = new DisposableStore();
  private readonly life = new AbortController();
  private readonly nodeOptions: KindNodeOptions;

  constructor(private readonly options: KindsOptions) {
    this.registry = new KindRegistry(options.kinds, (remote) => {
      const connection = options.remotes.get(remote);
      return connection ? options.knownProjects(connection) : [];
    });
    this.store = new KindStore(options);
    this.targets = new KindTargets({ ...options, registry: this.registry, store: this.store });
    this.usage = this.owned.add(new UsageStore(options));
    this.nodeOptions = {
      usage: this.usage,
      filter: options.filter,
      collectionOf: (kind, place) => this.store.of(kind, place),
      hasRowsBelow: (kind, item, place) => this.hasRowsBelow(kind, item, place),
      rowsBelow: (kind, item, place, parent) => this.rowsBelow(kind, item, place, parent),
    };
    this.registerCommands();
  }

  /** The rows directly below a project, or below a server (`project` is then undefined). */
  async categories(
    connection: Connection,
    project: ProjectFacts | undefined,
    parent: TreeNode,
    { signal }: Abortable,
  ): Promise<readonly TreeNode[]> {
    const kinds = this.offered(connection, project);
    const place: Place = { connection, project: project?.name ?? '', parents: [] };
    const rows = await Promise.all(
      kinds.map(async (kind) => {
        if (kind.rare && !settings.showEmpty() && (await this.isEmpty(kind, place, signal))) return [];
        return [new FolderNode(parent, kind, place, this.nodeOptions)];
      }),
    );
    return rows.flat();
  }

  /** Says when a rare kind came or went, until disposed. */
  watch(connection: Connection, project: ProjectFacts | undefined, changed: () => void): Disposable {
    const store = new DisposableStore();
    const place: Place = { connection, project: project?.name ?? '', parents: [] };
    for (const kind of this.offered(connection, project).filter(({ rare }) => rare)) {
      const collection = this.store.of(kind, place);
      let wasEmpty: boolean | undefined;
      store.add(
        collection.onDidChange(() => {
          if (collection.status.kind !== 'ready') return;
          const empty = collection.items.length === 0;
          if (wasEmpty !== undefined && wasEmpty !== empty) changed();
          wasEmpty = empty;
        }),
      );
      store.add(collection.open());
    }
    return store;
  }

  /** The rows below an instance, whose row is another feature's: folders of what it holds, and what it uses. */
  belowInstance(
    { remote, project, instance }: InstanceRef,
    parent: TreeNode,
    uses: readonly string[],
  ): readonly TreeNode[] {
    const connection = this.options.remotes.get(remote);
    if (!connection) return [];
    const place: Place = { connection, project, parents: [instance] };
    const folders = this.registry.all
      .filter((kind) => kind.parent === 'instance' && isOffered(kind, connection))
      .map((kind) => new FolderNode(parent, kind, place, this.nodeOptions));
    return [...folders, ...this.links(parent, 'uses', uses, place)];
  }

  /** How much a resource of a server, whose row is another feature's, uses of what it may; '' where that is not known. */
  usageOf(id: string, connection: Connection, item: unknown, name: string): string {
    const kind = this.registry.get(id);
    const ref = { remote: connection.name, project: '', kind: id, parents: [], parts: [name], member: '' };
    return kind ? this.usage.of(kind, item, connection, ref) : '';
  }

  dispose(): void {
    this.life.abort();
    this.owned.dispose();
  }

  private async isEmpty(kind: Kind, place: Place, signal: AbortSignal): Promise<boolean> {
    try {
      return (await this.store.of(kind, place).loaded({ signal })).length === 0;
    } catch (error) {
      // Who may not see it sees no row; its reason is in the log.
      this.options.log.trace(`${place.connection.name}: ${kind.data.many}: ${messageOf(error)}`);
      return true;
    }
  }

  private offered(connection: Connection, project: ProjectFacts | undefined): Kind[] {
    return this.registry
      .atTop(project ? 'project' : 'server')
      .filter((kind) => isOffered(kind, connection) && (!project || hasOwn(project, kind)));
  }

  private belowKinds(kind: Kind, item: unknown, { connection }: Place): Kind[] {
    const { server } = connection;
    return server
      ? (kind.below?.(item, server) ?? [])
          .map((id) => this.registry.get(id))
          .filter((below) => below !== undefined && isOffered(below, connection))
          .filter((below) => below !== undefined)
      : [];
  }

  private hasRowsBelow(kind: Kind, item: unknown, place: Place): boolean {
    return (
      this.belowKinds(kind, item, place).length > 0 ||
      (kind.usedBy?.(item).length ?? 0) > 0 ||
      (kind.uses?.(item, place).length ?? 0) > 0
    );
  }

  private async rowsBelow(
    kind: Kind,
    item: unknown,
    place: Place,
    parent: TreeNode,
  ): Promise<readonly TreeNode[]> {
    const parents = [...place.parents, ...kind.partsOf(item)];
    const member = kind.memberOf?.(item) ?? place.member ?? '';
    const inside: Place = { ...place, parents, ...(member === '' ? {} : { member }) };
    const folders = await Promise.all(
      this.belowKinds(kind, item, place).map((below) => this.folders(below, kind, inside, parent)),
    );
    return [
      ...folders.flat(),
      ...this.links(parent, 'uses', kind.uses?.(item, place) ?? [], place),
      ...this.links(parent, 'usedBy', kind.usedBy?.(item) ?? [], place),
    ];
  }

  /** What is of a project, below what is of the server, has a row for each project that has its own. */
  private async folders(below: Kind, kind: Kind, place: Place, parent: TreeNode): Promise<TreeNode[]> {
    if (kind.scope === 'project' || below.scope === 'server')
      return [new FolderNode(parent, below, place, this.nodeOptions)];
    const projects = await this.options.projects(place.connection, { signal: this.life.signal });
    const own = projects.filter((project) => hasOwn(project, below) || below.alwaysOwn !== undefined);
    return own.map(
      ({ name }) =>
        new FolderNode(
          parent,
          below,
          { ...place, project: name },
          this.nodeOptions,
          own.length > 1 ? name : undefined,
        ),
    );
  }

  private links(
    parent: TreeNode,
    way: 'uses' | 'usedBy',
    paths: readonly string[],
    place: Place,
  ): TreeNode[] {
    if (paths.length === 0) return [];
    const where = { remote: place.connection.name, project: place.project || 'default' };
    return [new LinksNode(parent, way, paths, where, this.registry)];
  }

  private registerCommands(): void {
    const { options, registry, store, targets } = this;
    const all = registry.all.map(({ data }) => data);
    const specs = [
      ...all.flatMap((data) => [
        ...Object.values(kindCommands(data)),
        ...Object.values(actionCommands(data)),
      ]),
      ...Object.values(commonCommands(all)),
    ];
    this.owned.add(
      options.commands.registerLate(specs, async () =>
        (await options.later()).registerKindCommands({ ...options, registry, store, targets }),
      ),
    );
    this.owned.add(
      vscode.commands.registerCommand(showMoreCommand, (node: MoreNode) => {
        node.ref.showMore();
        options.refresh((rowAbove(node) ?? node.ref).id);
      }),
    );
  }
}
