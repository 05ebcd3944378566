import * as vscode from 'vscode';
import { type CertificateFacts, certificateFacts } from '../../client/auth/clientCertificate';
import { colors, contextValue } from '../../shell/contributions';
import type { Row } from '../../shell/node';
import { certificateKind, trustTokenKind } from './contribution';
import type { TrustToken } from './token';
import type { Certificate } from './wire';

/** What is true around a row when it is drawn. */
export interface Surroundings {
  /** The remote is not connected: what is shown is the last that was known. */
  readonly lost: boolean;
  /** The server lets us look, but change nothing. */
  readonly restricted: boolean;
}

/** The first characters of a fingerprint, as the clients show it. */
export function shortFingerprint(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}

export function nameOf({ name, fingerprint }: Certificate): string {
  return name || shortFingerprint(fingerprint);
}

/** "all projects", or which ones. */
export function scopeText({
  restricted,
  projects = [],
}: Pick<Certificate, 'restricted' | 'projects'>): string {
  if (!restricted) return vscode.l10n.t('all projects');
  if (!projects.length) return vscode.l10n.t('no project');
  return projects.length <= 3
    ? vscode.l10n.t('only {0}', projects.join(', '))
    : vscode.l10n.t('only {0} and {1} more', projects.slice(0, 2).join(', '), projects.length - 2);
}

export function certificateRow(certificate: Certificate, own: boolean, around: Surroundings): Row {
  const { fingerprint, type } = certificate;
  const name = nameOf(certificate);
  const facts = factsOf(certificate);
  const problem = facts && problemWith(facts);
  const description = [
    ...(problem ? [problem] : []),
    ...(own ? [vscode.l10n.t('this computer')] : []),
    ...(type === 'client' ? [] : [type]),
    scopeText(certificate),
    shortFingerprint(fingerprint),
  ].join(' · ');
  return {
    label: name,
    description,
    icon: { id: 'key', ...(problem && !around.lost ? { color: colors.attention } : {}) },
    context: contextValue(certificateKind, [...flagsOf(around), ...(own ? ['own'] : [])]),
    expand: 'none',
    tooltip: [
      name,
      own ? vscode.l10n.t('This computer signs in with it') : '',
      vscode.l10n.t('Type: {0}', type),
      vscode.l10n.t('May use: {0}', scopeText(certificate)),
      facts ? vscode.l10n.t('Good until {0}', dateText(facts.notAfter)) : '',
      vscode.l10n.t('Fingerprint: {0}', fingerprint),
    ]
      .filter(Boolean)
      .join('\n'),
    spoken: vscode.l10n.t('{0}, certificate, {1}', name, description),
  };
}

export function tokenRow(token: TrustToken, around: Surroundings): Row {
  const scope = scopeText(token);
  const description = [expiryText(token), scope].join(' · ');
  return {
    label: token.name,
    description,
    icon: { id: 'history' },
    context: contextValue(trustTokenKind, flagsOf(around)),
    expand: 'none',
    tooltip: [
      vscode.l10n.t('Trust token for {0}, not used yet', token.name),
      vscode.l10n.t('May use: {0}', scope),
      token.expires
        ? vscode.l10n.t('Good until {0}', dateText(token.expires))
        : vscode.l10n.t('Good until it is used or revoked'),
    ].join('\n'),
    spoken: vscode.l10n.t('{0}, trust token, {1}', token.name, description),
  };
}

export function dateText(date: Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

function expiryText({ expires }: TrustToken): string {
  if (!expires) return vscode.l10n.t('token');
  return expires.getTime() <= Date.now()
    ? vscode.l10n.t('expired token')
    : vscode.l10n.t('token until {0}', dateText(expires));
}

function flagsOf({ lost, restricted }: Surroundings): string[] {
  return [...(lost ? ['lost'] : []), ...(restricted ? ['restricted'] : [])];
}

/** The server trusts a certificate whose time is over no longer, and does not say so. */
function problemWith({ notBefore, notAfter }: CertificateFacts): string | undefined {
  const now = new Date();
  if (notAfter < now) return vscode.l10n.t('expired');
  return notBefore > now ? vscode.l10n.t('not valid yet') : undefined;
}

/** Undefined where the server hides the certificate, or it is of a kind that Node does not read. */
function factsOf({ certificate }: Certificate): CertificateFacts | undefined {
  if (!certificate) return undefined;
  try {
    return certificateFacts(certificate);
  } catch {
    return undefined; // the row shows what is known without it
  }
}
