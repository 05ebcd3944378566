import type WebSocket from 'ws';
import { isCancelled, messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { Operation } from './operation';
import { connectOperation } from './operationApi';
import { targetOf } from './path';
import type { Transport } from './transport';

/** An operation that waits for somebody to open its websockets, and the server that it runs on. */
export interface WaitingSide {
  readonly transport: Transport;
  readonly operation: Operation;
}

/** The secrets of an operation's websockets by their names: `control`, `fs`. */
export function socketSecrets({ metadata }: Operation): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Bytes that may wait to be sent on a socket before the other one is not read any more. */
const highWater = 4 * 1024 ** 2;
const lowWater = 1024 ** 2;

/**
 * Joins the websockets of two operations, each with that of the same name, as if their servers had connected to each
 * other: every message goes on as it is, at the pace of the slower side, and the end of one is the end of the other.
 * @param onBytes told of what has gone through, in bytes
 * @returns when all are closed; when `signal` is aborted they are closed at once
 * @throws AppError where one cannot be opened (then none stays open); AbortError
 */
export async function relay(
  from: WaitingSide,
  to: WaitingSide,
  { signal, onBytes }: Abortable & { onBytes?: (count: number) => void },
): Promise<void> {
  const opened: WebSocket[] = [];
  const end = (): void => {
    for (const socket of opened) socket.terminate();
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const secrets = [socketSecrets(from.operation), socketSecrets(to.operation)] as const;
    const names = [...secrets[0].keys()].filter((name) => secrets[1].has(name));
    const ends = await Promise.all(
      names.map(async (name) => {
        const open = async ({ transport, operation }: WaitingSide, secret = ''): Promise<WebSocket> => {
          const socket = await transport.webSocket(targetOf(connectOperation({ id: operation.id, secret })), {
            signal,
          });
          opened.push(socket);
          socket.pause(); // nothing may arrive before there is somebody to take it
          return socket;
        };
        const a = await open(from, secrets[0].get(name));
        const b = await open(to, secrets[1].get(name));
        return [forward(a, b, from.transport, onBytes), forward(b, a, to.transport, onBytes)];
      }),
    );
    signal.throwIfAborted();
    await Promise.all(ends.flat());
  } catch (error) {
    end();
    if (!isCancelled(error)) from.transport.log.trace(`relay: ${messageOf(error)}`);
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Passes on what comes on `from` until it closes. */
function forward(
  from: WebSocket,
  to: WebSocket,
  { log }: Transport,
  onBytes?: (count: number) => void,
): Promise<void> {
  return new Promise((resolve) => {
    from.on('message', (data: Buffer, isBinary: boolean) => {
      if (to.readyState !== to.OPEN) return;
      to.send(data, { binary: isBinary }, () => {
        if (to.bufferedAmount < lowWater) from.resume();
      });
      onBytes?.(data.length);
      if (to.bufferedAmount > highWater) from.pause();
    });
    from.on('error', (error) => {
      log.trace(`relay: ${messageOf(error)}`);
    });
    from.on('close', () => {
      // What was sent before goes first.
      to.close();
      resolve();
    });
    from.resume();
  });
}
