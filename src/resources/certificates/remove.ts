import * as vscode from 'vscode';
import { cancelOperation } from '../../client/operationApi';
import { type Named, agreed, namesOf, remotesOf, toldApart } from '../../kinds/asking';
import { type BatchTexts, runBatch } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import { deleteCertificate } from './api';
import { shortFingerprint } from './look';
import type { AccessTargets, CertificateTarget, TokenTarget } from './targets';

/** Removes certificates, after asking: whoever uses them is out. */
export async function removeCertificates(
  args: readonly unknown[],
  context: { targets: AccessTargets; present: Presenter; ownFingerprints: () => ReadonlySet<string> },
): Promise<void> {
  const chosen = await context.targets.certificates(args, vscode.l10n.t('Certificate to remove'));
  const doomed = toldApart(
    chosen.map((target) => ({
      ...target,
      ref: { remote: target.connection.name, parts: [shortFingerprint(target.fingerprint)] },
    })),
  );
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

function confirmed(
  doomed: readonly (CertificateTarget & Named)[],
  own: ReadonlySet<string>,
): Promise<boolean> {
  const where = remotesOf(doomed);
  const names = namesOf(doomed);
  const count = doomed.length;
  const ours = doomed.filter(({ fingerprint }) => own.has(fingerprint));
  const detail = [
    ...(count === 1 ? [] : [`${names}.`]),
    ...(ours.length
      ? [vscode.l10n.t('This computer signs in with {0} and loses its access.', namesOf(ours))]
      : []),
    vscode.l10n.t('Whoever uses it is shut out at once, and needs a new token to come back.'),
  ].join(' ');
  return agreed(
    count,
    count === 1
      ? vscode.l10n.t('Remove {0} from {1}?', names, where)
      : vscode.l10n.t('Remove {0} certificates from {1}?', count, where),
    detail,
    ours.length ? vscode.l10n.t('Remove and Lose Access') : vscode.l10n.t('Remove'),
    vscode.l10n.t('Type {0} to remove {0} certificates.', count),
  );
}

const removing: BatchTexts = {
  isOnce: true,
  title: (names) => vscode.l10n.t('Removing {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not remove {0}', name),
  part: (done, all) => vscode.l10n.t('Removed {0} of {1} certificates.', done, all),
};

const revoking: BatchTexts = {
  isOnce: true,
  title: (names) => vscode.l10n.t('Revoking the token for {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not revoke the token for {0}', name),
  part: (done, all) => vscode.l10n.t('Revoked {0} of {1} tokens.', done, all),
};
