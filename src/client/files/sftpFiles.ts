import { limit } from '../../base/gate';
import type { Log } from '../../base/log';
import type { Abortable, Clock } from '../../base/signal';
import { type FileStat, statOf } from './attributes';
import { type SftpChannel, openFlags } from './channel';
import { type FilesContext, explainMissing, lookAt, parentOf } from './context';
import { readEntries } from './directory';
import { FileError } from './fileError';
import { targetOf } from './links';
import { newOwner } from './owner';
import { copyPath, removeAny, renamePath } from './relocate';
import type {
  CopyOptions,
  CreateOptions,
  ListedEntry,
  RemoteFiles,
  RunInInstance,
  WriteOptions,
} from './remoteFiles';
import { saveFile } from './save';
import { SftpSession } from './session';
import { TempNames } from './tempName';
import { readAll } from './transfer';

export interface SftpFilesOptions {
  /** Opens a connection; called when one is needed and none is open. */
  readonly open: (options: Abortable) => Promise<SftpChannel>;
  readonly run: RunInInstance;
  readonly clock: Clock;
  readonly log: Log;
  /** Eight hex digits that no other running window has. */
  readonly session: string;
}

/** `ST_RDONLY` of statvfs(3). */
const mountedReadOnly = 1;

/** Targets of links that are looked at at once. */
const looksAtOnce = 64;

/** RemoteFiles over SFTP: works on running and stopped containers, and on virtual machines with an agent. */
export class SftpFiles implements RemoteFiles {
  private readonly context: FilesContext;

  constructor({ open, run, clock, log, session }: SftpFilesOptions) {
    this.context = { session: new SftpSession(open, clock), temps: new TempNames(session), run, log };
  }

  stat(path: string, options: Abortable): Promise<FileStat> {
    return this.look(options, async (channel) => statOf(await channel.stat(path, options)));
  }

  lstat(path: string, options: Abortable): Promise<FileStat> {
    return this.look(options, async (channel) => statOf(await channel.lstat(path, options)));
  }

  isReadOnly(path: string, options: Abortable): Promise<boolean> {
    return this.look(options, async (channel) => {
      try {
        const { f_flag } = await channel.fileSystemStats(path, options);
        return (f_flag & mountedReadOnly) !== 0;
      } catch (error) {
        // A link to nothing, or a server without this extension of SFTP: nothing is known, so nothing is said.
        if (error instanceof FileError) return false;
        throw error;
      }
    });
  }

  list(path: string, options: Abortable): Promise<ListedEntry[]> {
    return this.look(options, async (channel) => {
      const entries = await readEntries(channel, path, options);
      const gate = limit(looksAtOnce);
      const base = path === '/' ? '' : path;
      return Promise.all(
        entries.map(async (entry): Promise<ListedEntry> => {
          if (entry.type !== 'symlink') return entry;
          const target = await gate(() => targetOf(channel, `${base}/${entry.name}`, options));
          return { ...entry, target: target?.type };
        }),
      );
    });
  }

  read(path: string, options: Abortable): Promise<Uint8Array> {
    return this.look(options, async (channel) => {
      // Opening a pipe would block the server's helper, so its type comes first.
      const { type } = statOf(await channel.stat(path, options));
      if (type === 'directory') throw new FileError('isDirectory', path, `${path}: is a directory`);
      if (type !== 'file') throw new FileError('special', path, `${path} is a ${type}, not a file`);
      const handle = await channel.openFile(path, openFlags.read, {}, options);
      try {
        const { size } = statOf(await channel.fstat(handle, options));
        return await readAll(channel, handle, size, options);
      } finally {
        channel.discard(handle);
      }
    });
  }

  write(path: string, data: Uint8Array, options: WriteOptions): Promise<void> {
    return saveFile(this.context, path, data, options);
  }

  makeDirectory(path: string, options: CreateOptions): Promise<void> {
    return this.change(options, async (channel) => {
      if (await lookAt(channel, path, options)) throw new FileError('exists', path, `${path}: file exists`);
      try {
        const owner = await newOwner(channel, parentOf(path), options);
        await channel.makeDirectory(path, {}, options);
        if (owner) await channel.setstat(path, owner, options);
      } catch (error) {
        throw await explainMissing(channel, error, path, options);
      }
    });
  }

  rename(from: string, to: string, options: Abortable & { readonly overwrite: boolean }): Promise<void> {
    return renamePath(this.context, from, to, options);
  }

  copy(from: string, to: string, options: CopyOptions): Promise<void> {
    return copyPath(this.context, from, to, options);
  }

  remove(path: string, options: Abortable & { readonly recursive: boolean }): Promise<void> {
    return this.change(options, (channel) =>
      options.recursive ? removeAny(channel, path, options) : channel.remove(path, options),
    );
  }

  symlink(text: string, path: string, options: Abortable): Promise<void> {
    return this.change(options, (channel) => channel.symlink(text, path, options));
  }

  readLink(path: string, options: Abortable): Promise<string> {
    return this.look(options, (channel) => channel.readLink(path, options));
  }

  /** True while no connection is open. */
  get idle(): boolean {
    return this.context.session.idle;
  }

  release(): void {
    this.context.session.retire();
  }

  dispose(): void {
    this.context.session.dispose();
  }

  /** What changes nothing is done again when the connection breaks. */
  private look<T>({ signal }: Abortable, work: (channel: SftpChannel) => Promise<T>): Promise<T> {
    return this.context.session.use(work, { signal, repeatable: true });
  }

  private change<T>({ signal }: Abortable, work: (channel: SftpChannel) => Promise<T>): Promise<T> {
    return this.context.session.use(work, { signal, repeatable: false });
  }
}
