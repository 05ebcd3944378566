import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Abortable } from '../base/signal';
import { type InstanceRef, formatKey, instanceKey } from '../model/key';
import { contextValue } from '../shell/contributions';
import type { Row, TreeNode } from '../shell/node';
import { filesKinds } from './contribution';

/** One entry of a directory, as the tree shows it. */
export interface FileEntry {
  readonly name: string;
  /** What it is, or what a link leads to; `other` for devices, sockets, pipes and links to nothing. */
  readonly kind: 'file' | 'directory' | 'other';
  readonly link: boolean;
  /** Bytes. */
  readonly size: number;
  readonly uid: number;
  readonly gid: number;
}

/** What the rows and commands need of the file system. */
export interface FileAccess {
  /** Folders first, in natural order. @throws AppError */
  list: (ref: InstanceRef, path: string, options: Abortable) => Promise<readonly FileEntry[]>;
  uri: (ref: InstanceRef, path: string) => vscode.Uri;
}

/** What commands get from a row. */
export interface FileRef {
  readonly ref: InstanceRef;
  readonly path: string;
  readonly directory: boolean;
}

export function isFileRef(value: unknown): value is FileRef {
  return typeof value === 'object' && value !== null && 'path' in value && 'ref' in value;
}

/** The row "Files" of an instance, a folder, or a file. */
export class FileNode implements TreeNode {
  readonly id: string;
  readonly ref: FileRef;

  constructor(
    readonly parent: TreeNode,
    instance: InstanceRef,
    private readonly path: string,
    /** Undefined for the root. */
    private entry: FileEntry | undefined,
    private readonly access: FileAccess,
  ) {
    const directory = entry === undefined || entry.kind === 'directory';
    this.ref = { ref: instance, path, directory };
    this.id = `${formatKey(instanceKey(instance))}/files${path}`;
  }

  row(): Row {
    const { entry, path } = this;
    if (!entry) {
      const label = vscode.l10n.t('Files');
      const icon = { id: 'root-folder' };
      return {
        label,
        icon,
        context: contextValue(filesKinds.root),
        expand: 'collapsed',
        tooltip: '/',
        spoken: label,
      };
    }
    const resource = this.access.uri(this.ref.ref, path);
    const owner = ownerOf(entry);
    const facts = [...(entry.link ? ['↗'] : []), ...(owner ? [owner] : [])].join(' ');
    const common = { label: entry.name, resource, tooltip: path, ...(facts ? { description: facts } : {}) };
    if (entry.kind === 'directory') {
      const spoken = vscode.l10n.t('{0}, folder', entry.name);
      return { ...common, context: contextValue(filesKinds.folder), expand: 'collapsed', spoken };
    }
    const spoken = vscode.l10n.t('{0}, file', entry.name);
    const context = contextValue(filesKinds.file, entry.kind === 'other' ? ['special'] : []);
    // Opening a pipe or a device would hang or never end.
    if (entry.kind === 'other')
      return { ...common, icon: { id: 'circle-slash' }, context, expand: 'none', spoken };
    const command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [resource] };
    return { ...common, context, expand: 'none', command, spoken };
  }

  adopt(newer: TreeNode): boolean {
    if (!(newer instanceof FileNode) || newer.parent !== this.parent) return false;
    if (newer.ref.directory !== this.ref.directory) return false;
    this.entry = newer.entry;
    return true;
  }

  async children(options: Abortable): Promise<readonly TreeNode[]> {
    if (!this.ref.directory) return [];
    const entries = await this.access.list(this.ref.ref, this.path, options);
    return entries.map(
      (entry) => new FileNode(this, this.ref.ref, posix.join(this.path, entry.name), entry, this.access),
    );
  }
}

/** The owner, where it is not root: "1000:1000". */
function ownerOf({ uid, gid }: FileEntry): string {
  const known = uid !== 65534 || gid !== 65534; // what the instance cannot name belongs to its host
  return (uid === 0 && gid === 0) || !known ? '' : `${String(uid)}:${String(gid)}`;
}
