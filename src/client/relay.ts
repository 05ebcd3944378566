import type WebSocket from 'ws';
import { cancelled, messageOf } from '../base/errors';
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
 * @returns when all are closed; when `signal` is aborted they are closed at once
 * @throws AppError where one cannot be opened (then none stays open); AbortError
 */
export async function relay(from: WaitingSide, to: WaitingSide, { signal }: Abortable): Promise<void> {
  const life = new AbortController();
  const either = AbortSignal.any([signal, life.signal]);
  const opened: WebSocket[] = [];
  const ended = new Promise<never>((_resolve, reject) => {
    either.addEventListener(
      'abort',
      () => {
        for (const socket of opened) socket.terminate();
        reject(cancelled());
      },
      { once: true },
    );
  });
  ended.catch(ignore);
  const open = async ({ transport, operation }: WaitingSide, secret = ''): Promise<Joined> => {
    const path = targetOf(connectOperation({ id: operation.id, secret }));
    const socket = await transport.webSocket(path, { signal: either });
    opened.push(socket);
    if (either.aborted) {
      socket.terminate();
      throw cancelled();
    }
    socket.on('error', (error) => {
      transport.log.trace(`relay: ${messageOf(error)}`);
    });
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        resolve();
      });
    });
    socket.pause(); // nothing may arrive before there is somebody to take it
    return { socket, closed };
  };
  try {
    if (signal.aborted) throw cancelled();
    const secrets = [socketSecrets(from.operation), socketSecrets(to.operation)] as const;
    const names = [...secrets[0].keys()].filter((name) => secrets[1].has(name));
    const joined = Promise.all(
      names.map(async (name) => {
        const a = await open(from, secrets[0].get(name));
        const b = await open(to, secrets[1].get(name));
        await Promise.all([forward(a, b), forward(b, a)]);
      }),
    );
    joined.catch(ignore);
    await Promise.race([joined, ended]);
  } finally {
    life.abort();
  }
}

/** A socket, and its end, which may come before anybody looks. */
interface Joined {
  readonly socket: WebSocket;
  readonly closed: Promise<void>;
}

function ignore(): void {
  // Told by whoever waits for it, if anybody still does.
}

/** Passes on what comes on one until it closes. */
async function forward({ socket: from, closed }: Joined, { socket: to }: Joined): Promise<void> {
  from.on('message', (data: Buffer, isBinary: boolean) => {
    if (to.readyState !== to.OPEN) return;
    to.send(data, { binary: isBinary }, () => {
      if (to.bufferedAmount < lowWater && from.readyState === from.OPEN) from.resume();
    });
    if (to.bufferedAmount > highWater) from.pause();
  });
  from.resume();
  await closed;
  // What was sent before goes first.
  to.close();
}
