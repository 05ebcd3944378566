import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import { compareNaturally } from '../../base/natural';
import type { Connection } from '../../model/connection';
import { formatKey } from '../../model/key';
import { contextValue } from '../../shell/contributions';
import type { NodeHost, Row, TreeNode } from '../../shell/node';
import { accessKind, certificateKind, trustTokenKind } from './contribution';
import { type Surroundings, certificateRow, nameOf, tokenRow } from './look';
import { ownFingerprint } from './own';
import type { AccessLists } from './store';
import type { TrustToken } from './token';
import type { Certificate } from './wire';

/** Names a certificate: what commands take. */
export interface CertificateRef {
  readonly remote: string;
  readonly fingerprint: string;
}

/** Names a trust token: what commands take. */
export interface TokenRef {
  readonly remote: string;
  readonly token: string;
}

/** Who else may sign in to a server, from another feature. */
export interface OtherAccess {
  /** Rows of those that are not among these certificates. */
  list(
    connection: Connection,
    parent: TreeNode,
    options: Abortable & { certificates: ReadonlySet<string> },
  ): Promise<readonly TreeNode[]>;
  watch(connection: Connection, changed: () => void): Disposable;
  reload(connection: Connection): Promise<void>;
}

export interface AccessNodeOptions {
  readonly others: OtherAccess;
  /** Fingerprints of the certificates that this computer uses anywhere. */
  ownFingerprints(): ReadonlySet<string>;
}

/** The row "Access" of a server: who is trusted there, and which tokens wait to be used. */
export class AccessNode implements TreeNode {
  readonly id: string;

  constructor(
    readonly parent: TreeNode,
    readonly ref: Connection,
    private readonly lists: AccessLists,
    private readonly options: AccessNodeOptions,
  ) {
    this.id = formatKey({ remote: ref.name, project: '', kind: accessKind, name: '' });
  }

  row(): Row {
    const { certificates, tokens } = this.lists;
    const label = vscode.l10n.t('Access');
    const known = certificates.status.kind === 'ready';
    const description = [
      vscode.l10n.t('{0} trusted', certificates.items.length),
      ...(tokens.items.length ? [vscode.l10n.t('{0} pending', tokens.items.length)] : []),
    ].join(' · ');
    const { lost, restricted } = this.around();
    return {
      label,
      ...(known ? { description } : {}),
      icon: { id: 'workspace-trusted' },
      context: contextValue(accessKind, [...(lost ? ['lost'] : []), ...(restricted ? ['restricted'] : [])]),
      expand: 'collapsed',
      tooltip: vscode.l10n.t('Who may use this server, and the trust tokens that nobody has used yet'),
      spoken: known ? `${label}, ${description}` : label,
    };
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    const { certificates, tokens } = this.lists;
    const changed = (): void => {
      host.childrenChanged(this);
    };
    store.add(certificates.onDidChange(changed));
    store.add(tokens.onDidChange(changed));
    store.add(
      this.ref.onAnyOperation(({ operation }) => {
        if (operation.class === 'token') void tokens.refresh();
      }),
    );
    store.add(
      this.ref.onDidChangeState((state) => {
        if (state.kind === 'lost' || state.kind === 'ready') changed();
      }),
    );
    store.add(this.options.others.watch(this.ref, changed));
    store.add(certificates.open());
    store.add(tokens.open());
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    const { certificates, tokens } = this.lists;
    const lost = this.ref.state.kind === 'lost';
    const [trusted, pending] = lost
      ? [certificates.items, tokens.items]
      : await Promise.all([certificates.loaded(options), tokens.loaded(options)]);
    const around = this.around();
    const own = this.options.ownFingerprints();
    const shown = new Set(trusted.map(({ fingerprint }) => fingerprint));
    const others = lost
      ? []
      : await this.options.others.list(this.ref, this, { ...options, certificates: shown });
    return [
      ...[...trusted]
        .sort((a, b) => compareNaturally(nameOf(a), nameOf(b)) || (a.fingerprint < b.fingerprint ? -1 : 1))
        .map((item) => new CertificateNode(this, this.ref.name, item, own.has(item.fingerprint), around)),
      ...others,
      ...[...pending]
        .sort((a, b) => compareNaturally(a.name, b.name))
        .map((item) => new TokenNode(this, this.ref.name, item, around)),
    ];
  }

  adopt(newer: TreeNode): boolean {
    return newer instanceof AccessNode && newer.parent === this.parent && newer.lists === this.lists;
  }

  async reload(): Promise<void> {
    const { certificates, tokens } = this.lists;
    await Promise.all([certificates.refresh(), tokens.refresh(), this.options.others.reload(this.ref)]);
  }

  /** A restricted certificate sees its own restriction in the list. */
  private around(): Surroundings {
    const own = ownFingerprint(this.ref.config);
    const item = own === undefined ? undefined : this.lists.certificates.item(own);
    return { lost: this.ref.state.kind === 'lost', restricted: item?.restricted === true };
  }
}

class CertificateNode implements TreeNode {
  readonly id: string;
  readonly ref: CertificateRef;

  constructor(
    readonly parent: TreeNode,
    remote: string,
    private certificate: Certificate,
    private own: boolean,
    private around: Surroundings,
  ) {
    const { fingerprint } = certificate;
    this.id = formatKey({ remote, project: '', kind: certificateKind, name: fingerprint });
    this.ref = { remote, fingerprint };
  }

  row(): Row {
    return certificateRow(this.certificate, this.own, this.around);
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof CertificateNode) || newer.parent !== this.parent) return false;
    ({ certificate: this.certificate, own: this.own, around: this.around } = newer);
    return true;
  }
}

class TokenNode implements TreeNode {
  readonly id: string;
  readonly ref: TokenRef;

  constructor(
    readonly parent: TreeNode,
    remote: string,
    private token: TrustToken,
    private around: Surroundings,
  ) {
    this.id = formatKey({ remote, project: '', kind: trustTokenKind, name: token.id });
    this.ref = { remote, token: token.id };
  }

  row(): Row {
    return tokenRow(this.token, this.around);
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof TokenNode) || newer.parent !== this.parent) return false;
    ({ token: this.token, around: this.around } = newer);
    return true;
  }
}
