import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import { lazy } from '../base/lazy';
import type { Log } from '../base/log';
import type { Clock } from '../base/signal';
import { compareNaturally } from '../base/natural';
import type { FileType } from '../client/files/attributes';
import type { ListedEntry, RemoteFiles } from '../client/files/remoteFiles';
import { type InstanceRef, formatKey, instanceKey } from '../model/key';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import type { TreeNode } from '../shell/node';
import type { Presenter } from '../shell/present';
import { filesScheme, formatFileUri, parseFileUri } from '../shell/uri';
import { askAboutLoss } from './askAboutLoss';
import type { registerFileCommands } from './commands';
import { fileCommands } from './contribution';
import { type FileAccess, type FileEntry, FileNode } from './node';
import type { openFilesPool } from './pool';
import { LxdFileSystem } from './provider';

export interface FilesFeatureOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly clock: Clock;
  /** Resolves when the remotes of this machine have been looked for. */
  readonly discovered: () => Promise<void>;
  readonly instance: (args: readonly unknown[], placeholder: string) => Promise<InstanceRef | undefined>;
  /** Lists the rows below the node with this id again, where it is shown. */
  readonly refresh: (id: string) => void;
  /** What nothing needs before a file is read or a command called. */
  readonly later: () => Promise<{
    readonly openFilesPool: typeof openFilesPool;
    readonly registerFileCommands: typeof registerFileCommands;
  }>;
}

/** Files of instances: their rows, their commands, and the file system behind `lxd:`. */
export class FilesFeature implements Disposable {
  /** The files of an instance. @throws AppError 'notFound' where there is no such remote */
  readonly filesOf: (ref: InstanceRef) => Promise<RemoteFiles>;
  private readonly owned = new DisposableStore();
  readonly access: FileAccess;

  constructor(options: FilesFeatureOptions) {
    const { remotes, clock, log, commands, present, instance, later } = options;
    const pool = lazy(async () => this.owned.add((await later()).openFilesPool({ remotes, clock, log })));
    const filesOf = async (ref: InstanceRef): Promise<RemoteFiles> => {
      await options.discovered();
      const connection = remotes.get(ref.remote);
      if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', ref.remote));
      return (await pool()).get(connection, ref);
    };
    this.filesOf = filesOf;
    this.access = {
      uri: (ref, path) => vscode.Uri.from(formatFileUri({ ...ref, path })),
      list: async (ref, path, signal) => {
        const entries = await (await filesOf(ref)).list(path, signal);
        return entries.map(entryOf).sort(foldersFirst);
      },
    };
    const refresh = ({ ref, path }: { ref: InstanceRef; path: string }): void => {
      options.refresh(nodeId(ref, path));
    };
    const provider = this.owned.add(new LxdFileSystem({ filesOf, confirmLoss: askAboutLoss, log }));
    this.owned.add(
      vscode.workspace.registerFileSystemProvider(filesScheme, provider, { isCaseSensitive: true }),
    );
    this.owned.add(
      provider.onDidChangeFile((changes) => {
        for (const { uri } of changes) {
          const location = parseFileUri(uri);
          if (location) refresh({ ref: location, path: location.path });
        }
      }),
    );
    const { access } = this;
    this.owned.add(
      commands.registerLate(Object.values(fileCommands), async () =>
        (await later()).registerFileCommands({ commands, present, access, instance, refresh }),
      ),
    );
  }

  /** The row "Files" below an instance. */
  rootNode(ref: InstanceRef, parent: TreeNode): TreeNode {
    return new FileNode(parent, ref, '/', undefined, this.access);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function nodeId(ref: InstanceRef, path: string): string {
  return `${formatKey(instanceKey(ref))}/files${path}`;
}

function entryOf({ name, type, target, size, uid, gid }: ListedEntry): FileEntry {
  const real = type === 'symlink' ? target : type;
  return { name, kind: kindOf(real), link: type === 'symlink', size, uid, gid };
}

function kindOf(type: FileType | undefined): FileEntry['kind'] {
  return type === 'file' || type === 'directory' ? type : 'other';
}

function foldersFirst(a: FileEntry, b: FileEntry): number {
  return Number(b.kind === 'directory') - Number(a.kind === 'directory') || compareNaturally(a.name, b.name);
}
