import type { Readable, Writable } from 'node:stream';
import { AppError, messageOf } from '../../base/errors';
import { systemClock } from '../../base/signal';
import type { Transport } from '../transport';
import { resizeMessage, sendControl } from './control';
import type { ExecExit, ExecRequest, TerminalSize } from './request';
import { type ExecOptions, startSession } from './session';
import { readFrom, writeTo } from './streams';

/** How long a shell gets to save its history after SIGHUP, in milliseconds, before it is killed. */
const hangUpMs = 500;

/** How long the server may take to say that a killed process is gone, in milliseconds. */
const goneMs = 3_000;

/**
 * A command that runs in a terminal of the server. LXD 5.0 loses the last few kilobytes of the output of one run in
 * five, without a sign: never read data through it.
 */
export interface PtyExec {
  readonly input: Writable;
  /** Fails with AppError 'unreachable' where the connection breaks. */
  readonly output: Readable;
  readonly exit: Promise<ExecExit>;
  readonly resize: (size: TerminalSize) => void;
  /** Sends a signal by its Linux number. */
  readonly signal: (number: number) => void;
  /**
   * Ends it as closing a terminal does, by SIGHUP, and by SIGKILL where it stays. Resolves when the server says that
   * it is over; where something that the shell started keeps the terminal (nohup), after some seconds without that.
   */
  readonly hangUp: () => Promise<void>;
}

/**
 * Runs a command in a new terminal of `size` (POST …/exec, interactive). Aborting `signal`, at any time, kills it.
 * @throws AppError with the server's words ("Instance is not running"), AbortError
 */
export async function startPty(
  transport: Transport,
  request: ExecRequest & { readonly size: TerminalSize },
  options: ExecOptions,
): Promise<PtyExec> {
  const { clock = systemClock } = options;
  // A stream that fails with nobody listening would end the whole extension host: from its first moment somebody does.
  const listened = <T extends Readable | Writable>(stream: T): T => {
    stream.on('error', (error) => {
      transport.log.debug(`exec, terminal: ${messageOf(error)}`);
    });
    return stream;
  };
  const found: { output?: Readable } = {};
  const session = await startSession(transport, request, request.size, options, (name, socket) => {
    if (name !== '0') return;
    const whenEnded = (): void => {
      socket.close(); // the answer to the end of output: until then the servers keep the operation running
    };
    found.output = listened(readFrom(socket, 'the output', whenEnded));
  });
  const { exit, signal, kill } = session;
  const { output } = found;
  if (!output) throw new AppError('protocol', 'The server has no terminal for this command');
  const input = listened(writeTo(session.socket('0')));
  const over = exit.then(
    () => undefined,
    (error: unknown) => {
      transport.log.debug(`exec, terminal: ${messageOf(error)}`);
    },
  );
  const endsWithin = async (ms: number): Promise<boolean> => {
    const timer = new AbortController();
    const late = clock.sleep(ms, { signal: timer.signal }).then(
      () => false,
      () => true, // aborted just below
    );
    const ended = await Promise.race([over.then(() => true), late]);
    timer.abort();
    return ended;
  };
  const hangUp = async (): Promise<void> => {
    const terminal = session.socket('0');
    signal(1);
    // Nobody reads any more; what is unread would keep the end from being seen.
    output.resume();
    if (await endsWithin(hangUpMs)) return;
    kill();
    // After the control socket: without it, closing this one leaves the process running.
    terminal.close();
    // LXD waits for everything that holds the terminal, and what ignores SIGHUP (nohup) may hold it for ever.
    if (!(await endsWithin(goneMs)))
      session.abandon('The shell was killed, but something that it started still runs');
  };
  return {
    input,
    output,
    exit,
    signal,
    hangUp,
    resize: (size) => {
      sendControl(session.socket('control'), resizeMessage(size));
    },
  };
}
