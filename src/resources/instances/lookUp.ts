import { isCancelled } from '../../base/errors';
import { limit } from '../../base/gate';
import type { BatchTexts } from '../../shell/batch';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import type { Instance } from './instance';
import { fetchFull } from './source';
import type { InstanceTarget } from './targets';

/** An instance as the server has it. */
export interface Known extends InstanceTarget {
  readonly instance: Instance;
}

/**
 * Asks the servers for instances as they are now; one that cannot be looked up is reported and left out.
 * @returns undefined where the person cancelled
 */
export function lookUp(
  named: readonly InstanceTarget[],
  title: string,
  texts: BatchTexts,
  present: Presenter,
): Promise<readonly Known[] | undefined> {
  const gate = limit(6);
  return withProgress(title, remotesView, async (options) => {
    const found = await Promise.all(
      named.map((target) =>
        gate(async (): Promise<Known[]> => {
          const { connection, ref } = target;
          try {
            await connection.ready(options);
            return [{ ...target, instance: await fetchFull(connection, ref.project, ref.instance, options) }];
          } catch (error) {
            if (isCancelled(error)) throw error;
            present.error(texts.failed(target.name), error);
            return [];
          }
        }),
      ),
    );
    return found.flat();
  });
}
