import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { Endpoint } from '../client/endpoint';
import type { Operation } from '../client/operation';
import { requireExtension } from '../client/server';
import type { Connection } from './connection';

/** Sends a request that begins something, and leaves waiting for its end to the caller. @throws AppError, AbortError */
export async function begin(
  connection: Connection,
  endpoint: Endpoint<unknown>,
  options: Abortable,
): Promise<Operation> {
  const server = await connection.ready(options);
  requireExtension(server, endpoint);
  const answer = await connection.transport.send(endpoint, options);
  if (answer.kind === 'operation') return answer.operation;
  throw new AppError('protocol', 'The server answers without an operation');
}
