import { join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { writtenFolder } from '../../client/auth/discover';
import type { CliFlavour } from '../../client/auth/cliConfig';
import { presented } from '../../client/auth/probe';
import { shareWithCli } from '../../client/auth/shareWithCli';
import type { Connection } from '../../model/connection';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import { pickOne } from '../../shell/pick';
import type { RemoteParts } from '../parts';

/** Share with the CLI…: the only thing that ever writes to a client's configuration. It says which files. */
export async function shareRemote(parts: RemoteParts, connection: Connection): Promise<void> {
  const { config } = connection;
  const { name, address } = config;
  const entry = parts.store.read().remotes.get(name);
  if (!entry || address.kind !== 'tls') throw new AppError('unsupported', `${name} cannot be shared`);
  const flavours = (
    entry.protocol === 'incus' ? ['incus', 'lxc'] : ['lxc', 'incus']
  ) as readonly CliFlavour[];
  const rowOf = async (flavour: CliFlavour) => {
    const folder = await writtenFolder(parts.machine, flavour);
    return { label: flavour, description: folder, flavour, folder };
  };
  const chosen = await pickOne({
    placeholder: vscode.l10n.t('The client that shall know {0}', name),
    nothing: '',
    load: () => Promise.all(flavours.map(rowOf)),
  });
  if (!chosen) return;
  const { flavour, folder } = chosen;
  const files = [
    join(folder, 'config.yml'),
    ...(entry.fingerprint === undefined ? [] : [join(folder, 'servercerts', `${name}.crt`)]),
    ...(entry.auth === 'tls' ? [vscode.l10n.t('client.crt and client.key, where there are none')] : []),
  ];
  const share = vscode.l10n.t('Share');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Share {0} with {1}?', name, flavour),
    { modal: true, detail: vscode.l10n.t('This is written: {0}', `\n${files.join('\n')}`) },
    share,
  );
  if (answer !== share) return;
  await withProgress(vscode.l10n.t('Sharing {0}', name), remotesView, async (options) => {
    const certificate =
      entry.fingerprint === undefined ? undefined : await presented(address.host, address.port, options);
    if (certificate && certificate.fingerprint !== entry.fingerprint)
      throw new AppError('untrusted', `${name} presents another certificate than the one you trusted`);
    await shareWithCli(folder, flavour, {
      name,
      addr: config.location,
      authType: entry.auth,
      protocol: entry.protocol,
      project: config.project,
      public: entry.public ?? entry.protocol === 'simplestreams',
      ...(certificate ? { serverCertPem: certificate.pem } : {}),
      ...(address.identity ? { identity: address.identity } : {}),
    });
  });
  await parts.remotes.discover();
  parts.present.status(vscode.l10n.t('{0} is known to {1} now', name, flavour));
}
