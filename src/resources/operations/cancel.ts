import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { cancelOperation } from '../../client/operationApi';
import type { Remotes } from '../../model/remotes';
import { type BatchItem, type BatchTexts, runBatch } from '../../shell/batch';
import { pickOne } from '../../shell/pick';
import type { Presenter } from '../../shell/present';
import type { Activities } from './activities';
import { type OperationRef, activityKey, mayCancel } from './activity';
import { shortText, titleOf } from './look';

export interface CancelContext {
  readonly activities: Activities;
  readonly remotes: Remotes;
  readonly present: Presenter;
}

/** Asks the servers to end these operations. They say themselves when that is done. */
export async function cancelOperations(
  refs: readonly OperationRef[],
  { activities, remotes, present }: CancelContext,
): Promise<void> {
  const targets = refs.map((ref): BatchItem & OperationRef => {
    const activity = activities.get(activityKey(ref));
    return { ...ref, name: activity ? titleOf(activity) : ref.operation };
  });
  await runBatch(present, targets, cancelling, async ({ remote, operation: id }, options) => {
    const connection = remotes.get(remote);
    if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', remote));
    try {
      await connection.transport.send(cancelOperation({ id }), options);
    } catch (error) {
      // It ended while the person reached for the button, and its row says how.
      const activity = activities.get(activityKey({ remote, operation: id }));
      if (!activity || mayCancel(activity)) throw error;
    }
  });
}

/** Asks which of the operations that may be cancelled now. */
export async function pickCancellable(activities: Activities): Promise<OperationRef | undefined> {
  const item = await pickOne({
    placeholder: vscode.l10n.t('Operation to cancel'),
    nothing: vscode.l10n.t('Nothing runs that may be cancelled'),
    load: () =>
      Promise.resolve(
        activities.all.filter(mayCancel).map((activity) => ({
          label: titleOf(activity),
          description: [shortText(activity), activity.remote].filter(Boolean).join(' · '),
          ref: { remote: activity.remote, operation: activity.operation.id },
        })),
      ),
  });
  return item?.ref;
}

const cancelling: BatchTexts = {
  title: (names) => vscode.l10n.t('Cancelling {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not cancel {0}', name),
  part: (done, all) => vscode.l10n.t('Cancelled {0} of {1} operations.', done, all),
};
