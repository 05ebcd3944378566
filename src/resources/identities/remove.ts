import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { agreed, namesOf, remotesOf, toldApart } from '../../kinds/asking';
import type { Connection } from '../../model/connection';
import type { Remotes } from '../../model/remotes';
import { type BatchTexts, runBatch } from '../../shell/batch';
import type { Presenter } from '../../shell/present';
import type { IdentityRef } from './node';
import { removeIdentity } from './source';
import type { Identity } from './wire';

/** Deletes identities, after asking: whoever signs in with one is out. */
export async function removeIdentities(
  refs: readonly IdentityRef[],
  context: {
    readonly remotes: Remotes;
    readonly present: Presenter;
    readonly known: (connection: Connection, identity: string) => Identity | undefined;
  },
): Promise<void> {
  const doomed = toldApart(
    refs.map(({ remote, identity }) => {
      const connection = context.remotes.get(remote);
      const endpoint = removeIdentity(identity);
      if (!connection || !endpoint)
        throw new AppError('notFound', vscode.l10n.t('There is no identity {0} on {1}', identity, remote));
      const name = context.known(connection, identity)?.name || identity;
      return { name, ref: { remote, parts: [identity] }, connection, endpoint };
    }),
  );
  const count = doomed.length;
  if (!count) return;
  const isAgreed = await agreed(
    count,
    vscode.l10n.t('Delete {0} from {1}?', namesOf(doomed), remotesOf(doomed)),
    vscode.l10n.t('Whoever signs in with it is shut out at once.'),
    vscode.l10n.t('Delete'),
    vscode.l10n.t('Type {0} to delete {0} identities.', count),
  );
  if (!isAgreed) return;
  await runBatch(context.present, doomed, deleting, async ({ connection, endpoint }, options) => {
    await connection.transport.send(endpoint, options);
  });
}

const deleting: BatchTexts = {
  isOnce: true,
  title: (names) => vscode.l10n.t('Deleting {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not delete {0}', name),
  part: (done, all) => vscode.l10n.t('Deleted {0} of {1} identities.', done, all),
};
