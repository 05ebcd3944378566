import * as vscode from 'vscode';
import { AppError, isCancelled, messageOf } from '../../base/errors';
import type { Log } from '../../base/log';
import type { Abortable } from '../../base/signal';
import { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import { type Commands, withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import { pickOne } from '../../shell/pick';
import { pickServer, usableServers } from '../../shell/pickRemote';
import { listCertificates } from './api';
import { anyCertificate, anyToken, serverRows } from './contribution';
import { nameOf, scopeText, shortFingerprint } from './look';
import type { CertificateRef, TokenRef } from './node';
import type { AccessStore } from './store';
import type { TrustToken } from './token';
import type { Certificate } from './wire';

/** A certificate that a command acts on; `name` is for sentences. */
export interface CertificateTarget {
  readonly name: string;
  readonly fingerprint: string;
  readonly connection: Connection;
}

export interface TokenTarget {
  readonly name: string;
  readonly connection: Connection;
  readonly token: TrustToken;
}

/** Finds what a command was called on, or asks. */
export class AccessTargets {
  constructor(
    private readonly options: { remotes: Remotes; store: AccessStore; commands: Commands; log: Log },
  ) {}

  /** The server that a command was called on: by its row, by its row "Access", as `{ remote }`, or chosen. */
  async server(args: readonly unknown[], placeholder: string): Promise<Connection | undefined> {
    const named = this.options.commands.targets(args, ...serverRows);
    if (named !== undefined) {
      const [first] = named;
      return first instanceof Connection ? first : this.connection(first);
    }
    const picked = await pickServer(this.options.remotes, placeholder);
    const title = vscode.l10n.t('Connecting to {0}', picked?.name ?? '');
    const server = picked && (await withProgress(title, remotesView, (options) => picked.ready(options)));
    return server && picked;
  }

  /** @throws AppError for an argument that is no reference, or names a remote that is not there */
  async certificates(args: readonly unknown[], placeholder: string): Promise<readonly CertificateTarget[]> {
    const named = this.options.commands.targets(args, anyCertificate);
    if (named !== undefined) return named.map((ref) => this.certificate(ref));
    const picked = await pickOne({
      placeholder,
      nothing: vscode.l10n.t('No certificate to choose from'),
      load: (options) => this.choices(options),
    });
    return picked ? [picked.target] : [];
  }

  tokens(args: readonly unknown[]): readonly TokenTarget[] {
    return (this.options.commands.targets(args, anyToken) ?? []).map((ref) => {
      const connection = this.connection(ref);
      const { token: id } = ref as Partial<TokenRef>;
      const token = this.options.store.of(connection).tokens.item(id ?? '');
      if (!token) throw new AppError('notFound', vscode.l10n.t('The token was used or revoked meanwhile'));
      return { name: token.name, connection, token };
    });
  }

  private certificate(ref: unknown): CertificateTarget {
    const connection = this.connection(ref);
    const { fingerprint } = ref as Partial<CertificateRef>;
    if (typeof fingerprint !== 'string' || fingerprint === '') {
      throw new AppError('rejected', vscode.l10n.t('A certificate is named as { remote, fingerprint }'));
    }
    const known = this.options.store.of(connection).certificates.item(fingerprint);
    return { name: known ? nameOf(known) : shortFingerprint(fingerprint), fingerprint, connection };
  }

  private connection(ref: unknown): Connection {
    const { remote } = (typeof ref === 'object' && ref !== null ? ref : {}) as { remote?: unknown };
    if (typeof remote !== 'string') {
      throw new AppError('rejected', vscode.l10n.t('A server is named as { remote }'));
    }
    const connection = this.options.remotes.get(remote);
    if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', remote));
    return connection;
  }

  private async choices(
    options: Abortable,
  ): Promise<(vscode.QuickPickItem & { target: CertificateTarget })[]> {
    const lists = await Promise.all(
      usableServers(this.options.remotes).map(async (connection) => {
        try {
          const found = await connection.transport.value(listCertificates(), options);
          return found.map((certificate) => choice(connection, certificate));
        } catch (error) {
          if (isCancelled(error)) throw error;
          this.options.log.warn(`${connection.name}: ${messageOf(error)}`); // one refusal must not hide the others
          return [];
        }
      }),
    );
    return lists.flat().sort((a, b) => a.label.localeCompare(b.label));
  }
}

function choice(connection: Connection, certificate: Certificate) {
  const { fingerprint } = certificate;
  const name = nameOf(certificate);
  return {
    label: name,
    description: [connection.name, scopeText(certificate), shortFingerprint(fingerprint)].join(' · '),
    target: { name, fingerprint, connection },
  };
}
