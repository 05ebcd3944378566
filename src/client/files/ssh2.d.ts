/**
 * The part of ssh2's SFTP v3 protocol (draft-ietf-secsh-filexfer-02) that is used. Private API of ssh2, which is pinned;
 * the live suite guards it.
 */
declare module 'ssh2/lib/protocol/SFTP.js' {
  import type { EventEmitter } from 'node:events';

  /** Attributes to set; what is missing stays. `uid` and `gid` go together, `atime` and `mtime` (seconds) too. */
  export interface SetAttributes {
    size?: number;
    uid?: number;
    gid?: number;
    mode?: number;
    atime?: number;
    mtime?: number;
  }

  /** Attributes as the server sent them; times in seconds. */
  export interface Attributes {
    readonly size?: number;
    readonly uid?: number;
    readonly gid?: number;
    readonly mode?: number;
    readonly atime?: number;
    readonly mtime?: number;
  }

  export interface Name {
    readonly filename: string;
    /** A line like that of `ls -l`. */
    readonly longname: string;
    readonly attrs: Attributes;
  }

  export interface FileSystemStats {
    readonly f_flag: number;
    readonly f_bavail: number;
    readonly f_frsize: number;
  }

  /** Called once. An error from the server has its SFTP status as `code`. */
  export type Done<T> = (error?: Error & { code?: number }, value?: T) => void;

  interface Flow {
    id: number;
    window: number;
    packetSize: number;
    state: 'open' | 'closed';
  }

  export class SFTP extends EventEmitter {
    constructor(
      client: {
        _protocol: { channelData(id: number, bytes: Uint8Array): void; channelClose(id: number): void };
      },
      channel: { type: string; incoming: Flow; outgoing: Flow },
      options: object,
    );
    _init(): void;
    _maxReadLen: number;
    _maxWriteLen: number;
    /** Bytes that arrived; null at the end fails every request that waits. */
    push(bytes: Uint8Array | null): void;
    open(path: string, flags: number, attributes: SetAttributes, done: Done<Buffer>): void;
    close(handle: Buffer, done: Done<void>): void;
    read(
      handle: Buffer,
      into: Buffer,
      at: number,
      length: number,
      position: number,
      done: Done<number>,
    ): void;
    write(
      handle: Buffer,
      from: Buffer,
      at: number,
      length: number,
      position: number,
      done: Done<number>,
    ): void;
    opendir(path: string, done: Done<Buffer>): void;
    /** `full` keeps `.` and `..`; ends with status 1 (EOF). */
    readdir(handle: Buffer, options: { full: boolean }, done: Done<Name[]>): void;
    stat(path: string, done: Done<Attributes>): void;
    lstat(path: string, done: Done<Attributes>): void;
    fstat(handle: Buffer, done: Done<Attributes>): void;
    setstat(path: string, attributes: SetAttributes, done: Done<void>): void;
    fsetstat(handle: Buffer, attributes: SetAttributes, done: Done<void>): void;
    unlink(path: string, done: Done<void>): void;
    rmdir(path: string, done: Done<void>): void;
    mkdir(path: string, attributes: SetAttributes, done: Done<void>): void;
    rename(from: string, to: string, done: Done<void>): void;
    readlink(path: string, done: Done<string>): void;
    /** The two in the order of the draft, which is the opposite of what pkg/sftp and OpenSSH read. */
    symlink(first: string, second: string, done: Done<void>): void;
    ext_openssh_rename(from: string, to: string, done: Done<void>): void;
    ext_openssh_hardlink(from: string, to: string, done: Done<void>): void;
    ext_openssh_statvfs(path: string, done: Done<FileSystemStats>): void;
  }
}
