import type { Attributes, Name } from 'ssh2/lib/protocol/SFTP.js';

/** What a directory entry is. */
export type FileType = 'file' | 'directory' | 'symlink' | 'pipe' | 'socket' | 'device';

/** What is known of a file. */
export interface FileStat {
  readonly type: FileType;
  /** Bytes; 0 for most files in /proc, whatever they contain. */
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky: 07777. */
  readonly mode: number;
  /** As seen inside the instance; 65534 for owners that it does not know. */
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970: SFTP v3 has no finer time. */
  readonly mtime: number;
  readonly atime: number;
}

/** One entry of a directory, with what lstat says of it. */
export interface DirectoryEntry extends FileStat {
  readonly name: string;
  /** Hard links. */
  readonly links: number;
}

/** Setuid, setgid and sticky: what only a chmod inside a running instance can set. */
export const specialBits = 0o7000;

/** `S_IFMT` and its values, inode(7). */
const typeMask = 0o170000;
const types: Readonly<Record<number, FileType>> = {
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symlink',
  0o010000: 'pipe',
  0o140000: 'socket',
  0o060000: 'device',
  0o020000: 'device',
};

/** Reads SFTP attributes. pkg/sftp sends all of them always. */
export function statOf(attributes: Attributes): FileStat {
  const { mode = 0o100000, size = 0, uid = 0, gid = 0, mtime = 0, atime = 0 } = attributes;
  return { type: types[mode & typeMask] ?? 'device', size, mode: mode & 0o7777, uid, gid, mtime, atime };
}

/** Reads one name of a READDIR. SFTP v3 has no link count, but the second column of the long name is it. */
export function entryOf({ filename, longname, attrs }: Name): DirectoryEntry {
  const links = Number(/^\S+\s+(\d+)\s/.exec(longname)?.[1] ?? 1);
  return { name: filename, links, ...statOf(attrs) };
}
