import * as vscode from 'vscode';
import { certificateFacts } from '../../client/auth/clientCertificate';
import { removeOwnCertificate } from '../../client/auth/enroll';
import type { Connection } from '../../model/connection';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { RemoteParts } from '../parts';
import { belongsElsewhere } from './elsewhere';

/** Remove: from the settings, and, where the person wants it, our certificate from the server first. */
export async function removeRemote(parts: RemoteParts, connection: Connection): Promise<void> {
  const { config } = connection;
  const { name } = config;
  if (config.source !== 'settings') {
    await belongsElsewhere(config, ['remote', 'remove', config.cliName ?? name]);
    return;
  }
  const identity = config.address.kind === 'tls' ? config.address.identity : undefined;
  const [remove, revoke] = [vscode.l10n.t('Remove'), vscode.l10n.t('Remove and Revoke')];
  const detail = identity
    ? vscode.l10n.t(
        'It goes from this list only. "{0}" also makes the server forget the certificate of this computer{1}.',
        revoke,
        parts.store.read().remotes.get(name)?.identity === 'own' ? '' : usedByCli(parts, name),
      )
    : vscode.l10n.t('It goes from this list only; nothing changes on the server.');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove {0}?', name),
    { modal: true, detail },
    ...(identity ? [remove, revoke] : [remove]),
  );
  if (chosen === undefined) return;
  // First the server: where that fails, everything stays as it is.
  if (chosen === revoke && identity) {
    const { fingerprint } = certificateFacts(identity.cert);
    const title = vscode.l10n.t('Removing {0}', name);
    const done = await withProgress(title, remotesView, async (options) => {
      await connection.ready(options);
      await removeOwnCertificate(connection.transport, fingerprint, options);
      return true;
    });
    if (!done) return;
  }
  await parts.store.remove(name);
  await parts.signIns.forget(name);
  await parts.remotes.discover();
}

function usedByCli({ store }: RemoteParts, name: string): string {
  const choice = store.read().remotes.get(name)?.identity;
  return choice === undefined || choice === 'own'
    ? ''
    : vscode.l10n.t(', which the {0} client uses as well', choice);
}
