import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Clock } from '../../base/signal';
import type { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { TreeNode } from '../../shell/node';
import type { Presenter } from '../../shell/present';
import { addTrustedCertificate } from './add';
import { certificateCommands as specs } from './contribution';
import { renameCertificate, restrictCertificate } from './edit';
import { copyTokens, handOutToken } from './handOut';
import { AccessNode, type OtherAccess } from './node';
import { ownFingerprint } from './own';
import { removeCertificates, revokeTokens } from './remove';
import type { ProjectNames } from './scope';
import { AccessStore } from './store';
import { AccessTargets } from './targets';

export interface CertificatesOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  readonly projectNames: ProjectNames;
  /** Who may sign in without a certificate of this list. */
  readonly others: OtherAccess;
}

/** Who is trusted by a server: the row "Access" and its commands. */
export class CertificatesFeature implements Disposable {
  private readonly store: AccessStore;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: CertificatesOptions) {
    this.store = new AccessStore(options);
    this.registerCommands();
  }

  /** The row "Access" of a server; none where the server does not trust us. */
  category(connection: Connection, parent: TreeNode): readonly TreeNode[] {
    if (connection.server?.trusted === false) return [];
    const { others } = this.options;
    const options = { others, ownFingerprints: () => this.ownFingerprints() };
    return [new AccessNode(parent, connection, this.store.of(connection), options)];
  }

  dispose(): void {
    this.owned.dispose();
  }

  private ownFingerprints(): ReadonlySet<string> {
    return new Set(
      this.options.remotes.all
        .map(({ config }) => ownFingerprint(config))
        .filter((fingerprint) => fingerprint !== undefined),
    );
  }

  private registerCommands(): void {
    const { commands, present, projectNames } = this.options;
    const targets = new AccessTargets({ ...this.options, store: this.store });
    const context = { targets, present, projectNames, ownFingerprints: () => this.ownFingerprints() };
    this.owned.add(commands.register(specs.handOut, (args) => handOutToken(args, context)));
    this.owned.add(commands.register(specs.add, (args) => addTrustedCertificate(args, context)));
    this.owned.add(commands.register(specs.restrict, (args) => restrictCertificate(args, context)));
    this.owned.add(commands.register(specs.rename, (args) => renameCertificate(args, context)));
    this.owned.add(commands.register(specs.remove, (args) => removeCertificates(args, context)));
    this.owned.add(commands.register(specs.copyToken, (args) => copyTokens(targets.tokens(args), present)));
    this.owned.add(commands.register(specs.revoke, (args) => revokeTokens(targets.tokens(args), present)));
    this.owned.add(
      commands.register(specs.copyFingerprint, async (args) => {
        const chosen = await targets.certificates(args, vscode.l10n.t('Certificate'));
        if (!chosen.length) return;
        await vscode.env.clipboard.writeText(chosen.map(({ fingerprint }) => fingerprint).join('\n'));
        present.status(vscode.l10n.t('Copied {0}', chosen[0]?.fingerprint ?? ''));
      }),
    );
  }
}
