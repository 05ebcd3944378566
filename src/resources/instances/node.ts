import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import type { Collection } from '../../model/collection';
import type { Connection } from '../../model/connection';
import type { Jobs } from '../../model/jobs';
import { type InstanceRef, formatKey, instanceKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { Filter } from '../../shell/filter';
import { type Missing, type NodeHost, type Row, type TreeNode, isAmongOthers } from '../../shell/node';
import { MoreNode, Pages } from '../../shell/moreNode';
import { type GroupBy, settings } from '../../shell/settings';
import { instancesKind } from './contribution';
import { GroupNode, compareInstances, groupOf } from './groups';
import type { Instance } from './instance';
import { type Surroundings, contextOf, descriptionOf, iconOf, spoken, subjectOf } from './look';
import { fetchFull } from './source';
import { instanceTooltip } from './tooltip';
import { usesOf } from './uses';

/** Up to so many rows are drawn again one by one. */
const fewRows = 50;
/** The row above counts what runs: late, with more rows than a few, as VS Code draws them again with it; milliseconds a row. */
const countMs = 5;

/** What the rows need from around them. */
export interface InstanceNodeOptions {
  readonly jobs: Jobs;
  readonly filter: Filter;
  /** Rows below an instance, from other features. */
  childrenOf(ref: InstanceRef, parent: TreeNode, uses: readonly string[]): readonly TreeNode[];
}

/** The row "Instances" of one project. */
export class InstancesNode implements TreeNode {
  readonly id: string;
  readonly ref: { connection: Connection; project: string; parents: readonly string[] };
  private readonly pages = new Pages();
  /** How many run, as the row says. */
  private counted = 0;
  private counting: NodeJS.Timeout | undefined;
  /** Those that are shown, by the instance's name. */
  private rows: ReadonlyMap<string, InstanceNode> = new Map();
  /** By what their instances have in common. */
  private readonly groups = new Map<string, GroupNode>();

  constructor(
    readonly parent: TreeNode,
    private readonly connection: Connection,
    private readonly project: string,
    private readonly collection: Collection<Instance>,
    private readonly options: InstanceNodeOptions,
  ) {
    this.ref = { connection, project, parents: [] };
    this.id = formatKey({ remote: connection.name, project, kind: instancesKind, name: '' });
  }

  row(): Row {
    const { items, status } = this.collection;
    const running = (this.counted = this.runningNow());
    const known = items.length > 0 || status.kind === 'ready';
    const { filter } = this.options;
    const count = filter.text
      ? vscode.l10n.t({
          message: '{0} of {1} shown',
          args: [this.size(), items.length],
          comment: 'numbers of instances',
        })
      : items.length
        ? vscode.l10n.t({
            message: '{0} of {1} running',
            args: [running, items.length],
            comment: 'numbers of instances',
          })
        : vscode.l10n.t('none');
    return {
      label: vscode.l10n.t('Instances'),
      ...(known ? { description: count } : {}),
      icon: { id: 'server-process' },
      context: contextValue(instancesKind),
      expand: 'expanded',
      spoken: known ? `${vscode.l10n.t('Instances')}, ${count}` : vscode.l10n.t('Instances'),
    };
  }

  size(): number {
    const { filter } = this.options;
    return this.collection.items.filter((item) => filter.matches(subjectOf(item))).length;
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    // The collection is opened only after its listeners are there, and stays open while the row is expanded.
    store.add(
      this.collection.onDidChange(({ names, structure }) => {
        // What changed may belong elsewhere then, or nowhere.
        const moves =
          settings.groupBy() !== 'none' || settings.sortBy() !== 'name' || this.options.filter.text !== '';
        if (structure || moves || names.length > fewRows) host.childrenChanged(this);
        else {
          this.changed(names, host);
          this.count(host);
        }
      }),
    );
    store.add(
      this.options.filter.onDidChange(() => {
        host.childrenChanged(this);
      }),
    );
    store.add(
      this.connection.onDidChangeState((state) => {
        if (state.kind === 'lost' || state.kind === 'ready') host.childrenChanged(this);
      }),
    );
    store.add(
      this.options.jobs.onDidChange((ref) => {
        if (ref.remote === this.connection.name && ref.project === this.project)
          this.changed([ref.instance], host);
      }),
    );
    store.add(
      toDisposable(() => {
        clearTimeout(this.counting);
        this.counting = undefined;
      }),
    );
    store.add(this.collection.open());
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    // Last known rows stay while the remote is away; asking would connect again at once, at every failed attempt.
    const lost = this.connection.state.kind === 'lost';
    const items = lost ? this.collection.items : await this.collection.loaded(options);
    const shown = this.shownOf(items);
    const by = settings.groupBy();
    const page = shown.slice(0, this.pages.size);
    const above = (item: Instance): TreeNode => (by === 'none' ? this : this.groupOf(item, by));
    const rows = new Map(page.map((item) => [item.name, this.rowOf(item, above(item))]));
    this.rows = rows;
    const more = shown.length > rows.size ? [new MoreNode(this, rows.size, shown.length)] : [];
    return [...(by === 'none' ? rows.values() : this.grouped(shown, by)), ...more];
  }

  /** Those that the filter leaves, in their order. */
  private shownOf(items: readonly Instance[]): Instance[] {
    const { filter } = this.options;
    return items.filter((item) => filter.matches(subjectOf(item))).sort(compareInstances(settings.sortBy()));
  }

  /** The row above an instance, where they are grouped. */
  private groupOf(instance: Instance, by: GroupBy): GroupNode {
    const label = groupOf(instance, by);
    const group = this.groups.get(label) ?? new GroupNode(this, label);
    this.groups.set(label, group);
    return group;
  }

  /** The groups of all these, which hold the rows of the pages that are shown. */
  private grouped(shown: readonly Instance[], by: GroupBy): TreeNode[] {
    const counts = new Map<GroupNode, number>();
    for (const item of shown) {
      const group = this.groupOf(item, by);
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const rows = [...this.rows.values()];
    return [...counts]
      .map(([group, count]) => {
        const own = rows.filter(({ parent }) => parent === group);
        return group.hold(own, count);
      })
      .sort((a, b) => compareNaturally(a.label, b.label));
  }

  adopt(newer: TreeNode): boolean {
    return (
      newer instanceof InstancesNode && newer.parent === this.parent && newer.collection === this.collection
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
    const isWanted = ({ name: instance }: Instance): boolean =>
      ids.includes(formatKey(instanceKey({ remote: this.connection.name, project: this.project, instance })));
    return this.pages.bring(items, this.shownOf(items), isWanted, ({ name }) => name);
  }

  order(): (a: TreeNode, b: TreeNode) => number {
    const compare = compareInstances(settings.sortBy());
    return (a, b) =>
      a instanceof InstanceNode && b instanceof InstanceNode ? compare(a.instance, b.instance) : 0;
  }

  private rowOf(instance: Instance, parent: TreeNode): InstanceNode {
    const known = this.rows.get(instance.name);
    if (known?.parent !== parent) return new InstanceNode(parent, this.connection, instance, this.options);
    known.show(instance);
    return known;
  }

  private changed(names: readonly string[], host: NodeHost): void {
    for (const name of names) {
      const [row, instance] = [this.rows.get(name), this.collection.item(name)];
      if (!row) continue;
      if (instance) row.show(instance);
      host.changed(row);
    }
  }

  /** Draws the row itself again, and with it all below, where it counts wrongly. */
  private count(host: NodeHost): void {
    if (this.counting || this.runningNow() === this.counted) return;
    if (this.rows.size <= fewRows) host.childrenChanged(this);
    else
      this.counting = setTimeout(() => {
        this.counting = undefined;
        if (this.runningNow() !== this.counted) host.childrenChanged(this);
      }, countMs * this.rows.size);
  }

  private runningNow(): number {
    return this.collection.items.filter((item) => item.status === 'running').length;
  }
}

/** The row of one instance. */
class InstanceNode implements TreeNode {
  readonly id: string;
  readonly ref: InstanceRef;

  constructor(
    readonly parent: TreeNode,
    private readonly connection: Connection,
    public instance: Instance,
    private readonly options: InstanceNodeOptions,
  ) {
    this.ref = { remote: connection.name, project: instance.project, instance: instance.name };
    this.id = formatKey(instanceKey(this.ref));
  }

  row(): Row {
    const { instance } = this;
    const around: Surroundings = {
      job: this.options.jobs.get(this.ref),
      lost: this.connection.state.kind === 'lost',
      incus: this.connection.server?.product === 'incus',
    };
    return {
      label: instance.name,
      description: [isAmongOthers(this) ? instance.project : '', descriptionOf(instance, around)]
        .filter(Boolean)
        .join(' · '),
      highlights: this.options.filter.highlights(instance.name),
      icon: iconOf(instance, around),
      context: contextOf(instance, around),
      expand: 'collapsed',
      spoken: spoken(instance, around),
    };
  }

  show(instance: Instance): void {
    this.instance = instance;
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof InstanceNode) || newer.parent !== this.parent) return false;
    this.show(newer.instance);
    return true;
  }

  children(): readonly TreeNode[] {
    return this.options.childrenOf(this.ref, this, usesOf(this.instance));
  }

  async tooltip(options: Abortable): Promise<vscode.MarkdownString> {
    if (this.connection.state.kind !== 'ready') return instanceTooltip(this.instance);
    return instanceTooltip(
      await fetchFull(this.connection, this.instance.project, this.instance.name, options),
    );
  }
}
