import { posix } from 'node:path';
import * as vscode from 'vscode';
import { sizeText } from '../../../base/sizeText';
import { isObject } from '../../../client/decode';
import type { InstanceRef } from '../../../model/key';
import { settings } from '../../../shell/settings';
import { type FileLocation, filesScheme, parseFileUri } from '../../../shell/uri';
import type { InsideOptions } from './options';

/** A file of an instance. */
export interface FileOfInstance {
  readonly ref: InstanceRef;
  readonly path: string;
}

/** The file that a command was called on, by its row or URI; else that of the active editor, or one that is chosen. */
export async function fileOf(
  args: readonly unknown[],
  {
    commands,
    targets,
    registry,
    inside,
  }: Pick<InsideOptions, 'commands' | 'targets' | 'registry' | 'inside'>,
): Promise<FileOfInstance | undefined> {
  const named = commands.targets(args, { kind: 'file' });
  if (named) return asFile(named[0]);
  const shown = vscode.window.activeTextEditor?.document.uri;
  if (shown?.scheme === filesScheme) return asFile(shown);
  const kind = registry.get('instance');
  const [instance] = kind ? await targets.resolve(kind, []) : [];
  if (!instance) return undefined;
  const {
    remote,
    project,
    parts: [name = ''],
  } = instance;
  const ref = { remote, project, instance: name };
  const path = await inside.pickFile(ref, vscode.l10n.t('File in {0}', name));
  return path === undefined ? undefined : { ref, path };
}

function asFile(value: unknown): FileOfInstance | undefined {
  if (value instanceof vscode.Uri) {
    const found: FileLocation | undefined = value.scheme === filesScheme ? parseFileUri(value) : undefined;
    return found && { ref: found, path: found.path };
  }
  if (!isObject(value) || typeof value['path'] !== 'string') return undefined;
  const { ref, path } = value;
  if (!isObject(ref)) return undefined;
  const { remote, project, instance } = ref;
  return typeof remote === 'string' && typeof project === 'string' && typeof instance === 'string'
    ? { ref: { remote, project, instance }, path }
    : undefined;
}

/** Asks about a file that is large: all of it is kept in memory. */
export async function mayRead(path: string, size: number): Promise<boolean> {
  if (size <= settings.largeFile() * 1024 * 1024) return true;
  const button = vscode.l10n.t('Open Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} has {1}. Open it?', posix.basename(path), sizeText(size)),
    { modal: true, detail: vscode.l10n.t('All of it is read into memory first.') },
    button,
  );
  return answer === button;
}
