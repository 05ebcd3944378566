import * as vscode from 'vscode';
import type { AppError, ErrorKind } from '../base/errors';
import { CertificateChanged } from '../client/dialError';
import { type RemoteConfig, isImageServer } from '../client/remoteConfig';
import type { ServerInfo } from '../client/server';
import type { ConnectionState } from '../model/connection';
import { colors, contextValue } from '../shell/contributions';
import { busyIcon } from '../shell/icons';
import type { Row } from '../shell/node';
import { remoteKind } from './contribution';

/** What a remote's row says: its state is a shape, a word and, where it needs a person, a colour. */
export function remoteRow(config: RemoteConfig, state: ConnectionState, expand: Row['expand']): Row {
  const look = lookOf(config, state);
  const description = [look.state, look.why].filter(Boolean).join(' · ');
  return {
    label: config.name,
    description,
    icon: look.icon,
    context: contextValue(remoteKind, [...look.flags, ...flagsOf(config)]),
    expand: look.isLeaf ? 'none' : expand,
    tooltip: [`${config.name} · ${look.state}`, ...(look.more ?? []), config.location]
      .filter(Boolean)
      .join('\n'),
    spoken: vscode.l10n.t('{0}, remote, {1}', config.name, look.state),
  };
}

interface Look {
  readonly state: string;
  /** Said in the row after the state. */
  readonly why?: string;
  /** Lines of the tooltip. */
  readonly more?: readonly string[];
  readonly icon: { readonly id: string; readonly color?: string };
  readonly flags: readonly string[];
  readonly isLeaf?: boolean;
}

/** What menus test: whose remote it is, and what it is. */
function flagsOf(config: RemoteConfig): string[] {
  const whose = config.source === 'settings' ? 'own' : config.source === 'local' ? 'local' : 'cli';
  return [
    whose,
    ...(isImageServer(config) ? ['images'] : []),
    ...(config.kind === 'socket' && whose !== 'local' ? ['socket'] : []),
  ];
}

function lookOf(config: RemoteConfig, state: ConnectionState): Look {
  if (config.disabled) {
    const text = vscode.l10n.t('disabled');
    return { state: text, icon: { id: 'circle-slash' }, flags: ['disabled'], isLeaf: true };
  }
  if (state.kind === 'lost') return lostLook(config, state.error);
  if (isImageServer(config)) {
    const text = vscode.l10n.t('image server');
    return { state: text, icon: { id: 'library' }, flags: [] };
  }
  if (state.kind === 'ready') return readyLook(config, state.server);
  return { state: vscode.l10n.t('connecting…'), icon: { id: busyIcon() }, flags: [] };
}

function readyLook(config: RemoteConfig, server: ServerInfo): Look {
  const product = server.product === 'incus' ? 'Incus' : 'LXD';
  const project = config.project === 'default' ? [] : [config.project];
  return {
    state: [`${product} ${server.version}`.trim(), ...project].join(' · '),
    more: [server.name],
    icon: { id: config.kind === 'socket' ? 'server-environment' : 'server' },
    flags: ['ready', server.product, ...(server.clustered ? ['cluster'] : [])],
  };
}

function lostLook(config: RemoteConfig, error: AppError): Look {
  const changed = error instanceof CertificateChanged ? error : undefined;
  const shape = changed ? changedShape : (lostShapes[error.kind] ?? lostShapes.unreachable);
  const canTrust = error.kind === 'untrusted' && config.address.kind === 'tls';
  return {
    state: shape.text(),
    why: error.message,
    more: [
      error.message,
      ...(changed
        ? [
            vscode.l10n.t('Trusted: {0}', changed.trusted),
            vscode.l10n.t('Presented now: {0}', changed.presented),
          ]
        : []),
    ],
    icon: { id: shape.icon, color: colors.attention },
    flags: ['lost', ...(error.kind === 'forbidden' ? ['forbidden'] : []), ...(canTrust ? ['untrusted'] : [])],
  };
}

interface LostShape {
  readonly icon: string;
  readonly text: () => string;
}

const changedShape: LostShape = { icon: 'shield', text: () => vscode.l10n.t('certificate changed') };

const lostShapes: Partial<Record<ErrorKind, LostShape>> & { unreachable: LostShape } = {
  unreachable: { icon: 'debug-disconnect', text: () => vscode.l10n.t('not reachable') },
  untrusted: { icon: 'workspace-untrusted', text: () => vscode.l10n.t('not trusted') },
  forbidden: { icon: 'lock', text: () => vscode.l10n.t('not permitted') },
  unsupported: { icon: 'circle-slash', text: () => vscode.l10n.t('not supported') },
  protocol: { icon: 'question', text: () => vscode.l10n.t('no LXD or Incus') },
};
