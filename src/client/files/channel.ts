import type net from 'node:net';
import type { Attributes, Done, FileSystemStats, Name, SetAttributes, SFTP } from 'ssh2/lib/protocol/SFTP.js';
import { AppError, cancelled, messageOf } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import type { Upgraded } from '../upgrade';
import { FileError, statusError } from './fileError';

/** SFTP open flags, draft-ietf-secsh-filexfer-02, 6.3. */
export const openFlags = { read: 1, write: 2, create: 8, exclusive: 32 } as const;

/** The largest block that every server reads or writes at once, in bytes. */
export const blockBytes = 32 * 1024;

/** Status at the end of a file or a directory. */
const endOfFile = 1;

/** A server that has been silent for so long while it owes an answer is gone, in milliseconds. */
const silenceMs = 60_000;

/** Names a file or directory that is open on the server, until close(). */
export type Handle = Buffer & { readonly __handle?: never };

/**
 * One SFTP v3 connection (draft-ietf-secsh-filexfer-02): each request as a promise, any number at once.
 * Every method throws FileError by the server's status, AppError 'unreachable' when the connection is lost before the
 * answer, and AbortError; what was already sent is then still carried out.
 */
export class SftpChannel {
  private pending = 0;
  private end: AppError | undefined;
  private readonly onEnd: (() => void)[] = [];

  private constructor(
    private readonly sftp: SFTP,
    private readonly socket: net.Socket,
  ) {}

  /** Shakes hands on a connection that has left HTTP, and owns it from then on. */
  static async open({ socket, head }: Upgraded, { signal }: Abortable): Promise<SftpChannel> {
    // Loaded on first use: ssh2 takes a while to start, and not every session opens a file.
    const { SFTP } = await import('ssh2/lib/protocol/SFTP.js');
    const write = corkedWriter(socket);
    const flow = { id: 0, window: Infinity, packetSize: Infinity, state: 'open' as const };
    const sftp = new SFTP(
      {
        _protocol: {
          channelData: (_id, bytes) => {
            write(bytes);
          },
          channelClose: () => socket.destroy(),
        },
      },
      { type: 'sftp', incoming: { ...flow }, outgoing: { ...flow } },
      {},
    );
    sftp._maxReadLen = blockBytes;
    sftp._maxWriteLen = blockBytes;
    const channel = new SftpChannel(sftp, socket);
    channel.listen(head);
    try {
      await channel.request('', signal, (done: Done<boolean>) => {
        sftp.once('ready', () => {
          done(undefined, true);
        });
        channel.whenEnded(() => {
          done(new Error('closed'));
        });
        sftp._init();
      });
    } catch (error) {
      channel.close();
      throw error;
    }
    return channel;
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
  close(reason = 'it was closed'): void {
    this.finish(new AppError('unreachable', `The connection to the files was lost: ${reason}`));
  }

  /** `attributes.mode` holds for a file that this creates. */
  openFile(path: string, flags: number, attributes: SetAttributes, { signal }: Abortable): Promise<Handle> {
    return this.request(
      path,
      signal,
      (d: Done<Handle>) => {
        this.sftp.open(path, flags, attributes, d);
      },
      this.discard,
    );
  }

  openDirectory(path: string, { signal }: Abortable): Promise<Handle> {
    return this.request(
      path,
      signal,
      (d: Done<Handle>) => {
        this.sftp.opendir(path, d);
      },
      this.discard,
    );
  }

  /** The server keeps nothing back until then, but may report a late failure to write here. */
  closeHandle(handle: Handle, { signal }: Abortable): Promise<void> {
    return this.request('', signal, (d: Done<void>) => {
      this.sftp.close(handle, d);
    });
  }

  /** Closes without waiting or failing: for when another error is on its way already. */
  readonly discard = (handle: Handle): void => {
    if (!this.end) this.sftp.close(handle, () => undefined);
  };

  /** Reads up to `length` (32 KiB at most) bytes into `into` at `at`. @returns how many; 0 at the end of the file */
  async read(
    handle: Handle,
    into: Buffer,
    at: number,
    length: number,
    position: number,
    { signal }: Abortable,
  ): Promise<number> {
    return await this.request('', signal, (d: Done<number>) => {
      this.sftp.read(handle, into, at, length, position, d);
    });
  }

  /** Writes all of `length` (32 KiB at most) bytes. */
  async write(
    handle: Handle,
    from: Buffer,
    at: number,
    length: number,
    position: number,
    { signal }: Abortable,
  ): Promise<void> {
    await this.request('', signal, (d: Done<number>) => {
      this.sftp.write(handle, from, at, length, position, d);
    });
  }

  /** The next names of a directory, `.` and `..` among them. @returns undefined at the end */
  async readDirectory(handle: Handle, { signal }: Abortable): Promise<Name[] | undefined> {
    return await this.request('', signal, (done: Done<Name[] | undefined>) => {
      this.sftp.readdir(handle, { full: true }, (error, names) => {
        if (error?.code === endOfFile) done(undefined, undefined);
        else done(error, names);
      });
    });
  }

  stat(path: string, { signal }: Abortable): Promise<Attributes> {
    return this.request(path, signal, (d: Done<Attributes>) => {
      this.sftp.stat(path, d);
    });
  }

  lstat(path: string, { signal }: Abortable): Promise<Attributes> {
    return this.request(path, signal, (d: Done<Attributes>) => {
      this.sftp.lstat(path, d);
    });
  }

  fstat(handle: Handle, { signal }: Abortable): Promise<Attributes> {
    return this.request('', signal, (d: Done<Attributes>) => {
      this.sftp.fstat(handle, d);
    });
  }

  setstat(path: string, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.request(path, signal, (d: Done<void>) => {
      this.sftp.setstat(path, attributes, d);
    });
  }

  fsetstat(handle: Handle, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.request('', signal, (d: Done<void>) => {
      this.sftp.fsetstat(handle, attributes, d);
    });
  }

  /** Removes a file or an empty directory, whichever it is: pkg/sftp does the same for REMOVE and RMDIR. */
  remove(path: string, { signal }: Abortable): Promise<void> {
    return this.request(path, signal, (d: Done<void>) => {
      this.sftp.unlink(path, d);
    });
  }

  makeDirectory(path: string, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.request(path, signal, (d: Done<void>) => {
      this.sftp.mkdir(path, attributes, d);
    });
  }

  /** rename(2): replaces a file, or an empty directory by a directory. posix-rename@openssh.com. */
  rename(from: string, to: string, { signal }: Abortable): Promise<void> {
    return this.request(from, signal, (d: Done<void>) => {
      this.sftp.ext_openssh_rename(from, to, d);
    });
  }

  /** link(2): fails where `to` exists. hardlink@openssh.com. */
  hardLink(from: string, to: string, { signal }: Abortable): Promise<void> {
    return this.request(to, signal, (d: Done<void>) => {
      this.sftp.ext_openssh_hardlink(from, to, d);
    });
  }

  /** The link's target as the server resolves it, absolute: not the link's own text. */
  readLink(path: string, { signal }: Abortable): Promise<string> {
    return this.request(path, signal, (d: Done<string>) => {
      this.sftp.readlink(path, d);
    });
  }

  /** Makes the link `path` whose text is `text`. */
  symlink(text: string, path: string, { signal }: Abortable): Promise<void> {
    // pkg/sftp reads the two in OpenSSH's order, ssh2 writes the draft's: so they are given the other way round.
    return this.request(path, signal, (d: Done<void>) => {
      this.sftp.symlink(path, text, d);
    });
  }

  /** statvfs@openssh.com. */
  fileSystemStats(path: string, { signal }: Abortable): Promise<FileSystemStats> {
    return this.request(path, signal, (d: Done<FileSystemStats>) => {
      this.sftp.ext_openssh_statvfs(path, d);
    });
  }

  private request<T>(
    path: string,
    signal: AbortSignal,
    send: (done: Done<T>) => void,
    late?: (value: T) => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted || this.end) {
        reject(this.end && !signal.aborted ? this.lost() : cancelled());
        return;
      }
      let open = true;
      const settle = (): boolean => {
        const first = open;
        open = false;
        signal.removeEventListener('abort', onAbort);
        return first;
      };
      const onAbort = (): void => {
        if (settle()) reject(cancelled());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.pending++;
      let answered = false;
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
        send(done);
      } catch (error) {
        this.pending--;
        if (settle()) reject(new FileError('failure', path, messageOf(error), { cause: error }));
      }
    });
  }

  /** A fresh error for each request, so that each has a stack of its own. */
  private lost(cause?: Error): AppError {
    const message =
      this.end?.message ?? `The connection to the files was lost: ${cause ? messageOf(cause) : 'no answer'}`;
    return new AppError('unreachable', message, { cause: this.end?.cause ?? cause });
  }

  private listen(head: Buffer): void {
    const { sftp, socket } = this;
    const lose = (why: string, cause?: unknown): void => {
      this.finish(new AppError('unreachable', `The connection to the files was lost: ${why}`, { cause }));
    };
    sftp.on('error', (error: Error) => {
      lose(messageOf(error), error);
    });
    socket.on('error', (error) => {
      lose(messageOf(error), error);
    });
    socket.on('close', () => {
      lose('the server closed it');
    });
    socket.on('end', () => {
      lose('the server closed it');
    });
    socket.setTimeout(silenceMs, () => {
      if (this.pending > 0) lose('the server does not answer');
    });
    socket.on('data', (bytes) => {
      sftp.push(bytes);
    });
    if (head.length > 0) sftp.push(head);
    socket.resume();
  }

  private finish(error: AppError): void {
    if (this.end) return;
    this.end = error;
    this.socket.destroy();
    this.sftp.push(null);
    for (const listener of this.onEnd.splice(0)) listener();
  }
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
