import { AppError, Unanswered, isCancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { unhurried } from '../../base/unhurried';
import type { JsonObject } from '../../client/decode';
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
 * @param options `onLeft` is called where it can no longer be cancelled, and is waited for to be deleted
 * @throws AppError; a LeftBehind where something stays that is not whole, or of which nobody knows; AbortError, when
 * nothing is left
 */
export async function makeInstance(
  to: OnServer,
  request: Endpoint<unknown>,
  options: ActionOptions,
): Promise<void> {
  await orNamed(to, options, async (attempt) => {
    await made(to, await beginMaking(to, attempt, request, options), options);
  });
}

/** One attempt to make an instance. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** There was none of this name: what is there afterwards is of this attempt. */
  readonly isNew: boolean;
}

/**
 * Does what makes an instance. Where it fails and leaves some of it behind, that is named: never what was there before.
 * @throws as `work`; a LeftBehind where something is there, or nobody knows; AbortError
 */
export async function orNamed(
  to: OnServer,
  options: Abortable,
  work: (attempt: Attempt) => Promise<void>,
): Promise<void> {
  await to.connection.ready(options);
  const attempt = { since: Date.now(), isNew: (await seen(to, options)) === undefined };
  try {
    await work(attempt);
  } catch (error) {
    throw (attempt.isNew ? await leftOf(to, error) : undefined) ?? error;
  }
}

/** Sends a request that makes an instance. See beginOrFind. */
export function beginMaking(
  to: OnServer,
  attempt: Attempt,
  request: Endpoint<unknown>,
  options: Abortable,
): Promise<Operation> {
  return beginOrFind(to.connection, request, (each) => isMaking(to, attempt, each), options);
}

/** Waits until the instance of an operation is there. @throws see makeInstance */
export async function made(to: OnServer, operation: Operation, options: ActionOptions): Promise<void> {
  const { connection } = to;
  const { signal, onProgress, onLeft } = options;
  const told = { ...(onProgress ? { onProgress } : {}), ...(onLeft ? { onLeft } : {}) };
  try {
    await settle(connection.transport, operation, { signal, ...told, updates: connection });
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
    throw new LeftBehind(text, remover(to), { cause: reason });
  }
  await removeUnwanted(to);
}

/** Deletes what has been made and is not wanted any more. @throws LeftBehind where it stays */
export async function removeUnwanted(to: OnServer): Promise<void> {
  let there: Seen | undefined;
  try {
    there = await seen(to, unhurried());
    if (there) await removeMade(to);
  } catch (error) {
    const text = `It was cancelled, but ${to.name} is there and stays: ${messageOf(error)}`;
    throw new LeftBehind(text, remover(to, there), { cause: error });
  }
}

/** What tells an instance from another one that gets its name later. */
interface Seen {
  readonly createdAt: string;
  readonly uuid: string;
}

/** @returns undefined where it is not there. @throws AppError, AbortError */
async function seen({ connection, project, name }: OnServer, options: Abortable): Promise<Seen | undefined> {
  try {
    const { created_at: createdAt = '', config = {} } = await connection.transport.value(
      api.getInstance({ project, name }),
      options,
    );
    return { createdAt, uuid: config['volatile.uuid'] ?? '' };
  } catch (error) {
    if (AppError.is(error, 'notFound')) return undefined;
    throw error;
  }
}

/** How far clocks may be apart, in milliseconds. */
const skewMs = 120_000;

/**
 * What a button does that removes an instance, whenever it is pressed: nothing that has got its name since.
 * @param known what was seen of it; where nothing was, one that is made later than now is another one
 */
function remover(to: OnServer, known?: Seen): () => Promise<void> {
  const until = Date.now() + skewMs;
  return async () => {
    const there = await seen(to, unhurried());
    if (!there) return;
    const isSame = known
      ? there.createdAt === known.createdAt && (!known.uuid || there.uuid === known.uuid)
      : !(Date.parse(there.createdAt) > until);
    if (!isSame) throw new AppError('conflict', `${to.name} is another one now: nothing was removed`);
    await removeMade(to);
  };
}

/** DELETE /1.0/instances/{name}; that it is not there is well. @throws AppError */
async function removeMade({ connection, project, name }: OnServer): Promise<void> {
  try {
    await carryOut(connection, api.deleteInstance({ name, project }), unhurried());
  } catch (error) {
    if (!AppError.is(error, 'notFound')) throw error;
  }
}

/** What the servers call making one: of an image or a copy, and of a backup. */
const making = /^(creating|copying|restoring|importing)\b/i;

/** Whether an operation, as the server lists it, is the one of this attempt. */
function isMaking({ name, project }: OnServer, { since, isNew }: Attempt, operation: JsonObject): boolean {
  const { class: kind, description, created_at: at } = operation;
  return (
    isNew &&
    kind === 'task' &&
    making.test(String(description)) &&
    !(Date.parse(String(at)) < since - skewMs) &&
    instancesOf({ metadata: operation, project }).some(
      (ref) => ref.instance === name && ref.project === project,
    )
  );
}

/** What to say of what a failure has left of what was not there before. @returns undefined where there is nothing */
async function leftOf(to: OnServer, error: unknown): Promise<LeftBehind | undefined> {
  const isOpen = error instanceof Unanswered || AppError.is(error, 'protocol');
  if (error instanceof LeftBehind || (!isOpen && !AppError.is(error, 'operationFailed'))) return undefined;
  const { name } = to;
  const why = messageOf(error);
  // Somebody was faster.
  if (/already exists|UNIQUE constraint/i.test(why)) return undefined;
  try {
    const there = await seen(to, { signal: AbortSignal.timeout(5_000) });
    if (!there) return undefined;
    const text = isOpen
      ? `${why}; whether ${name} is whole cannot be said`
      : `${why}; what there is of it stays`;
    return new LeftBehind(text, remover(to, there), { cause: error });
  } catch (problem) {
    if (!isOpen) return undefined;
    const text = `${why}; whether ${name} is there cannot be said`;
    to.connection.transport.log.trace(`looking for ${name}: ${messageOf(problem)}`);
    return new LeftBehind(text, remover(to), { cause: error });
  }
}
