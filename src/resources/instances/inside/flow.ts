import { posix } from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { FileError } from '../../../client/files/fileError';
import type { KindRef } from '../../../kinds/kind';
import { ago } from '../../../kinds/timeTexts';
import type { ActionOptions } from '../../../model/carryOut';
import type { InstanceRef } from '../../../model/key';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { removal } from '../../../shell/present';
import { pickOne } from '../../../shell/pick';
import { formatFileUri } from '../../../shell/uri';
import { flowCommands } from '../flowContribution';
import { snapshotKind } from '../kind';
import { listSnapshots } from '../snapshotApi';
import type { LeftBehind } from '../../../model/leftBehind';
import type { InstanceSnapshot } from '../wire';
import { type SnapshotCopy, SnapshotCopies, type SnapshotPlace } from './copies';
import { SnapshotDocuments } from './documents';
import { offerLeftovers } from './leftovers';
import type { InsideOptions } from './options';
import { readFile } from './readFile';
import { fileOf, mayRead } from './questions';

/** Registers what is done with the files of snapshots. */
export function registerSnapshotFiles(options: InsideOptions): Disposable {
  const store = new DisposableStore();
  const looks = new SnapshotLooks(options, store.add(new SnapshotDocuments()));
  const { commands } = options;
  store.add(commands.register(flowCommands.browseSnapshot, (args) => looks.browse(args)));
  store.add(commands.register(flowCommands.compareSnapshot, (args) => looks.compareSnapshot(args)));
  store.add(commands.register(flowCommands.compareFile, (args) => looks.compareFile(args)));
  return store;
}

/** A file of a snapshot. */
interface Looked {
  readonly of: SnapshotPlace;
  readonly path: string;
  readonly bytes: Uint8Array;
}

class SnapshotLooks {
  private readonly copies = new SnapshotCopies();

  constructor(
    private readonly options: InsideOptions,
    private readonly documents: SnapshotDocuments,
  ) {}

  /** "Browse Files…": shows one file of a snapshot. @returns its document; undefined where there is none to show */
  async browse(args: readonly unknown[]): Promise<vscode.Uri | undefined> {
    const looked = await this.lookInto(args);
    if (!looked) return undefined;
    const { of, path, bytes } = looked;
    const uri = this.documents.add(of, path, bytes);
    const title = `${posix.basename(path)} (${titleOf(of)})`;
    await vscode.commands.executeCommand('vscode.open', uri, {}, title);
    return uri;
  }

  /** "Compare with Instance…". @returns the documents, see diff */
  async compareSnapshot(args: readonly unknown[]): Promise<readonly vscode.Uri[] | undefined> {
    const looked = await this.lookInto(args);
    if (!looked) return undefined;
    const { of, path } = looked;
    if (!(await this.isThere(of, path))) {
      this.options.present.done(vscode.l10n.t('{0} has no {1} now.', of.name, path), []);
      return undefined;
    }
    return this.diff(looked);
  }

  /** "Compare with Snapshot…", of a file of an instance. @returns the documents, see diff */
  async compareFile(args: readonly unknown[]): Promise<readonly vscode.Uri[] | undefined> {
    const { targets, present } = this.options;
    const file = await fileOf(args, this.options);
    if (!file) return undefined;
    const { ref, path } = file;
    const { remote, project, instance: name } = ref;
    const connection = targets.connection(remote);
    const snapshot = await this.pickSnapshot(ref, path);
    if (snapshot === undefined) return undefined;
    const of: SnapshotPlace = { connection, project, name, snapshot };
    let found: { bytes: Uint8Array | undefined } | undefined;
    await runBatch(present, [{ name: titleOf(of) }], looking, async (_item, abort) => {
      const options = this.patient(of, abort);
      const { value, left } = await this.copies.use(of, options, (copy) => this.read(of, copy, path, abort));
      found = { bytes: value };
      if (left) this.tellOf(of, left);
    });
    if (!found) return undefined;
    const { bytes } = found;
    if (bytes) return this.diff({ of, path, bytes });
    this.tellAbsent(of, path);
    return undefined;
  }

  /** Lets the person choose a file of a snapshot. Its copy is gone afterwards, or it is said that it stays. */
  private async lookInto(args: readonly unknown[]): Promise<Looked | undefined> {
    const { targets, registry, present } = this.options;
    const kind = registry.get(snapshotKind.data.id);
    const [ref] = kind ? await targets.resolve(kind, args) : [];
    if (!ref) return undefined;
    const of = placeOf(ref, targets.connection(ref.remote));
    const copy = await this.copyOf(of);
    if (!copy) return undefined;
    let looked: Looked | undefined;
    let problem: { error: unknown } | undefined;
    try {
      looked = await this.choose(of, copy);
    } catch (error) {
      problem = { error };
    }
    const title = vscode.l10n.t('Deleting the copy {0}', copy.name);
    const left = await withProgress(title, remotesView, () => copy.removed(problem?.error));
    if (problem) present.error(looking.failed(titleOf(of)), left ?? problem.error);
    else if (left) this.tellOf(of, left);
    return looked;
  }

  private async copyOf(of: SnapshotPlace): Promise<SnapshotCopy | undefined> {
    const { present } = this.options;
    let copy: SnapshotCopy | undefined;
    await runBatch(present, [{ name: titleOf(of) }], looking, async (_item, abort) => {
      const leftovers = await this.copies.leftovers(of, abort);
      copy = await this.copies.make(of, this.patient(of, abort));
      offerLeftovers(of.connection.name, leftovers, present);
    });
    return copy;
  }

  /** Says what becomes of a copy that the person does not want any more. */
  private patient(of: SnapshotPlace, options: ActionOptions): ActionOptions {
    const onLeft = (): void => {
      const text = vscode.l10n.t(
        'The server goes on copying {0}; the copy is deleted when it is there',
        titleOf(of),
      );
      this.options.present.status(text);
    };
    return { ...options, onLeft };
  }

  private async choose(of: SnapshotPlace, { name }: SnapshotCopy): Promise<Looked | undefined> {
    const ref = { remote: of.connection.name, project: of.project, instance: name };
    const path = await this.options.inside.pickFile(ref, vscode.l10n.t('File in {0}', titleOf(of)));
    if (path === undefined) return undefined;
    const title = vscode.l10n.t('Reading {0}', path);
    const read = await withProgress(title, remotesView, async (abort) => ({
      bytes: await this.read(of, name, path, abort),
    }));
    if (!read) return undefined;
    if (read.bytes) return { of, path, bytes: read.bytes };
    this.tellAbsent(of, path);
    return undefined;
  }

  private async read(
    { connection, project }: SnapshotPlace,
    copy: string,
    path: string,
    { signal }: { signal: AbortSignal },
  ): Promise<Uint8Array | undefined> {
    const files = await this.options.inside.filesOf({ remote: connection.name, project, instance: copy });
    return readFile(files, path, { signal, mayRead: (size) => mayRead(path, size) });
  }

  private async isThere({ connection, project, name }: SnapshotPlace, path: string): Promise<boolean> {
    const ref = { remote: connection.name, project, instance: name };
    const found = await withProgress(vscode.l10n.t('Looking at {0}', name), remotesView, async (abort) => {
      try {
        await (await this.options.inside.filesOf(ref)).stat(path, abort);
        return true;
      } catch (error) {
        if (FileError.matches(error, 'missing', 'notDirectory')) return false;
        throw error;
      }
    });
    return found ?? false;
  }

  /** The newest first. @returns its name, undefined where the person left */
  private async pickSnapshot(
    { remote, project, instance: name }: InstanceRef,
    path: string,
  ): Promise<string | undefined> {
    const { transport } = this.options.targets.connection(remote);
    const row = await pickOne({
      placeholder: vscode.l10n.t('Snapshot of {0} to compare {1} with', name, path),
      nothing: vscode.l10n.t('{0} has no snapshots', name),
      load: async (options) => {
        const all = await transport.value(listSnapshots({ project, name }), options);
        return [...all].sort(newestFirst).map((each) => ({
          label: each.name.split('/').at(-1) ?? '',
          description: ago(each.created_at),
          iconPath: new vscode.ThemeIcon(snapshotKind.data.icon),
        }));
      },
    });
    return row?.label;
  }

  /** Left what the snapshot has, right what the instance has now. @returns both */
  private async diff({ of, path, bytes }: Looked): Promise<readonly vscode.Uri[]> {
    const { connection, project, name, snapshot } = of;
    const left = this.documents.add(of, path, bytes);
    const right = vscode.Uri.from(formatFileUri({ remote: connection.name, project, instance: name, path }));
    const title = `${posix.basename(path)} (${snapshot} ↔ ${name})`;
    await vscode.commands.executeCommand('vscode.diff', left, right, title);
    return [left, right];
  }

  private tellAbsent(of: SnapshotPlace, path: string): void {
    this.options.present.done(vscode.l10n.t('{0} has no {1}.', titleOf(of), path), []);
  }

  private tellOf(of: SnapshotPlace, left: LeftBehind): void {
    const text = vscode.l10n.t('The files of {0} are no longer needed, but {1}', titleOf(of), left.message);
    this.options.present.warning(text, [removal([left])]);
  }
}

/** `web1/snap0`, as the clients write it. */
function titleOf({ name, snapshot }: SnapshotPlace): string {
  return `${name}/${snapshot}`;
}

function newestFirst(a: InstanceSnapshot, b: InstanceSnapshot): number {
  return (b.created_at ?? '').localeCompare(a.created_at ?? '');
}

function placeOf(
  { project, parents, parts }: KindRef,
  connection: SnapshotPlace['connection'],
): SnapshotPlace {
  return { connection, project, name: parents[0] ?? '', snapshot: parts[0] ?? '' };
}

const looking: BatchTexts = {
  title: (names) => vscode.l10n.t('Copying {0} to read its files', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not read the files of {0}', name),
  part: () => '',
};
