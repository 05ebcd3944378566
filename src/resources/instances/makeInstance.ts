import { AppError, Unanswered, isCancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { unhurried } from '../../base/unhurried';
import { type JsonObject, isObject } from '../../client/decode';
import type { Endpoint } from '../../client/endpoint';
import type { Operation } from '../../client/operation';
import { settle } from '../../client/settle';
import { beginOrFind } from '../../model/begin';
import { type ActionOptions, carryOut } from '../../model/carryOut';
import { instancesOf } from '../../model/instancesOf';
import { LeftBehind } from '../../model/leftBehind';
import * as api from './api';
import type { OnServer } from './onServer';

/**
 * Sends a request that makes an instance, and waits until it is there; a connection that is lost meanwhile is none the
 * worse for it. One that is not wanted any more when it can no longer be cancelled is deleted when it is there.
 * @param to the instance that is made
 * @throws AppError; a LeftBehind where something stays that is not whole, or of which nobody knows; AbortError, when
 * nothing is left
 */
export async function makeInstance(
  to: OnServer,
  request: Endpoint<unknown>,
  options: ActionOptions,
): Promise<void> {
  await orNamed(to, async () => {
    await made(to, await beginMaking(to, request, options), options);
  });
}

/** Sends a request that makes an instance. See beginOrFind. */
export function beginMaking(
  to: OnServer,
  request: Endpoint<unknown>,
  options: Abortable,
): Promise<Operation> {
  return beginOrFind(to.connection, request, (each) => isMaking(to, each), options);
}

/**
 * Does what makes an instance. Where it fails and leaves some of it behind, that is named.
 * @throws as `work`; a LeftBehind where something is there, or nobody knows
 */
export async function orNamed(to: OnServer, work: () => Promise<void>): Promise<void> {
  const since = Date.now();
  try {
    await work();
  } catch (error) {
    throw (await leftOf(to, error, since)) ?? error;
  }
}

/** Waits until the instance of an operation is there. @throws see makeInstance */
export async function made(to: OnServer, operation: Operation, options: ActionOptions): Promise<void> {
  const { connection } = to;
  const { signal, onProgress } = options;
  const progress = onProgress ? { onProgress } : {};
  try {
    await settle(connection.transport, operation, { signal, ...progress, updates: connection });
  } catch (error) {
    if (!isCancelled(error)) throw error;
    await endedUnwanted(to, operation);
    throw error;
  }
}

/** Sees an operation that was cancelled to its end; what it has made all the same is deleted. @throws LeftBehind */
async function endedUnwanted(to: OnServer, operation: Operation): Promise<void> {
  const { transport } = to.connection;
  try {
    await settle(transport, operation, unhurried());
  } catch (reason) {
    transport.log.trace(`${to.name}, cancelled: ${messageOf(reason)}`);
    if (AppError.is(reason, 'operationFailed') || isCancelled(reason)) return;
    const text = `It was cancelled; whether ${to.name} is there cannot be said: ${messageOf(reason)}`;
    throw new LeftBehind(text, () => removeMade(to), { cause: reason });
  }
  await removeUnwanted(to);
}

/** Deletes what has been made and is not wanted any more. @throws LeftBehind where it stays */
export async function removeUnwanted(to: OnServer): Promise<void> {
  try {
    await removeMade(to);
  } catch (error) {
    const text = `It was cancelled, but ${to.name} is there and stays: ${messageOf(error)}`;
    throw new LeftBehind(text, () => removeMade(to), { cause: error });
  }
}

/** DELETE /1.0/instances/{name}; that it is not there is well. @throws AppError */
async function removeMade({ connection, project, name }: OnServer): Promise<void> {
  try {
    await carryOut(connection, api.deleteInstance({ name, project }), unhurried());
  } catch (error) {
    if (!AppError.is(error, 'notFound')) throw error;
  }
}

/** Whether an operation, as the server lists it, makes this instance. */
function isMaking({ name, project }: OnServer, operation: JsonObject): boolean {
  return (
    operation['class'] === 'task' &&
    instancesOf({ metadata: operation, project }).some(
      (ref) => ref.instance === name && ref.project === project,
    )
  );
}

/** How far clocks may be apart, in milliseconds. */
const skewMs = 120_000;

/** What to say of what a failure has left. @returns undefined where there is nothing, or it is not of this attempt */
async function leftOf(to: OnServer, error: unknown, since: number): Promise<LeftBehind | undefined> {
  const isOpen = error instanceof Unanswered || AppError.is(error, 'protocol');
  if (!isOpen && !AppError.is(error, 'operationFailed')) return undefined;
  if (error instanceof LeftBehind) return undefined;
  const { connection, project, name } = to;
  const remove = (): Promise<void> => removeMade(to);
  try {
    const there: unknown = await connection.transport.value(api.getInstance({ project, name }), {
      signal: AbortSignal.timeout(5_000),
    });
    const at = isObject(there) ? Date.parse(String(there['created_at'])) : NaN;
    if (at < since - skewMs) return undefined; // it was there before: that is why it failed
    const text = isOpen
      ? `${messageOf(error)}; whether ${name} is whole cannot be said`
      : `${messageOf(error)}; what there is of ${name} stays`;
    return new LeftBehind(text, remove, { cause: error });
  } catch (problem) {
    if (AppError.is(problem, 'notFound') || !isOpen) return undefined;
    return new LeftBehind(`${messageOf(error)}; whether ${name} is there cannot be said`, remove, {
      cause: error,
    });
  }
}
