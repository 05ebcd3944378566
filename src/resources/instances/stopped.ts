import * as vscode from 'vscode';
import { AppError, cancelled, isCancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { unhurried } from '../../base/unhurried';
import type { Connection } from '../../model/connection';
import type { InstanceRef } from '../../model/key';
import { changeState } from './actions';
import * as api from './api';

/** How long what runs gets to end by itself, in seconds. */
const stopSeconds = 60;

/**
 * Stops an instance that runs, and does something. Where that fails, or is cancelled, the instance runs again.
 * @throws AppError: why it was not done; it says so too where the instance does not start again
 */
export async function withStopped<T>(
  isRunning: boolean,
  connection: Connection,
  ref: InstanceRef,
  { signal }: Abortable,
  work: () => Promise<T>,
): Promise<T> {
  if (!isRunning) return work();
  await stop(connection, ref);
  try {
    if (signal.aborted) throw cancelled();
    return await work();
  } catch (error) {
    const problem = await startProblem(connection, ref);
    if (!problem) throw error;
    const text = vscode.l10n.t(
      '{0} was stopped and does not start again: {1}',
      ref.instance,
      problem.message,
    );
    const reason = isCancelled(error) ? text : `${messageOf(error)}; ${text}`;
    throw new AppError('operationFailed', reason, { cause: error });
  }
}

/** @throws AppError: where it did not stop in time, or nobody knows; what stopped all the same runs again then */
async function stop(connection: Connection, ref: InstanceRef): Promise<void> {
  try {
    await changeState(connection, ref, { action: 'stop', timeout: stopSeconds }, unhurried());
  } catch (error) {
    if (!AppError.is(error)) throw error;
    if ((await statusOf(connection, ref)) === 'Stopped') {
      await startProblem(connection, ref);
      throw error;
    }
    const text = vscode.l10n.t('{0}. It was asked to shut down, and may still do so', error.message);
    throw new AppError(error.kind, text, { cause: error });
  }
}

/** Starts an instance. @returns why it does not run, undefined where it does */
export async function startProblem(connection: Connection, ref: InstanceRef): Promise<AppError | undefined> {
  try {
    await changeState(connection, ref, { action: 'start' }, unhurried());
    return undefined;
  } catch (error) {
    if (!AppError.is(error)) throw error;
    // Somebody else may have been faster.
    return (await statusOf(connection, ref)) === 'Running' ? undefined : error;
  }
}

/** The server's word for its state; '' where it cannot be asked. */
async function statusOf({ transport }: Connection, { project, instance }: InstanceRef): Promise<string> {
  try {
    return (await transport.value(api.getInstance({ project, name: instance }), unhurried())).status;
  } catch (error) {
    transport.log.trace(`${instance}: ${messageOf(error)}`);
    return '';
  }
}
