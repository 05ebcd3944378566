import type { Attributes, Done, FileSystemStats, Name, SetAttributes } from 'ssh2/lib/protocol/SFTP.js';
import type { Abortable } from '../../base/signal';
import type { Upgraded } from '../upgrade';
import { SftpWire } from './wire';

/** SFTP open flags, draft-ietf-secsh-filexfer-02, 6.3. */
export const openFlags = { read: 1, write: 2, create: 8, exclusive: 32 } as const;

/** Status at the end of a file or a directory. */
const endOfFile = 1;

/** Names a file or directory that is open on the server, until it is closed. */
export type Handle = Buffer;

/**
 * One SFTP v3 connection (draft-ietf-secsh-filexfer-02): each request as a promise, any number at once.
 * Every method throws FileError by the server's status, AppError 'unreachable' when the connection is lost before the
 * answer, and AbortError; what was already sent is then still carried out.
 */
export class SftpChannel {
  private constructor(private readonly wire: SftpWire) {}

  /** Shakes hands on a connection that has left HTTP, and owns it from then on. */
  static async open(upgraded: Upgraded, options: Abortable): Promise<SftpChannel> {
    return new SftpChannel(await SftpWire.open(upgraded, options));
  }

  get ended(): boolean {
    return this.wire.ended;
  }

  /** Calls `listener` once when the connection has ended, at once if it has. */
  whenEnded(listener: () => void): void {
    this.wire.whenEnded(listener);
  }

  /** Ends the connection; requests that wait fail. */
  close(reason = 'it was closed'): void {
    this.wire.close(reason);
  }

  /** `attributes.mode` holds for a file that this creates; pkg/sftp may ignore it. */
  openFile(path: string, flags: number, attributes: SetAttributes, { signal }: Abortable): Promise<Handle> {
    return this.wire.request(
      path,
      signal,
      (sftp, done) => {
        sftp.open(path, flags, attributes, copied(done));
      },
      this.discard,
    );
  }

  openDirectory(path: string, { signal }: Abortable): Promise<Handle> {
    return this.wire.request(
      path,
      signal,
      (sftp, done) => {
        sftp.opendir(path, copied(done));
      },
      this.discard,
    );
  }

  /** The server may report a late failure to write here. */
  closeHandle(handle: Handle, { signal }: Abortable): Promise<void> {
    return this.wire.request('', signal, (sftp, done) => {
      sftp.close(handle, done);
    });
  }

  /** Closes without waiting or failing: for when another error is on its way already. */
  readonly discard = (handle: Handle): void => {
    this.wire.post((sftp, done) => {
      sftp.close(handle, done);
    });
  };

  /** Reads up to `length` (readBytes at most) bytes into `into` at `at`. @returns how many; 0 at the end of the file */
  read(
    handle: Handle,
    into: Buffer,
    at: number,
    length: number,
    position: number,
    { signal }: Abortable,
  ): Promise<number> {
    return this.wire.request('', signal, (sftp, done) => {
      sftp.read(handle, into, at, length, position, done);
    });
  }

  /** Writes all of `length` (writeBytes at most) bytes. */
  async write(
    handle: Handle,
    from: Buffer,
    at: number,
    length: number,
    position: number,
    { signal }: Abortable,
  ): Promise<void> {
    await this.wire.request<number>('', signal, (sftp, done) => {
      sftp.write(handle, from, at, length, position, done);
    });
  }

  /** The next names of a directory, `.` and `..` among them. @returns undefined at the end */
  readDirectory(handle: Handle, { signal }: Abortable): Promise<Name[] | undefined> {
    return this.wire.request<Name[] | undefined>('', signal, (sftp, done) => {
      sftp.readdir(handle, { full: true }, (error, names) => {
        if (error?.code === endOfFile) done(undefined, undefined);
        else done(error, names);
      });
    });
  }

  stat(path: string, { signal }: Abortable): Promise<Attributes> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.stat(path, done);
    });
  }

  lstat(path: string, { signal }: Abortable): Promise<Attributes> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.lstat(path, done);
    });
  }

  fstat(handle: Handle, { signal }: Abortable): Promise<Attributes> {
    return this.wire.request('', signal, (sftp, done) => {
      sftp.fstat(handle, done);
    });
  }

  /** Never owner and mode in one: pkg/sftp reads one as the other (seen on LXD 5.0.2 and Incus 6.0.4). */
  setstat(path: string, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.setstat(path, attributes, done);
    });
  }

  /** As setstat. */
  fsetstat(handle: Handle, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.wire.request('', signal, (sftp, done) => {
      sftp.fsetstat(handle, attributes, done);
    });
  }

  /** Removes a file or an empty directory, whichever it is: pkg/sftp does the same for REMOVE and RMDIR. */
  remove(path: string, { signal }: Abortable): Promise<void> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.unlink(path, done);
    });
  }

  makeDirectory(path: string, attributes: SetAttributes, { signal }: Abortable): Promise<void> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.mkdir(path, attributes, done);
    });
  }

  /** rename(2): replaces a file, or an empty directory by a directory. posix-rename@openssh.com. */
  rename(from: string, to: string, { signal }: Abortable): Promise<void> {
    return this.wire.request(from, signal, (sftp, done) => {
      sftp.ext_openssh_rename(from, to, done);
    });
  }

  /** link(2): fails where `to` exists. hardlink@openssh.com. */
  hardLink(from: string, to: string, { signal }: Abortable): Promise<void> {
    return this.wire.request(to, signal, (sftp, done) => {
      sftp.ext_openssh_hardlink(from, to, done);
    });
  }

  /** The link's text. */
  readLink(path: string, { signal }: Abortable): Promise<string> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.readlink(path, done);
    });
  }

  /** Makes the link `path` whose text is `text`. */
  symlink(text: string, path: string, { signal }: Abortable): Promise<void> {
    // pkg/sftp reads the two in OpenSSH's order, ssh2 writes the draft's: so they are given the other way round.
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.symlink(path, text, done);
    });
  }

  /** statvfs@openssh.com. */
  fileSystemStats(path: string, { signal }: Abortable): Promise<FileSystemStats> {
    return this.wire.request(path, signal, (sftp, done) => {
      sftp.ext_openssh_statvfs(path, done);
    });
  }
}

/** ssh2 gives a handle as a part of what arrived, in memory that the next bytes take. */
function copied(done: Done<Handle>): Done<Handle> {
  return (error, handle) => {
    done(error, handle && Buffer.from(handle));
  };
}
