import * as vscode from 'vscode';
import { contextValue } from '../shell/contributions';
import type { Row, TreeNode } from '../shell/node';
import { decoded } from './address';
import type { KindRef } from './kind';
import { linkKind, linksKind, revealCommand } from './kindContribution';
import { type KindRegistry, nameOf } from './registry';

/** The row "Used By" or "Uses" of a resource: each row below it leads to another resource. */
export class LinksNode implements TreeNode {
  readonly id: string;
  private paths: readonly string[];

  constructor(
    readonly parent: TreeNode,
    private readonly way: 'uses' | 'usedBy',
    paths: readonly string[],
    private readonly place: { readonly remote: string; readonly project: string },
    private readonly kinds: KindRegistry,
  ) {
    this.id = `${parent.id}/!${way}`;
    // The servers name an instance once for each of its devices.
    this.paths = [...new Set(paths)];
  }

  row(): Row {
    const label = this.way === 'uses' ? vscode.l10n.t('Uses') : vscode.l10n.t('Used By');
    const count = String(this.paths.length);
    return {
      label,
      description: count,
      icon: { id: 'references' },
      context: contextValue(linksKind),
      expand: 'collapsed',
      spoken: `${label}, ${count}`,
    };
  }

  children(): readonly TreeNode[] {
    const { remote, project } = this.place;
    return this.paths.map(
      (path) => new LinkNode(this, path, this.kinds.linked(path, remote, project), this.kinds),
    );
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof LinksNode) || newer.parent !== this.parent) return false;
    this.paths = newer.paths;
    return true;
  }
}

class LinkNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    private readonly path: string,
    readonly ref: KindRef | undefined,
    private readonly kinds: KindRegistry,
  ) {
    this.id = `${parent.id}/${encodeURIComponent(path)}`;
  }

  row(): Row {
    const { ref, path } = this;
    const data = ref && this.kinds.get(ref.kind)?.data;
    if (!ref || !data) {
      return {
        label: decoded(path.replace(/^\/1\.0\//, '')),
        icon: { id: 'link' },
        context: contextValue('unknownLink'),
        expand: 'none',
        spoken: path,
      };
    }
    const label = nameOf(ref);
    const above = ref.parents.at(-1);
    const description = [vscode.l10n.t(data.one), ...(above ? [above] : [])].join(' · ');
    return {
      label,
      description,
      icon: { id: data.icon },
      context: contextValue(linkKind),
      expand: 'none',
      command: { command: revealCommand, title: vscode.l10n.t('Go to This'), arguments: [this] },
      tooltip: vscode.l10n.t('Go to {0}', [...ref.parents, label].join('/')),
      spoken: `${label}, ${description}`,
    };
  }

  adopt(newer: TreeNode): boolean {
    return newer instanceof LinkNode && newer.parent === this.parent;
  }
}
