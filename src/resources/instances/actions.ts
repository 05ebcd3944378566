import type { Connection } from '../../model/connection';
import type { InstanceRef } from '../../model/key';
import type { Abortable } from '../../base/signal';
import type { Endpoint } from '../../client/endpoint';
import type { Progress } from '../../client/operation';
import { requireExtension } from '../../client/server';
import { settle } from '../../client/settle';
import * as api from './api';

/** What a change reports while it runs. */
export interface ActionOptions extends Abortable {
  onProgress?: (progress: Progress) => void;
}

/**
 * Sends a request that changes something and waits until the server says that it is done.
 * @throws AppError with the server's words, AbortError
 */
export async function carryOut(
  connection: Connection,
  endpoint: Endpoint<unknown>,
  options: ActionOptions,
): Promise<void> {
  const server = await connection.ready(options);
  requireExtension(server, endpoint);
  const answer = await connection.transport.send(endpoint, options);
  if (answer.kind === 'operation')
    await settle(connection.transport, answer.operation, { ...options, updates: connection });
}

/** Starts, stops, restarts, pauses or resumes an instance. `timeout` in seconds. */
export function changeState(
  connection: Connection,
  { project, instance }: InstanceRef,
  body: { action: api.StateAction; force?: boolean; timeout?: number },
  options: ActionOptions,
): Promise<void> {
  return carryOut(connection, api.putInstanceState({ project, name: instance, body }), options);
}
