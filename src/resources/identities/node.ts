import * as vscode from 'vscode';
import { formatKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { Row, TreeNode } from '../../shell/node';
import { identityKind } from './contribution';
import { identityName } from './source';
import type { Identity } from './wire';

/** Names an identity: what commands take. */
export interface IdentityRef {
  readonly remote: string;
  /** Way of signing in and identifier, like `oidc/jane@example.com`. */
  readonly identity: string;
}

/** The row of somebody who may sign in without being in the list of certificates. */
export class IdentityNode implements TreeNode {
  readonly id: string;
  readonly ref: IdentityRef;

  constructor(
    readonly parent: TreeNode,
    remote: string,
    private identity: Identity,
    private removable: boolean,
  ) {
    const name = identityName(identity);
    this.id = formatKey({ remote, project: '', kind: identityKind, name });
    this.ref = { remote, identity: name };
  }

  row(): Row {
    const { name, id, type, groups = [] } = this.identity;
    const label = name || id;
    const description = [
      groups.length ? vscode.l10n.t('groups {0}', groups.join(', ')) : vscode.l10n.t('no group'),
      type,
    ]
      .filter(Boolean)
      .join(' · ');
    return {
      label,
      description,
      icon: { id: 'person' },
      context: contextValue(identityKind, this.removable ? ['removable'] : []),
      expand: 'none',
      tooltip: [
        label,
        type,
        id === label ? '' : id,
        groups.length ? vscode.l10n.t('Groups: {0}', groups.join(', ')) : '',
      ]
        .filter(Boolean)
        .join('\n'),
      spoken: vscode.l10n.t('{0}, identity, {1}', label, description),
    };
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof IdentityNode) || newer.parent !== this.parent) return false;
    ({ identity: this.identity, removable: this.removable } = newer);
    return true;
  }
}
