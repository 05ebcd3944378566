import { cancelOperation } from '../../client/operationApi';
import * as vscode from 'vscode';
import { type BatchTexts, runBatch } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import { deleteCertificate } from './api';
import type { AccessTargets, CertificateTarget, TokenTarget } from './targets';

/** Removes certificates, after asking: whoever uses them is out. */
export async function removeCertificates(
  args: readonly unknown[],
  context: { targets: AccessTargets; present: Presenter; ownFingerprints: () => ReadonlySet<string> },
): Promise<void> {
  const doomed = await context.targets.certificates(args, vscode.l10n.t('Certificate to remove'));
  if (!doomed.length || !(await confirmed(doomed, context.ownFingerprints()))) return;
  await runBatch(context.present, doomed, removing, async ({ connection, fingerprint }, options) => {
    await connection.transport.send(deleteCertificate({ fingerprint }), options);
  });
}

/** Makes trust tokens worthless; nobody has used them, so nobody loses anything. */
export async function revokeTokens(tokens: readonly TokenTarget[], present: Presenter): Promise<void> {
  if (!tokens.length) return;
  await runBatch(present, tokens, revoking, async ({ connection, token }, options) => {
    await connection.transport.send(cancelOperation({ id: token.id }), options);
  });
}

async function confirmed(doomed: readonly CertificateTarget[], own: ReadonlySet<string>): Promise<boolean> {
  const where = [...new Set(doomed.map(({ connection }) => connection.name))].join(', ');
  const names = doomed.map(({ name }) => name).join(', ');
  const ours = doomed.filter(({ fingerprint }) => own.has(fingerprint));
  const button = ours.length ? vscode.l10n.t('Remove and Lose Access') : vscode.l10n.t('Remove');
  const answer = await vscode.window.showWarningMessage(
    doomed.length === 1
      ? vscode.l10n.t('Remove {0} from {1}?', names, where)
      : vscode.l10n.t('Remove {0} certificates from {1}?', doomed.length, where),
    {
      modal: true,
      detail: [
        ...(doomed.length === 1 ? [] : [`${names}.`]),
        ...(ours.length
          ? [
              vscode.l10n.t(
                'This computer signs in with {0} and loses its access.',
                ours.map(({ name }) => name).join(', '),
              ),
            ]
          : []),
        vscode.l10n.t('Whoever uses it is shut out at once, and needs a new token to come back.'),
      ].join(' '),
    },
    button,
  );
  return answer === button;
}

const removing: BatchTexts = {
  title: (names) => vscode.l10n.t('Removing {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not remove {0}', name),
  part: (done, all) => vscode.l10n.t('Removed {0} of {1} certificates.', done, all),
};

const revoking: BatchTexts = {
  title: (names) => vscode.l10n.t('Revoking the token for {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not revoke the token for {0}', name),
  part: (done, all) => vscode.l10n.t('Revoked {0} of {1} tokens.', done, all),
};
