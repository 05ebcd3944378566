import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable';
import { AppError, describeChain } from '../base/errors';
import type { Log } from '../base/log';
import type { FileStat, FileType } from '../client/files/attributes';
import { FileError } from '../client/files/fileError';
import type { ConfirmLoss, RemoteFiles } from '../client/files/remoteFiles';
import type { InstanceRef } from '../model/key';
import { settings } from '../shell/settings';
import { type FileLocation, isAboveInstances, parseFileUri } from '../shell/uri';
import { fileSystemError } from '../shell/fileSystemError';

export interface LxdFileSystemOptions {
  /** @throws AppError 'notFound' where there is no such remote */
  readonly filesOf: (ref: InstanceRef) => Promise<RemoteFiles>;
  /** Asks, before a save, whether to go on although something is lost. */
  readonly confirmLoss: (ref: InstanceRef) => ConfirmLoss;
  readonly log: Log;
}

/** The file system behind `lxd:` (vscode.FileSystemProvider). It keeps nothing: every call asks the server. */
export class LxdFileSystem implements vscode.FileSystemProvider, Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly life = new AbortController();
  private readonly store = new DisposableStore();

  constructor(private readonly options: LxdFileSystemOptions) {
    this.store.add(this.changes);
    this.store.add(
      toDisposable(() => {
        this.life.abort();
      }),
    );
  }

  /** Tells of what is changed through this window; what others change is seen when it is read again. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // VS Code makes missing parents before it writes. Ending that search here makes it end with the instance's own error.
    if (isAboveInstances(uri))
      return Promise.resolve({ type: vscode.FileType.Directory, size: 0, ctime: 0, mtime: 0 });
    return this.at(uri, async (files, { path }) => {
      const signal = this.signal();
      const [own, readOnly] = await Promise.all([files.lstat(path, signal), files.isReadOnly(path, signal)]);
      const target = own.type === 'symlink' ? await this.targetOf(files, path) : own;
      const { size, mtime } = target ?? own;
      return {
        type: typeOf(own.type, target?.type),
        size,
        // SFTP knows no time of creation.
        ctime: mtime * 1000,
        mtime: mtime * 1000,
        ...(readOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
      };
    });
  }

  readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return this.at(uri, async (files, { path }) => {
      const entries = await files.list(path, this.signal());
      return entries.map(({ name, type, target }) => [
        name,
        typeOf(type, type === 'symlink' ? target : type),
      ]);
    });
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.at(uri, (files, { path }) => files.read(path, this.signal()));
  }

  writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    how: { create: boolean; overwrite: boolean },
  ): Promise<void> {
    return this.at(uri, async (files, location) => {
      const existed = await exists(files, location.path, this.signal());
      const confirmLoss = this.options.confirmLoss(location);
      await files.write(location.path, content, {
        ...how,
        ...this.signal(),
        owner: settings.newFileOwner(),
        confirmLoss,
      });
      this.tell([existed ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri]);
    });
  }

  createDirectory(uri: vscode.Uri): Promise<void> {
    return this.at(uri, async (files, { path }) => {
      await files.makeDirectory(path, { ...this.signal(), owner: settings.newFileOwner() });
      this.tell([vscode.FileChangeType.Created, uri]);
    });
  }

  delete(uri: vscode.Uri, { recursive }: { recursive: boolean }): Promise<void> {
    return this.at(uri, async (files, { path }) => {
      await files.remove(path, { ...this.signal(), recursive });
      this.tell([vscode.FileChangeType.Deleted, uri]);
    });
  }

  rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { overwrite: boolean }): Promise<void> {
    return this.at(from, async (files, location) => {
      await files.rename(location.path, sameInstance(location, to), { ...this.signal(), overwrite });
      this.tell([vscode.FileChangeType.Deleted, from], [vscode.FileChangeType.Created, to]);
    });
  }

  copy(from: vscode.Uri, to: vscode.Uri, { overwrite }: { overwrite: boolean }): Promise<void> {
    return this.at(from, async (files, location) => {
      const confirmLoss = this.options.confirmLoss(location);
      await files.copy(location.path, sameInstance(location, to), {
        ...this.signal(),
        overwrite,
        confirmLoss,
      });
      this.tell([vscode.FileChangeType.Created, to]);
    });
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Does `work` on the files of the URI's instance; what it throws becomes what VS Code expects. */
  private async at<T>(
    uri: vscode.Uri,
    work: (files: RemoteFiles, location: FileLocation) => Promise<T>,
  ): Promise<T> {
    const location = parseFileUri(uri);
    try {
      if (!location)
        throw new FileError('missing', uri.path, vscode.l10n.t('{0} names no instance', uri.toString(true)));
      return await work(await this.options.filesOf(location), location);
    } catch (error) {
      // VS Code asks for files that are not there all the time: .vscode, .git, node_modules.
      if (!AppError.is(error, 'notFound'))
        this.options.log.debug(`${uri.toString(true)}: ${describeChain(error)}`);
      throw fileSystemError(error);
    }
  }

  /** What a link leads to, or undefined where it leads nowhere. */
  private async targetOf(files: RemoteFiles, path: string): Promise<FileStat | undefined> {
    try {
      return await files.stat(path, this.signal());
    } catch (error) {
      if (FileError.matches(error, 'missing', 'loop', 'notDirectory', 'permission')) return undefined;
      throw error;
    }
  }

  private signal(): { signal: AbortSignal } {
    return { signal: this.life.signal };
  }

  private tell(...changes: [vscode.FileChangeType, vscode.Uri][]): void {
    this.changes.fire(
      changes.flatMap(([type, uri]) => {
        const folder = {
          type: vscode.FileChangeType.Changed,
          uri: uri.with({ path: posix.dirname(uri.path) }),
        };
        return type === vscode.FileChangeType.Changed ? [{ type, uri }] : [{ type, uri }, folder];
      }),
    );
  }
}

async function exists(files: RemoteFiles, path: string, options: { signal: AbortSignal }): Promise<boolean> {
  try {
    await files.lstat(path, options);
    return true;
  } catch (error) {
    if (FileError.matches(error, 'missing', 'notDirectory')) return false;
    throw error;
  }
}

/** The path of `to`, which must lie in the same instance. */
function sameInstance({ remote, project, instance }: InstanceRef, to: vscode.Uri): string {
  const target = parseFileUri(to);
  if (target?.remote === remote && target.project === project && target.instance === instance)
    return target.path;
  throw new AppError('unsupported', vscode.l10n.t('Files cannot be moved or copied between instances yet'));
}

/** Our types as VS Code's: a link also carries what it leads to. */
function typeOf(own: FileType, target: FileType | undefined): vscode.FileType {
  const { File, Directory, Unknown, SymbolicLink } = vscode.FileType;
  const real: number = target === 'file' ? File : target === 'directory' ? Directory : Unknown;
  return own === 'symlink' ? real | SymbolicLink : real;
}
