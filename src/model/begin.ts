import { AppError, Unanswered, cancelled, isCancelled, messageOf } from '../base/errors';
import { type Abortable, delayed, systemClock } from '../base/signal';
import { unhurried } from '../base/unhurried';
import type { Answer } from '../client/envelope';
import type { Endpoint } from '../client/endpoint';
import type { JsonObject } from '../client/decode';
import { type Operation, decodeOperation } from '../client/operation';
import { listOperations } from '../client/operationApi';
import { requireExtension } from '../client/server';
import type { Connection } from './connection';

/** How long the answer to a request is waited for that a person does not want any more, in milliseconds. */
const graceMs = 5_000;

interface SendOptions extends Abortable {
  /** Called where it was given up before it was answered. */
  readonly onLeft?: () => void;
}

/** Sends a request that begins something, and leaves waiting for its end to the caller. @throws AppError, AbortError */
export async function begin(
  connection: Connection,
  endpoint: Endpoint<unknown>,
  options: SendOptions,
): Promise<Operation> {
  const answer = await sendWhole(connection, endpoint, options);
  if (answer.kind === 'operation') return answer.operation;
  throw new AppError('protocol', 'The server answers without an operation');
}

/**
 * Sends a request that changes something. Once it is sent its answer is waited for, a little, even where it is aborted:
 * it may be an operation, which goes on unless it is cancelled by its id.
 * @throws AppError, AbortError
 */
export async function sendWhole<T>(
  connection: Connection,
  endpoint: Endpoint<T>,
  options: SendOptions,
): Promise<Answer<T>> {
  const server = await connection.ready(options);
  requireExtension(server, endpoint);
  const { signal } = options;
  if (signal.aborted) throw cancelled();
  // What is uploaded is of no use as a part.
  const patient = endpoint.upload ? signal : delayed(signal, graceMs);
  try {
    return await connection.transport.send(endpoint, { signal: patient });
  } catch (error) {
    // Nobody knows what has become of it.
    if (isCancelled(error) && !endpoint.upload) options.onLeft?.();
    throw error;
  }
}

/** How often a server is asked whether it has begun what it was sent, and how long between, in milliseconds. */
const [looks, betweenMs] = [10, 1_000];
/** How long one look may take, in milliseconds. */
const lookMs = 5_000;
/** How often it has to say that it has not begun it: it may still be about to. */
const denials = { lost: 2, givenUp: 5 };

/**
 * As `begin`, for what nobody may be left in doubt about: where the answer is lost, or not waited for any more, the
 * server's operations are looked through for the one that was begun.
 * @param isIts whether an operation, as the server lists it, is the one that the request begins
 * @returns the operation, also where it is not wanted any more: `signal` is aborted then
 * @throws AppError, an Unanswered where the server does not say; AbortError where it was not begun
 */
export async function beginOrFind(
  connection: Connection,
  endpoint: Endpoint<unknown>,
  isIts: (operation: JsonObject) => boolean,
  options: Abortable,
): Promise<Operation> {
  const sent = { isInDoubt: false };
  const onLeft = (): void => {
    sent.isInDoubt = true;
  };
  try {
    return await begin(connection, endpoint, { signal: options.signal, onLeft });
  } catch (error) {
    if (!(error instanceof Unanswered) && !sent.isInDoubt) throw error;
    const enough = sent.isInDoubt ? denials.givenUp : denials.lost;
    const project = endpoint.query?.['project'];
    const found = await findBegun(connection, String(project ?? ''), isIts, enough);
    if (found === 'none') throw error;
    if (found) return found;
    if (error instanceof Unanswered) throw error;
    throw new Unanswered('It was cancelled, and the server has not answered', { cause: error });
  }
}

/**
 * The operation that was begun: GET /1.0/operations?recursion=1, a few times.
 * @param enough how often the server has to say that there is none
 * @returns 'none' where it says so, undefined where it does not answer
 */
async function findBegun(
  { transport }: Connection,
  project: string,
  isIts: (operation: JsonObject) => boolean,
  enough: number,
): Promise<Operation | 'none' | undefined> {
  const where = project ? { project } : {};
  for (let [look, denied] = [0, 0]; look < looks; look++) {
    if (look > 0) await systemClock.sleep(betweenMs, unhurried());
    try {
      const signal = AbortSignal.timeout(lookMs);
      const found = (await transport.value(listOperations(where), { signal })).find(isIts);
      if (found) return decodeOperation(found);
      if (++denied >= enough) return 'none';
    } catch (error) {
      transport.log.trace(`looking for what was begun: ${messageOf(error)}`);
    }
  }
  return undefined;
}
