import type { Readable, Writable } from 'node:stream';
import { AppError, messageOf } from '../../base/errors';
import type { Transport } from '../transport';
import type { ExecExit, ExecRequest } from './request';
import { type ExecOptions, startSession } from './session';
import { readFrom, writeTo } from './streams';

/** A command that runs without a terminal. Both outputs must be read (or `resume()`d): unread output stops it. */
export interface PipedExec {
  /** Slows down with the command; `end()` is its end of file. Fails where the command ends first. */
  readonly stdin: Writable;
  /** Fails with AppError 'unreachable' where the connection breaks before all of it has come. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** How it ended. Says nothing about the outputs: read them to their end. */
  readonly exit: Promise<ExecExit>;
  /** Sends a signal by its Linux number. */
  readonly signal: (number: number) => void;
  /** Ends it by SIGKILL. */
  readonly kill: () => void;
}

/**
 * Runs a command with stdin, stdout and stderr as streams (POST …/exec, not interactive). Aborting `signal`, at any
 * time, kills it.
 * @throws AppError with the server's words ("Instance is not running"), AbortError
 */
export async function startExec(
  transport: Transport,
  request: ExecRequest,
  options: ExecOptions,
): Promise<PipedExec> {
  // A stream that fails with nobody listening would end the whole extension host: from its first moment somebody does.
  const listened = <T extends Readable | Writable>(name: string, stream: T): T => {
    stream.on('error', (error) => {
      transport.log.debug(`exec, ${name}: ${messageOf(error)}`);
    });
    return stream;
  };
  const outputs = new Map<string, Readable>();
  const session = await startSession(transport, request, undefined, options, (name, socket) => {
    if (name !== '1' && name !== '2') return;
    const what = name === '1' ? 'stdout' : 'stderr';
    outputs.set(name, listened(what, readFrom(socket, what)));
  });
  const output = (name: string): Readable => {
    const stream = outputs.get(name);
    if (!stream) throw new AppError('protocol', `The server has no stream ${name} for this command`);
    return stream;
  };
  const stdin = listened('stdin', writeTo(session.socket('0')));
  const streams = { stdin, stdout: output('1'), stderr: output('2') };
  const { exit, signal, kill } = session;
  return { ...streams, exit, signal, kill };
}
