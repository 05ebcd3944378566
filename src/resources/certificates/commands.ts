import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable';
import type { Log } from '../../base/log';
import type { Remotes } from '../../model/remotes';
import type { Commands } from '../../shell/commands';
import type { CommandHandler } from '../../shell/lateCommands';
import type { Presenter } from '../../shell/present';
import { addTrustedCertificate } from './add';
import { certificateCommands as specs } from './contribution';
import { renameCertificate, restrictCertificate } from './edit';
import { copyTokens, handOutToken } from './handOut';
import { removeCertificates, revokeTokens } from './remove';
import type { ProjectNames } from './scope';
import type { AccessStore } from './store';
import { AccessTargets } from './targets';

export interface CertificateCommandsOptions {
  readonly remotes: Remotes;
  readonly store: AccessStore;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly projectNames: ProjectNames;
  /** Fingerprints of the certificates that this computer uses anywhere. */
  readonly ownFingerprints: () => ReadonlySet<string>;
}

/** Registers what a person can do with certificates and trust tokens. */
export function registerCertificateCommands(options: CertificateCommandsOptions): Disposable {
  const { commands, present, projectNames, ownFingerprints } = options;
  const targets = new AccessTargets(options);
  const context = { targets, present, projectNames, ownFingerprints };
  const handlers: Record<keyof typeof specs, CommandHandler> = {
    handOut: (args) => handOutToken(args, context),
    add: (args) => addTrustedCertificate(args, context),
    restrict: (args) => restrictCertificate(args, context),
    rename: (args) => renameCertificate(args, context),
    remove: (args) => removeCertificates(args, context),
    copyToken: (args) => copyTokens(targets.tokens(args), present),
    revoke: (args) => revokeTokens(targets.tokens(args), present),
    copyFingerprint: async (args) => {
      const chosen = await targets.certificates(args, vscode.l10n.t('Certificate'));
      if (!chosen.length) return;
      await vscode.env.clipboard.writeText(chosen.map(({ fingerprint }) => fingerprint).join('\n'));
      present.status(vscode.l10n.t('Copied {0}', chosen[0]?.fingerprint ?? ''));
    },
  };
  const store = new DisposableStore();
  for (const [name, spec] of Object.entries(specs))
    store.add(commands.register(spec, handlers[name as keyof typeof specs]));
  return store;
}
