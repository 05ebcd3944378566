import { AppError, cancelled, isCancelled } from '../base/errors';
import { type Abortable, delayed } from '../base/signal';
import type { Answer } from '../client/envelope';
import type { Endpoint } from '../client/endpoint';
import type { Operation } from '../client/operation';
import { requireExtension } from '../client/server';
import type { Connection } from './connection';

/** How long the answer to a request is waited for that a person does not want any more, in milliseconds. */
const graceMs = 5_000;

/** Sends a request that begins something, and leaves waiting for its end to the caller. @throws AppError, AbortError */
export async function begin(
  connection: Connection,
  endpoint: Endpoint<unknown>,
  options: Abortable,
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
  options: Abortable & { readonly onLeft?: () => void },
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
