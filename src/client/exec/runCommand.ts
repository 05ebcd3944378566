import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../base/errors';
import type { Transport } from '../transport';
import { type PipedExec, startExec } from './piped';
import type { ExecRequest } from './request';
import type { ExecOptions } from './session';

export interface CommandRequest extends ExecRequest {
  /** Nothing by default: the command meets the end of its input at once. */
  readonly stdin?: Buffer | string | AsyncIterable<Buffer>;
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Bytes of both outputs together that are kept, unless the caller says otherwise. */
const defaultMaxOutput = 64 * 1024 * 1024;

/**
 * Runs a command to its end and keeps its output. A command that ends with another code than 0 is no error.
 * Aborting `signal` kills it, and so does more than `maxOutput` bytes of output.
 * @throws AppError 'operationFailed' "Command not found" | "Command not executable" where the server could not run it,
 * 'unreachable' where output is missing, 'rejected' where there is too much of it, or as startExec; AbortError
 */
export async function runCommand(
  transport: Transport,
  { stdin, ...request }: CommandRequest,
  { maxOutput = defaultMaxOutput, ...options }: ExecOptions & { maxOutput?: number },
): Promise<CommandResult> {
  const running = await startExec(transport, request, options);
  let left = maxOutput;
  const keep = async (stream: Readable): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of stream as AsyncIterable<Buffer>) {
      left -= piece.length;
      if (left < 0) throw new AppError('rejected', `The output is larger than ${String(maxOutput)} bytes`);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };
  try {
    const [exit, stdout, stderr] = await Promise.all([
      running.exit,
      keep(running.stdout),
      keep(running.stderr),
      feed(running, stdin),
    ]);
    if (exit.failure !== undefined && stdout.length + stderr.length === 0) {
      throw new AppError('operationFailed', exit.failure);
    }
    return { exitCode: exit.code, stdout, stderr };
  } catch (error) {
    running.kill();
    // The reason for a broken stream is better told by the end of the command, where there is one.
    if (options.signal.aborted) await running.exit;
    throw error;
  }
}

/** Sends the input. A command that ends without reading all of it is no failure: `head` does. */
async function feed({ stdin: to }: PipedExec, input: CommandRequest['stdin']): Promise<void> {
  if (input === undefined) {
    to.end();
    return;
  }
  const from = typeof input === 'string' || Buffer.isBuffer(input) ? [Buffer.from(input)] : input;
  try {
    await pipeline(Readable.from(from, { objectMode: false }), to);
  } catch (error) {
    const endedEarly =
      AppError.is(error, 'operationFailed') ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
    if (!endedEarly) throw error;
  }
}
