import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { compareNaturally } from '../base/natural';
import type { Abortable } from '../base/signal';
import { isObject } from '../client/decode';
import type { Collection } from '../model/collection';
import { contextValue } from '../shell/contributions';
import type { Filter, FilterSubject } from '../shell/filter';
import { MoreNode, Pages } from '../shell/moreNode';
import { type Missing, type NodeHost, type Row, type TreeNode, rowAbove } from '../shell/node';
import { folderId, rowId } from './address';
import type { Kind, KindRef, Place } from './kind';
import { openCommand } from './kindContribution';
import type { UsageStore } from './usage';

/** What the rows of kinds need from around them. */
export interface KindNodeOptions {
  readonly filter: Filter;
  readonly usage: UsageStore;
  collectionOf(kind: Kind, place: Place): Collection<unknown>;
  /** The rows below a resource: folders of what it holds, and links. */
  rowsBelow(kind: Kind, item: unknown, place: Place, parent: TreeNode): Promise<readonly TreeNode[]>;
  hasRowsBelow(kind: Kind, item: unknown, place: Place): boolean;
}

/** The row that holds the resources of one kind in one place. */
export class FolderNode implements TreeNode {
  readonly id: string;
  private readonly pages = new Pages();

  constructor(
    readonly parent: TreeNode,
    private readonly kind: Kind,
    readonly ref: Place,
    private readonly options: KindNodeOptions,
    /** What tells it from others of its kind beside it, like the project. */
    private readonly suffix = '',
  ) {
    this.id = folderId(kind, ref);
  }

  private get collection(): Collection<unknown> {
    return this.options.collectionOf(this.kind, this.ref);
  }

  row(): Row {
    const { data } = this.kind;
    const { items, status } = this.collection;
    const { filter } = this.options;
    const known = items.length > 0 || status.kind === 'ready';
    const count = filter.text
      ? vscode.l10n.t({
          message: '{0} of {1} shown',
          args: [this.size(), items.length],
          comment: 'numbers of instances',
        })
      : items.length
        ? String(items.length)
        : vscode.l10n.t('none');
    const label = vscode.l10n.t(data.many);
    const description = [...(known ? [count] : []), ...(this.suffix ? [this.suffix] : [])].join(' · ');
    const lost = this.ref.connection.state.kind === 'lost';
    return {
      label,
      ...(description ? { description } : {}),
      icon: { id: data.icon },
      context: contextValue(data.folder, lost ? ['lost'] : []),
      expand: 'collapsed',
      spoken: description ? `${label}, ${description}` : label,
    };
  }

  size(): number {
    return this.collection.items.filter((item) => this.options.filter.matches(this.subjectOf(item))).length;
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    const changed = (): void => {
      host.childrenChanged(this);
    };
    store.add(this.collection.onDidChange(changed));
    store.add(this.options.filter.onDidChange(changed));
    if (this.kind.usage)
      store.add(
        this.options.usage.onDidChange((connection) => {
          if (connection === this.ref.connection) changed();
        }),
      );
    store.add(
      this.ref.connection.onDidChangeState((state) => {
        if (state.kind === 'lost' || state.kind === 'ready') changed();
      }),
    );
    store.add(this.collection.open());
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    const lost = this.ref.connection.state.kind === 'lost';
    const items = lost ? this.collection.items : await this.collection.loaded(options);
    const shown = this.shownOf(items);
    const rows: TreeNode[] = shown
      .slice(0, this.pages.size)
      .map((item) => new ItemNode(this, this.kind, this.ref, item, this.options));
    if (shown.length > rows.length) rows.push(new MoreNode(this, rows.length, shown.length));
    return rows;
  }

  adopt(newer: TreeNode): boolean {
    return (
      newer instanceof FolderNode &&
      newer.parent === this.parent &&
      newer.ref.connection === this.ref.connection
    );
  }

  reload(): Promise<void> {
    return this.collection.refresh();
  }

  showMore(): void {
    this.pages.more();
  }

  bring(ids: readonly string[]): Missing | undefined {
    const { items } = this.collection;
    const isWanted = (item: unknown): boolean => ids.includes(rowId(refOf(this.kind, this.ref, item)));
    return this.pages.bring(items, this.shownOf(items), isWanted, (item) => this.labelOf(item));
  }

  order(): (a: TreeNode, b: TreeNode) => number {
    const { kind } = this;
    return (a, b) => (a instanceof ItemNode && b instanceof ItemNode && kind.compare?.(a.item, b.item)) || 0;
  }

  /** Those that the filter leaves, in their order. */
  private shownOf(items: readonly unknown[]): unknown[] {
    return items
      .filter((item) => this.options.filter.matches(this.subjectOf(item)))
      .map((item) => ({ item, label: this.labelOf(item) }))
      .sort((a, b) => (this.kind.compare?.(a.item, b.item) ?? 0) || compareNaturally(a.label, b.label))
      .map(({ item }) => item);
  }

  private labelOf(item: unknown): string {
    return labelOf(this.kind, item, this.ref);
  }

  private subjectOf(item: unknown): FilterSubject {
    const { type, status, config } = isObject(item) ? item : {};
    return {
      name: this.labelOf(item),
      ...(this.ref.project === '' ? {} : { project: this.ref.project }),
      ...(typeof type === 'string' ? { type } : {}),
      ...(typeof status === 'string' ? { state: status } : {}),
      ...(isObject(config) ? { config } : {}),
    };
  }
}

/** The row of one resource. */
class ItemNode implements TreeNode {
  readonly id: string;
  readonly ref: KindRef;

  constructor(
    readonly parent: TreeNode,
    private readonly kind: Kind,
    private readonly place: Place,
    public item: unknown,
    private readonly options: KindNodeOptions,
  ) {
    this.ref = refOf(kind, place, item);
    this.id = rowId(this.ref);
  }

  row(): Row {
    const { kind, place, item, options } = this;
    const { data } = kind;
    const look = kind.look(item, place);
    const label = labelOf(kind, item, place);
    const lost = place.connection.state.kind === 'lost';
    const used = options.usage.of(kind, item, place.connection, this.ref);
    const project = rowAbove(this) !== this.parent ? place.project : '';
    const description = [project, look.description ?? '', used].filter(Boolean).join(' · ');
    const opens = data.verbs.some((verb) => verb === 'edit' || verb === 'look');
    return {
      label,
      ...(description ? { description } : {}),
      highlights: options.filter.highlights(label),
      icon: look.icon ?? { id: data.icon },
      context: contextValue(data.id, [...(look.flags ?? []), ...(lost ? ['lost'] : [])]),
      expand: options.hasRowsBelow(kind, item, place) ? 'collapsed' : 'none',
      ...(opens
        ? {
            command: {
              command: openCommand(data),
              title: vscode.l10n.t('Open'),
              arguments: [this, undefined, { preview: true }],
            },
          }
        : {}),
      tooltip: [label, description, ...(look.tooltip ?? [])].filter(Boolean).join('\n'),
      spoken: [label, vscode.l10n.t(data.one), description].filter(Boolean).join(', '),
    };
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof ItemNode) || newer.parent !== this.parent) return false;
    this.item = newer.item;
    return true;
  }

  children(): Promise<readonly TreeNode[]> {
    return this.options.rowsBelow(this.kind, this.item, this.place, this);
  }
}

/** The name of a resource as its row shows it. */
export function labelOf(kind: Kind, item: unknown, place: Place): string {
  return kind.look(item, place).label ?? kind.partsOf(item).at(-1) ?? '';
}

/** What commands get of a resource. */
export function refOf(kind: Kind, { connection, project, parents, member }: Place, item: unknown): KindRef {
  return {
    remote: connection.name,
    project,
    kind: kind.data.id,
    parents,
    parts: kind.partsOf(item),
    member: kind.memberOf?.(item) ?? member ?? '',
  };
}
