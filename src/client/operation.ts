import { AppError, isCancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { type Abortable, raceAbort } from '../base/signal';
import { type JsonObject, isObject, numberField, optionalText, textField } from './decode';
import { type Endpoint, nothing } from './endpoint';
import { apiPath } from './path';
import type { Transport } from './transport';

/** A background operation, as the server describes it at one moment. */
export interface Operation {
  readonly id: string;
  readonly description: string;
  /** `token` operations never end by themselves: never wait for one. */
  readonly class: 'task' | 'websocket' | 'token';
  /** 1xx: going on; 200: success; 4xx: failed or cancelled (401). */
  readonly statusCode: number;
  readonly mayCancel: boolean;
  /** The server's words on a failed operation, else ''. */
  readonly error: string;
  /** Secrets of websockets, exit codes, progress: differs by operation. */
  readonly metadata: JsonObject;
}

/** How far an operation is. `percent` is missing where the server counts only bytes. */
export interface Progress {
  readonly percent: number | undefined;
  readonly text: string;
}

/** Where the updates of running operations come from: the connection's event stream. */
export interface OperationUpdates {
  /** Calls `listener` with each update of the operation until disposed. */
  onOperation(id: string, listener: (operation: Operation) => void): { dispose(): void };
}

/** Reads an operation from REST or from an event. */
export function decodeOperation(object: JsonObject): Operation {
  const kind = optionalText(object, 'class');
  return {
    id: textField(object, 'id'),
    description: optionalText(object, 'description'),
    class: kind === 'websocket' || kind === 'token' ? kind : 'task',
    statusCode: numberField(object, 'status_code'),
    mayCancel: object['may_cancel'] === true,
    error: optionalText(object, 'err'),
    metadata: isObject(object['metadata']) ? object['metadata'] : {},
  };
}

/**
 * What the operation says about how far it is: `progress.percent`, and the text of its `<stage>_progress` field.
 * @returns undefined where it says nothing
 */
export function progressOf(operation: Operation): Progress | undefined {
  const progress = operation.metadata['progress'];
  const percent = isObject(progress) ? Number(optionalText(progress, 'percent') || NaN) : NaN;
  const text = Object.entries(operation.metadata).find(
    (e): e is [string, string] => e[0].endsWith('_progress') && typeof e[1] === 'string',
  )?.[1];
  if (Number.isNaN(percent) && text === undefined) return undefined;
  return {
    percent: Number.isNaN(percent) ? undefined : Math.min(100, Math.max(0, percent)),
    text: text ?? '',
  };
}

/** GET /1.0/operations/{id}/wait: answers when the operation has ended. */
function waitFor(id: string): Endpoint<unknown> {
  return { method: 'GET', path: apiPath`/1.0/operations/${id}/wait`, decode: (metadata) => metadata };
}

/** DELETE /1.0/operations/{id}: cancels it, where it may be cancelled. */
function cancelOperation(id: string): Endpoint<void> {
  return { method: 'DELETE', path: apiPath`/1.0/operations/${id}`, decode: nothing };
}

export interface SettleOptions extends Abortable {
  updates?: OperationUpdates;
  onProgress?: (progress: Progress) => void;
}

/**
 * Waits until the operation has ended, by its id on a connection of its own, so that no event can be missed.
 * When `signal` is aborted the operation is cancelled on the server where it may be, and else left to itself.
 * @returns the ended operation
 * @throws AppError 'operationFailed' with the server's words, 'unreachable' when the outcome is unknown, AbortError
 */
export async function settle(
  transport: Transport,
  operation: Operation,
  options: SettleOptions,
): Promise<Operation> {
  const { signal, updates, onProgress } = options;
  let latest = operation;
  const listening = updates?.onOperation(operation.id, (update) => {
    latest = update;
    const progress = onProgress && progressOf(update);
    if (progress) onProgress(progress);
  });
  try {
    const metadata = await raceAbort(transport.wait(waitFor(operation.id), { signal }), signal);
    const ended = isObject(metadata) ? decodeOperation(metadata) : latest;
    if (ended.statusCode >= 400) throw failed(ended.error || ended.description || 'The operation failed');
    return ended;
  } catch (error) {
    if (isCancelled(error)) {
      if (latest.mayCancel) await cancel(transport, operation.id);
      throw error;
    }
    throw outcomeOf(error);
  } finally {
    listening?.dispose();
  }
}

/** Incus reports the failure of an operation as the failure of the wait. */
function outcomeOf(error: unknown): unknown {
  if (!AppError.is(error) || error.kind === 'operationFailed') return error;
  if (error.kind === 'rejected' || error.kind === 'conflict') return failed(error.message);
  if (error.kind === 'unreachable') {
    return new AppError(
      'unreachable',
      `The connection was lost before the server confirmed the end: ${error.message}`,
      {
        cause: error,
      },
    );
  }
  return error;
}

function failed(message: string): AppError {
  return new AppError('operationFailed', message);
}

async function cancel(transport: Transport, id: string): Promise<void> {
  try {
    await transport.send(cancelOperation(id), { signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    logFailedCancel(transport.log, id, error);
  }
}

function logFailedCancel(log: Log, id: string, error: unknown): void {
  log.warn(`Operation ${id} could not be cancelled: ${messageOf(error)}`);
}
