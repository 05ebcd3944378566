import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError, type ErrorKind } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { ServerInfo } from '../client/server';
import type { Connection } from '../model/connection';
import { colors, contextValue } from '../shell/contributions';
import { busyIcon } from '../shell/icons';
import type { NodeHost, Row, TreeNode } from '../shell/node';
import { remoteKind } from './contribution';

/** What stands below a connected remote; projects and categories come from their own features. */
export interface RemoteChildren {
  list(connection: Connection, parent: TreeNode, options: Abortable): Promise<readonly TreeNode[]>;
  watch(connection: Connection, changed: () => void): Disposable;
  reload(connection: Connection): Promise<void>;
}

/** The row of a remote. It says how its connection is; what is below it stays when the connection is lost. */
export class RemoteNode implements TreeNode {
  readonly id: string;
  readonly parent = undefined;
  private known: readonly TreeNode[] = [];

  constructor(
    readonly ref: Connection,
    private readonly below: RemoteChildren,
    private readonly open: boolean,
  ) {
    this.id = encodeURIComponent(ref.name);
  }

  row(): Row {
    const { state, config } = this.ref;
    const common = { label: config.name };
    if (config.kind === 'images') {
      const description = vscode.l10n.t('image server');
      const tooltip = config.location;
      return {
        ...common,
        description,
        tooltip,
        icon: { id: 'library' },
        context: contextValue(remoteKind, ['images']),
        expand: 'none',
        spoken: `${config.name}, ${description}`,
      };
    }
    switch (state.kind) {
      case 'ready':
        return this.readyRow(state.server);
      case 'lost':
        return this.lostRow(state.error);
      case 'idle':
      case 'connecting': {
        const description = vscode.l10n.t('connecting…');
        const tooltip = config.location;
        return {
          ...common,
          description,
          tooltip,
          icon: { id: busyIcon() },
          context: contextValue(remoteKind),
          expand: this.expansion(),
          spoken: `${config.name}, ${description}`,
        };
      }
    }
  }

  reload(): Promise<void> {
    return this.below.reload(this.ref);
  }

  watch(host: NodeHost): Disposable {
    const store = new DisposableStore();
    store.add(
      this.below.watch(this.ref, () => {
        host.childrenChanged(this);
      }),
    );
    return store;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    const { state, config } = this.ref;
    if (config.kind === 'images') return [];
    if (state.kind === 'lost') return this.known;
    try {
      await this.ref.ready(options);
    } catch (error) {
      if (AppError.is(error)) return this.known; // the row itself says why, and changes when the server is back
      throw error;
    }
    this.known = await this.below.list(this.ref, this, options);
    return this.known;
  }

  private expansion(): 'expanded' | 'collapsed' {
    return this.open ? 'expanded' : 'collapsed';
  }

  private readyRow(server: ServerInfo): Row {
    const { config } = this.ref;
    const product = server.product === 'incus' ? 'Incus' : 'LXD';
    const project = config.project === 'default' ? [] : [config.project];
    const description = [`${product} ${server.version}`.trim(), ...project].join(' · ');
    const flags = ['ready', server.product, ...(server.clustered ? ['cluster'] : [])];
    return {
      label: config.name,
      description,
      icon: { id: config.kind === 'socket' ? 'server-environment' : 'server' },
      context: contextValue(remoteKind, flags),
      expand: this.expansion(),
      tooltip: [`${config.name} · ${description}`, server.name, config.location].filter(Boolean).join('\n'),
      spoken: vscode.l10n.t('{0}, remote, {1}', config.name, description),
    };
  }

  private lostRow(error: AppError): Row {
    const { config } = this.ref;
    const look = lostLooks[error.kind] ?? lostLooks.unreachable;
    const state = look.text();
    return {
      label: config.name,
      description: `${state} · ${error.message}`,
      icon: { id: look.icon, color: colors.attention },
      context: contextValue(remoteKind, ['lost', ...(error.kind === 'forbidden' ? ['forbidden'] : [])]),
      expand: this.known.length ? this.expansion() : 'none',
      tooltip: `${config.name} · ${state}\n${error.message}\n${config.location}`,
      spoken: vscode.l10n.t('{0}, remote, {1}', config.name, state),
    };
  }
}

interface LostLook {
  readonly icon: string;
  readonly text: () => string;
}

const lostLooks: Partial<Record<ErrorKind, LostLook>> & { unreachable: LostLook } = {
  unreachable: { icon: 'debug-disconnect', text: () => vscode.l10n.t('not reachable') },
  untrusted: { icon: 'workspace-untrusted', text: () => vscode.l10n.t('not trusted') },
  forbidden: { icon: 'lock', text: () => vscode.l10n.t('not permitted') },
  unsupported: { icon: 'circle-slash', text: () => vscode.l10n.t('not supported') },
  protocol: { icon: 'question', text: () => vscode.l10n.t('no LXD or Incus') },
};
