import type { Abortable } from '../base/signal';
import type { Endpoint } from '../client/endpoint';
import type { Progress } from '../client/operation';
import { settle } from '../client/settle';
import { sendWhole } from './begin';
import type { Connection } from './connection';

/** What a change reports while it runs. */
export interface ActionOptions extends Abortable {
  onProgress?: (progress: Progress) => void;
  /** Called where it was to be cancelled and goes on all the same. */
  onLeft?: () => void;
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
  const answer = await sendWhole(connection, endpoint, options);
  if (answer.kind === 'operation')
    await settle(connection.transport, answer.operation, { ...options, updates: connection });
}
