import * as vscode from 'vscode';
import { compareNaturally } from '../../base/natural';
import { contextValue } from '../../shell/contributions';
import type { Row, TreeNode } from '../../shell/node';
import type { GroupBy, SortBy } from '../../shell/settings';
import { isTime, type Instance } from './instance';

/** What an instance has in common with those of its group, as the group's row says it. */
export function groupOf(instance: Instance, by: GroupBy): string {
  const { statusText, type, location, profiles } = instance;
  switch (by) {
    case 'state':
      return statusText || vscode.l10n.t('Unknown');
    case 'type':
      return type === 'container' ? vscode.l10n.t('Containers') : vscode.l10n.t('Virtual machines');
    case 'location':
      return location || vscode.l10n.t('This server');
    case 'profile':
      return profiles.join(', ') || vscode.l10n.t('No profile');
    case 'none':
      return '';
  }
}

/** The order of instances; what never was comes last, and names decide where nothing else does. */
export function compareInstances(by: SortBy): (a: Instance, b: Instance) => number {
  const names = (a: Instance, b: Instance): number => compareNaturally(a.name, b.name);
  if (by === 'name') return names;
  const timeOf = (instance: Instance): number => {
    const text = by === 'created' ? instance.createdAt : instance.lastUsedAt;
    return isTime(text) ? Date.parse(text) : 0;
  };
  return (a, b) => timeOf(b) - timeOf(a) || names(a, b);
}

/** The row above instances that have something in common. */
export class GroupNode implements TreeNode {
  readonly id: string;
  private rows: readonly TreeNode[] = [];
  private count = 0;

  constructor(
    readonly parent: TreeNode,
    readonly label: string,
  ) {
    this.id = `${parent.id}/${encodeURIComponent(label)}`;
  }

  /** What it holds from now on. @param count how many it has with those that are on no page yet */
  hold(rows: readonly TreeNode[], count: number): this {
    this.rows = rows;
    this.count = count;
    return this;
  }

  row(): Row {
    const count = String(this.count);
    return {
      label: this.label,
      description: count,
      icon: { id: 'list-tree' },
      context: contextValue('instanceGroup'),
      expand: this.rows.length ? 'expanded' : 'none',
      spoken: vscode.l10n.t('{0}, group of instances, {1}', this.label, count),
    };
  }

  children(): readonly TreeNode[] {
    return this.rows;
  }

  leadsTo(ids: readonly string[]): boolean {
    return this.rows.some(({ id }) => ids.includes(id));
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof GroupNode) || newer.parent !== this.parent) return false;
    this.hold(newer.rows, newer.count);
    return true;
  }
}
