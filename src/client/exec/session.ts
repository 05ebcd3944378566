import type WebSocket from 'ws';
import { AppError, cancelled, messageOf } from '../../base/errors';
import { type Abortable, type Clock, systemClock } from '../../base/signal';
import { connectOperation } from '../operationApi';
import { targetOf } from '../path';
import type { Transport } from '../transport';
import { sendControl, signalMessage, silenceMs, watchSilence } from './control';
import {
  type ExecExit,
  type ExecRequest,
  type TerminalSize,
  execEndpoint,
  exitOf,
  secretsOf,
} from './request';

export interface ExecOptions extends Abortable {
  clock?: Clock;
}

/** How long a stray control socket may take to open, in milliseconds: the servers give up after 5 s. */
const strayMs = 10_000;

/** A command that runs, with its open sockets: what both kinds of exec are made of. */
export interface Session {
  /** By the name of the stream: `0`, `1`, `2`, `control`. */
  readonly socket: (name: string) => WebSocket;
  /** How the command ended. @throws (rejects) AppError 'unreachable' when the connection is lost, AbortError */
  readonly exit: Promise<ExecExit>;
  /** Sends a signal by its Linux number to the process. */
  readonly signal: (number: number) => void;
  /** Ends the process by SIGKILL: what the servers do when the control socket closes. */
  readonly kill: () => void;
  /** Closes everything and gives up waiting: `exit` rejects with AppError 'unreachable'. */
  readonly abandon: (reason: string) => void;
}

/**
 * Starts a command and opens all its sockets at once; the server waits 5 s for them. When `signal` is aborted, now or
 * later, the process is killed.
 * @param open called with each socket at the moment it is open, before anything can arrive on it
 * @throws AppError with the server's words where it refuses, AbortError
 */
export async function startSession(
  transport: Transport,
  request: ExecRequest,
  size: TerminalSize | undefined,
  { signal, clock = systemClock }: ExecOptions,
  open: (name: string, socket: WebSocket) => void,
): Promise<Session> {
  const answer = await transport.send(execEndpoint(request, size), { signal });
  if (answer.kind !== 'operation')
    throw new AppError('protocol', 'The server answers exec without an operation');
  const { operation } = answer;
  const life = new AbortController();
  const outcome = exitOf(transport, operation, { signal: life.signal });
  outcome.catch((error: unknown) => {
    transport.log.trace(`exec ${operation.id}: ${messageOf(error)}`);
  });

  const connect = async (
    name: string,
    secret: string,
    options: Abortable,
  ): Promise<[string, WebSocket] | undefined> => {
    const path = targetOf(connectOperation({ id: operation.id, secret }));
    let socket: WebSocket;
    try {
      // The servers never read fds 1 and 2, see openWebSocket.
      socket = await transport.webSocket(path, { ...options, autoPong: name !== '1' && name !== '2' });
    } catch (error) {
      // Without a terminal the command starts as soon as 0, 1 and 2 are open; a short one is over before its control.
      if (name === 'control' && !size && AppError.is(error) && error.kind !== 'unreachable') return undefined;
      throw error;
    }
    socket.on('error', (error) => {
      transport.log.trace(`exec ${operation.id}, stream ${name}: ${messageOf(error)}`);
    });
    open(name, socket);
    return [name, socket];
  };
  const attempts = [...secretsOf(operation)].map(([name, secret]) => {
    // The control socket is not abandoned half-way: only with it can the process be killed.
    return connect(name, secret, { signal: name === 'control' ? AbortSignal.timeout(strayMs) : signal });
  });
  try {
    const sockets = new Map((await Promise.all(attempts)).filter((opened) => opened !== undefined));
    if (signal.aborted) throw cancelled();
    return guard(transport, sockets, outcome, life, { signal, clock });
  } catch (error) {
    life.abort();
    for (const attempt of attempts) {
      attempt.then(
        (opened) => {
          opened?.[1].terminate();
        },
        (other: unknown) => {
          transport.log.trace(`exec ${operation.id}: ${messageOf(other)}`);
        },
      );
    }
    throw error;
  }
}

/** Watches over an open session until its command ends, the connection is lost, or `signal` is aborted. */
function guard(
  transport: Transport,
  sockets: ReadonlyMap<string, WebSocket>,
  outcome: Promise<ExecExit>,
  life: AbortController,
  { signal, clock }: Required<ExecOptions>,
): Session {
  const socket = (name: string): WebSocket => {
    const found = sockets.get(name);
    if (found) return found;
    throw new AppError('protocol', `The server has no stream ${name} for this command`);
  };
  /** Missing where the command was over before it could be opened. */
  const control = sockets.get('control');
  const endAll = (): void => {
    life.abort();
    for (const each of sockets.values()) each.terminate();
  };
  let abandon: Session['abandon'] = () => undefined;
  const exit = new Promise<ExecExit>((resolve, reject) => {
    const onAbort = (): void => {
      reject(cancelled());
      endAll();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    outcome.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
      life.abort();
      // Not 1 and 2: what they still hold is for the reader, and the server closes them.
      control?.terminate();
      sockets.get('0')?.terminate();
    });
    abandon = (reason): void => {
      reject(new AppError('unreachable', reason));
      endAll();
    };
    if (!control) return;
    watchSilence(control, clock, { signal: life.signal }).then((silent) => {
      if (silent) abandon(`The connection was lost: no answer for ${String(silenceMs / 1000)} s`);
    }, reject);
  });
  exit.catch((error: unknown) => {
    transport.log.debug(`exec: ${messageOf(error)}`);
  });
  return {
    socket,
    exit,
    signal: (number) => {
      if (control) sendControl(control, signalMessage(number));
    },
    kill: () => {
      control?.terminate();
    },
    abandon,
  };
}
