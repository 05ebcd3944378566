import type { Disposable } from '../../base/disposable';
import type { Abortable } from '../../base/signal';
import type { DirectoryEntry, FileStat, FileType } from './attributes';

/** What a directory entry is, and for a symbolic link what it leads to: undefined where it leads nowhere. */
export interface ListedEntry extends DirectoryEntry {
  readonly target?: FileType | undefined;
}

/** What cannot be kept unless somebody does something first. */
export interface Loss {
  readonly path: string;
  /** Of a tree that is copied: all of them together. */
  readonly bits: readonly ('setuid' | 'setgid' | 'sticky')[];
  /** The instance does not run, so no chmod can bring them back; or it runs but has no chmod. */
  readonly why: 'stopped' | 'noCommand';
}

/** Asks whether to go on although something is lost. Called before anything is changed. */
export type ConfirmLoss = (loss: Loss) => Promise<boolean>;

export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command as root inside the instance, without a shell.
 * @throws AppError 'rejected' where the instance does not run
 */
export type RunInInstance = (command: readonly string[], options: Abortable) => Promise<CommandOutcome>;

export interface CreateOptions extends Abortable {
  /** Whose a new file or directory is: its directory's owner, or root. */
  readonly owner: 'directory' | 'root';
}

export interface WriteOptions extends CreateOptions {
  /** Makes the file where there is none; FileError 'missing' else. */
  readonly create: boolean;
  /** Replaces the content of a file that exists; FileError 'exists' else. */
  readonly overwrite: boolean;
  readonly confirmLoss: ConfirmLoss;
}

export interface CopyOptions extends Abortable {
  readonly overwrite: boolean;
  readonly confirmLoss: ConfirmLoss;
}

/**
 * The files of one instance. Paths are absolute inside it. Every method throws FileError by the reason, AppError
 * 'unreachable' when the connection is lost, 'notFound' when the instance is gone, and AbortError.
 */
export interface RemoteFiles extends Disposable {
  /** Of what a symbolic link leads to. */
  stat(path: string, options: Abortable): Promise<FileStat>;
  lstat(path: string, options: Abortable): Promise<FileStat>;
  /** True where what the path leads to is known to lie on a file system that is mounted read-only. */
  isReadOnly(path: string, options: Abortable): Promise<boolean>;
  list(path: string, options: Abortable): Promise<ListedEntry[]>;
  /** The whole content. Refuses pipes, devices and sockets, which would block or never end. */
  read(path: string, options: Abortable): Promise<Uint8Array>;
  /**
   * Replaces the content: afterwards the file is wholly old or wholly new, with its owner and mode, whatever breaks.
   * In place only where a rename cannot work: bind mounts, hard links, directories without permission.
   */
  write(path: string, data: Uint8Array, options: WriteOptions): Promise<void>;
  /** Mode 0755, and setgid from its directory. */
  makeDirectory(path: string, options: CreateOptions): Promise<void>;
  rename(from: string, to: string, options: Abortable & { readonly overwrite: boolean }): Promise<void>;
  /** Files, links and whole trees, with owners, modes and times. */
  copy(from: string, to: string, options: CopyOptions): Promise<void>;
  /** A link is removed itself, never what it leads to. */
  remove(path: string, options: Abortable & { readonly recursive: boolean }): Promise<void>;
  /** Makes the link `path` with this text. */
  symlink(text: string, path: string, options: Abortable): Promise<void>;
  /** A link's text. */
  readLink(path: string, options: Abortable): Promise<string>;
  /** Lets go of the connection as soon as it is not in use: before the instance is stopped, started or copied. */
  release(): void;
}
