import { AppError } from '../../base/errors';
import type { Instance } from './instance';

/** PURE: deletes an instance, which is stopped by force first where it is not stopped. */
export async function stopAndDelete(
  { status, ephemeral }: Pick<Instance, 'status' | 'ephemeral'>,
  { stop, remove }: { stop: () => Promise<void>; remove: () => Promise<void> },
): Promise<void> {
  if (status !== 'stopped') {
    try {
      await stop();
      // The server deletes an ephemeral instance itself when it stops.
      if (ephemeral) return;
    } catch (error) {
      // One in error may have a process left to end, or none: then it is "already stopped", and stays in error.
      if (status !== 'error' || !isStopped(error)) throw error;
    }
  }
  await remove();
}

/** How both servers refuse to stop what does not run. */
function isStopped(error: unknown): boolean {
  return AppError.is(error) && /already stopped/i.test(error.message);
}
