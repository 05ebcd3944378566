import type net from 'node:net';
import type { Done, SFTP } from 'ssh2/lib/protocol/SFTP.js';
import { AppError, cancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { Upgraded } from '../upgrade';
import { FileError, statusError } from './fileError';

/** What every server reads at once at most, in bytes. */
export const readBytes = 32 * 1024;

/** What is written at once, in bytes: pkg/sftp takes messages of 256 KiB, and large ones cost it least. */
export const writeBytes = 240 * 1024;

/** A server that has been silent for so long while it owes an answer is gone, in milliseconds. */
const silenceMs = 60_000;

/** Sends one request and calls `done` with its answer. */
type Send<T> = (sftp: SFTP, done: Done<T>) => void;

/** ssh2's SFTP protocol on a socket of ours: callbacks to promises, and every way in which a connection ends. */
export class SftpWire {
  private pending = 0;
  private end: AppError | undefined;
  private readonly onEnd: (() => void)[] = [];
  /** Who waits for an answer: ssh2 forgets those whose answer it could not read. */
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly sftp: SFTP,
    private readonly socket: net.Socket,
  ) {}

  /** Shakes hands on a connection that has left HTTP, and owns it from then on. @throws AppError, AbortError */
  static async open({ socket, head }: Upgraded, { signal }: Abortable): Promise<SftpWire> {
    // Loaded on first use: ssh2 takes a while to start, and not every session opens a file.
    const { SFTP } = await import('ssh2/lib/protocol/SFTP.js');
    const write = corkedWriter(socket);
    const flow = { id: 0, window: Infinity, packetSize: Infinity, state: 'open' as const };
    const protocol = {
      channelData: (_id: number, bytes: Uint8Array) => {
        write(bytes);
      },
      channelClose: () => socket.destroy(),
    };
    const sftp = new SFTP(
      { _protocol: protocol },
      { type: 'sftp', incoming: { ...flow }, outgoing: { ...flow } },
      {},
    );
    sftp._maxReadLen = readBytes;
    sftp._maxWriteLen = writeBytes;
    const wire = new SftpWire(sftp, socket);
    wire.listen(head);
    try {
      await wire.request<boolean>('', signal, (_sftp, done) => {
        sftp.once('ready', () => {
          done(undefined, true);
        });
        wire.whenEnded(() => {
          done(new Error('closed before it was ready'));
        });
        sftp._init();
      });
    } catch (error) {
      wire.close('it was not opened');
      throw error;
    }
    return wire;
  }

  get ended(): boolean {
    return this.end !== undefined;
  }

  /** Calls `listener` once when the connection has ended, at once if it has. */
  whenEnded(listener: () => void): void {
    if (this.end) listener();
    else this.onEnd.push(listener);
  }

  /** Ends the connection; requests that wait fail. */
  close(reason: string): void {
    this.finish(lost(reason));
  }

  /** Sends a request whose answer nobody waits for. */
  post(send: Send<void>): void {
    if (!this.end) send(this.sftp, () => undefined);
  }

  /**
   * Sends a request and waits for its answer.
   * `path` is what its failure is about, '' where the server's words say that.
   * `late` gets what arrives after the caller has stopped waiting.
   */
  request<T>(path: string, signal: AbortSignal, send: Send<T>, late?: (value: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted || this.end) {
        reject(signal.aborted ? cancelled() : this.lost());
        return;
      }
      let waiting = true;
      let answered = false;
      const settle = (): boolean => {
        const first = waiting;
        waiting = false;
        this.waiting.delete(onEnd);
        signal.removeEventListener('abort', onAbort);
        return first;
      };
      const onAbort = (): void => {
        if (settle()) reject(cancelled());
      };
      const onEnd = (): void => {
        if (settle()) reject(this.lost());
      };
      this.waiting.add(onEnd);
      signal.addEventListener('abort', onAbort, { once: true });
      this.pending++;
      const done: Done<T> = (error, value) => {
        if (!answered) this.pending--;
        answered = true;
        if (!settle()) {
          if (!error && late && !this.end) late(value as T);
        } else if (!error) resolve(value as T);
        else if (error.code === undefined) reject(this.lost(error));
        else reject(statusError(error.code, error.message, path));
      };
      try {
        send(this.sftp, done);
      } catch (error) {
        this.pending--;
        if (settle()) reject(new FileError('failure', path, messageOf(error), { cause: error }));
      }
    });
  }

  /** A fresh error for each request, so that each has a stack of its own. */
  private lost(cause?: Error): AppError {
    if (!this.end) return lost(cause ? messageOf(cause) : 'no answer', cause);
    return new AppError('unreachable', this.end.message, { cause: this.end.cause ?? cause });
  }

  private listen(head: Buffer): void {
    const { sftp, socket } = this;
    const lose = (why: string, cause?: unknown): void => {
      this.finish(lost(why, cause));
    };
    sftp.on('error', (error: Error) => {
      lose(messageOf(error), error);
    });
    socket.on('error', (error) => {
      lose(messageOf(error), error);
    });
    socket.on('end', () => {
      lose('the server closed it');
    });
    socket.on('close', () => {
      lose('the server closed it');
    });
    socket.setTimeout(silenceMs, () => {
      if (this.pending > 0) lose('the server does not answer');
    });
    const take = (bytes: Buffer): void => {
      try {
        sftp.push(bytes);
      } catch (error) {
        // ssh2 trips over some messages that make no sense.
        lose('its answer is not understood', error);
      }
    };
    socket.on('data', take);
    if (head.length > 0) take(head);
    socket.resume();
  }

  private finish(error: AppError): void {
    if (this.end) return;
    this.end = error;
    this.socket.destroy();
    this.sftp.push(null);
    for (const listener of this.onEnd.splice(0)) listener();
    for (const giveUp of [...this.waiting]) giveUp();
  }
}

function lost(why: string, cause?: unknown): AppError {
  return new AppError('unreachable', `The connection to the files was lost: ${why}`, { cause });
}

/** Writes what is sent in one turn of the event loop at once: many small requests become one packet. */
function corkedWriter(socket: net.Socket): (bytes: Uint8Array) => void {
  let corked = false;
  return (bytes) => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    socket.write(bytes);
  };
}
