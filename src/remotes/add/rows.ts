import * as vscode from 'vscode';
import { isIP } from 'node:net';
import type { RemoteInput } from '../../client/auth/remoteInput';
import { isExpired } from '../../client/auth/trustToken';
import { describeHost } from '../../client/auth/hostPort';

/** A row of the first question: what Enter does there. */
export interface PasteRow extends vscode.QuickPickItem {
  /** What is added; undefined where the row only says something. */
  readonly input?: RemoteInput;
  /** What else it does. */
  readonly run?: () => unknown;
}

/** The row that says what Enter will do with what was typed. */
export function inputRow(input: RemoteInput, place: 'typed' | 'clipboard', now: Date): PasteRow | undefined {
  const row = (icon: string, label: string, description = ''): PasteRow => ({
    label: `$(${place === 'clipboard' ? 'clippy' : icon}) ${label}`,
    description,
    input,
    alwaysShow: true,
  });
  switch (input.kind) {
    case 'nothing':
      return undefined;
    case 'invalid':
      return place === 'clipboard' ? undefined : messageRow('warning', input.message);
    case 'token': {
      if (isExpired(input.token, now))
        return messageRow('warning', vscode.l10n.t('This token has expired. Ask for a new one.'));
      const { addresses } = input.token;
      const [first = ''] = addresses;
      const count =
        addresses.length === 1
          ? vscode.l10n.t('1 address')
          : vscode.l10n.t('{0} addresses', addresses.length);
      return row('key', vscode.l10n.t('Connect to {0} with this token', first), count);
    }
    case 'address': {
      const [first, ...others] = input.hosts;
      if (!first) return undefined;
      const ports = [...new Set(others.map(({ port }) => port))]
        .filter((port) => port !== first.port)
        .join(', ');
      return row(
        'plug',
        vscode.l10n.t('Connect to {0}', describeHost(first)),
        ports && vscode.l10n.t('or port {0}', ports),
      );
    }
    case 'unix':
      return row('plug', vscode.l10n.t('Connect to the socket {0}', input.path));
    case 'simplestreams':
      return row('library', vscode.l10n.t('Use the images of {0}', input.url));
  }
}

/** A row that only says something. */
export function messageRow(icon: string, label: string, description = ''): PasteRow {
  return { label: `$(${icon}) ${label}`, description, alwaysShow: true };
}

/**
 * True for what somebody has copied in order to add it: the clipboard may hold anything, and nearly every word could be
 * the name of a host.
 */
export function isMeant(text: string, input: RemoteInput): boolean {
  const trimmed = text.trim();
  if (input.kind === 'token') return true;
  if (input.kind === 'invalid' || input.kind === 'nothing') return false;
  if (/^(https:\/\/|unix:)|remote\s+add\s/i.test(trimmed)) return true;
  return isIP(trimmed) !== 0 || /^[\w.-]+:\d{2,5}$/.test(trimmed);
}
