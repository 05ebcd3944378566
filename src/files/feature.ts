import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import type { Log } from '../base/log';
import type { Clock } from '../base/signal';
import type { FileType } from '../client/files/attributes';
import type { ListedEntry, RemoteFiles } from '../client/files/remoteFiles';
import { runCommand } from '../client/exec/runCommand';
import type { Connection } from '../model/connection';
import { FilesPool, type Place } from '../model/filesPool';
import { type InstanceRef, formatKey, instanceKey } from '../model/key';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import type { TreeNode } from '../shell/node';
import type { Presenter } from '../shell/present';
import { filesScheme, formatFileUri, parseFileUri } from '../shell/uri';
import { askAboutLoss } from './askAboutLoss';
import { registerFileCommands } from './commands';
import { type FileAccess, type FileEntry, FileNode } from './node';
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
}

/** Files of instances: their rows, their commands, and the file system behind `lxd:`. */
export class FilesFeature implements Disposable {
  /** The files of an instance. @throws AppError 'notFound' where there is no such remote */
  readonly filesOf: (ref: InstanceRef) => Promise<RemoteFiles>;
  private readonly owned = new DisposableStore();
  private readonly access: FileAccess;

  constructor(options: FilesFeatureOptions) {
    const { remotes, clock, log, commands, present, instance } = options;
    const pool = this.owned.add(
      new FilesPool({ remotes, clock, log, session: randomBytes(4).toString('hex'), run: runIn }),
    );
    const filesOf = async (ref: InstanceRef): Promise<RemoteFiles> => {
      await options.discovered();
      const connection = remotes.get(ref.remote);
      if (!connection) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', ref.remote));
      return pool.get(connection, ref);
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
    this.owned.add(registerFileCommands({ commands, present, access: this.access, instance, refresh }));
  }

  /** The row "Files" below an instance. */
  rootNode(ref: InstanceRef, parent: TreeNode): TreeNode {
    return new FileNode(parent, ref, '/', undefined, this.access);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function runIn(connection: Connection, { project, instance }: Place) {
  return async (command: readonly string[], options: { signal: AbortSignal }) => {
    const result = await runCommand(connection.transport, { project, instance, command }, options);
    return { exitCode: result.exitCode, stdout: result.stdout.toString(), stderr: result.stderr.toString() };
  };
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
  return Number(b.kind === 'directory') - Number(a.kind === 'directory') || naturally.compare(a.name, b.name);
}

const naturally = new Intl.Collator(undefined, { numeric: true });
