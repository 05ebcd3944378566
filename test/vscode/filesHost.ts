import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { formatFileUri } from '../../src/shell/uri';
import { FilesPlace } from '../live/filesSupport';
import type { Target } from '../support/targets';
import { Dialogs, remotesView } from './extensionHost';

const { fs } = vscode.workspace;

/** The name of the remote by which the extension reaches a target. */
const remoteOf = ({ id }: Target): string =>
  (({ lxd: 'local', incus: 'local-incus' }) as Record<string, string>)[id] ?? id;

/** Fails unless `work` ends with a FileSystemError of this code, and these words. */
export async function failsWith(code: string, work: Thenable<unknown>, words?: RegExp): Promise<void> {
  const error = await work.then(
    () => assert.fail(`it did not fail with ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof vscode.FileSystemError, String(error));
  assert.equal(error.code, code, error.message);
  if (words) assert.match(error.message, words);
}

export const text = (data: Uint8Array): string => Buffer.from(data).toString();
export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** A container with an empty /t for each test, through `vscode.workspace.fs` and from inside. */
export function filesOf(target: Target) {
  const place = new FilesPlace(target);
  const shown: { dialogs?: Dialogs } = {};
  const at = (path: string, instance = place.instance, remote = remoteOf(target)): vscode.Uri =>
    vscode.Uri.from(formatFileUri({ remote, project: 'default', instance, path }));

  before(async () => {
    await remotesView();
    shown.dialogs = new Dialogs();
    await place.launch();
  });
  after(async () => {
    shown.dialogs?.dispose();
    await place.remove();
  });
  beforeEach(async () => {
    shown.dialogs?.reset();
    await place.sh('rm -rf /t && mkdir /t');
  });
  return {
    at,
    sh: (script: string): Promise<string> => place.sh(script),
    write: (path: string, content: string): Thenable<void> => fs.writeFile(at(path), Buffer.from(content)),
    read: async (path: string): Promise<string> => text(await fs.readFile(at(path))),
    list: async (path: string): Promise<Record<string, vscode.FileType>> =>
      Object.fromEntries(await fs.readDirectory(at(path))),
    dialogs: (): Dialogs => shown.dialogs ?? assert.fail('asked for too early'),
  };
}
