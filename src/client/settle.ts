import { AppError, Unanswered, Unreached, isCancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { type Abortable, type Clock, raceAbort, systemClock } from '../base/signal';
import { isObject } from './decode';
import {
  type Operation,
  type OperationUpdates,
  type Progress,
  decodeOperation,
  progressOf,
} from './operation';
import { cancelOperation, waitForOperation } from './operationApi';
import type { Transport } from './transport';

export interface SettleOptions extends Abortable {
  updates?: OperationUpdates;
  onProgress?: (progress: Progress) => void;
  /** Called where the operation was to be cancelled and goes on: the server does not let it be. */
  onLeft?: () => void;
  /** How long a server that went away is tried again, in milliseconds: 10 s by default. */
  patienceMs?: number;
  /** For tests. */
  clock?: Clock;
}

const usualPatienceMs = 10_000;
const [firstPauseMs, longestPauseMs] = [100, 1_000];
/** A wait of this length, in milliseconds, had reached the server: the next loss is another one. */
const reachedMs = 2_000;

/**
 * Waits until the operation has ended, by its id on a connection of its own, so that no event can be missed. Where the
 * connection is lost it is waited for on the next one.
 * When `signal` is aborted the operation is cancelled on the server where it may be, and else left to itself.
 * @returns the ended operation
 * @throws AppError 'operationFailed' with the server's words, 'unreachable' when the outcome is unknown, AbortError
 */
export async function settle(
  transport: Transport,
  operation: Operation,
  options: SettleOptions,
): Promise<Operation> {
  const { signal, updates, onProgress, onLeft, clock = systemClock } = options;
  const { patienceMs = usualPatienceMs } = options;
  let latest = operation;
  const listening = updates?.onOperation(operation.id, (update) => {
    latest = update;
    const progress = onProgress && progressOf(update);
    if (progress) onProgress(progress);
  });
  try {
    const metadata = await raceAbort(endOf(transport, operation.id, { signal, clock, patienceMs }), signal);
    const ended = isObject(metadata) ? decodeOperation(metadata) : latest;
    if (ended.statusCode >= 400) throw failed(ended.error || ended.description || 'The operation failed');
    return ended;
  } catch (error) {
    if (isCancelled(error)) {
      if (!latest.mayCancel || !(await cancel(transport, operation.id))) onLeft?.();
      throw error;
    }
    throw outcomeOf(error);
  } finally {
    listening?.dispose();
  }
}

/** The operation as it ended. @throws AppError 'unreachable' where the server stays away, AbortError */
async function endOf(
  transport: Transport,
  id: string,
  { signal, clock, patienceMs }: { signal: AbortSignal; clock: Clock; patienceMs: number },
): Promise<unknown> {
  let lostAt: number | undefined;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const begun = clock.now();
    try {
      return await transport.wait(waitForOperation({ id }), { signal });
    } catch (error) {
      if (!AppError.is(error, 'unreachable')) throw error;
      const now = clock.now();
      const wasThere = !(error instanceof Unreached) && now - begun > reachedMs;
      if (lostAt === undefined || wasThere) lostAt = now;
      if (now - lostAt >= patienceMs) throw error;
      await clock.sleep(pause, { signal });
    }
  }
}

/** Incus reports the failure of an operation as the failure of the wait. */
function outcomeOf(error: unknown): unknown {
  if (!AppError.is(error) || error.kind === 'operationFailed') return error;
  if (error.kind === 'rejected' || error.kind === 'conflict') return failed(error.message);
  if (error.kind === 'unreachable') {
    const what = `The connection was lost before the server confirmed the end: ${error.message}`;
    return new Unanswered(what, { cause: error });
  }
  // Servers forget their operations when they restart, and ended ones after 5 s.
  if (error.kind === 'notFound' && /operation not found/i.test(error.message)) {
    const what = 'The server no longer knows the operation: whether it succeeded cannot be said';
    return new Unanswered(what, { cause: error });
  }
  return error;
}

function failed(message: string): AppError {
  return new AppError('operationFailed', message);
}

async function cancel(transport: Transport, id: string): Promise<boolean> {
  try {
    await transport.send(cancelOperation({ id }), { signal: AbortSignal.timeout(10_000) });
    return true;
  } catch (error) {
    logFailedCancel(transport.log, id, error);
    return AppError.is(error, 'notFound'); // it has ended meanwhile
  }
}

function logFailedCancel(log: Log, id: string, error: unknown): void {
  log.warn(`Operation ${id} could not be cancelled: ${messageOf(error)}`);
}
