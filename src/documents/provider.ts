import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import type { Log } from '../base/log';
import type { KindRef } from '../kinds/kind';
import type { KindRegistry } from '../kinds/registry';
import type { Remotes } from '../model/remotes';
import type { Presenter } from '../shell/present';
import { fileSystemError } from '../shell/fileSystemError';
import { configScheme } from './contribution';
import { type ServerObject, editableOf } from './editable';
import { check } from './check';
import { headOf, tailOf } from './comments';
import { createFrom, newText } from './creating';
import { placeText } from './merge';
import { Problems } from './problems';
import type { Schemas } from './schemas';
import { type Origin, Resource, type Saved } from './store';
import { type View, documentUri, parseUri } from './uri';
import { readonlyText } from './views';

interface Entry {
  readonly origin: Origin;
  readonly text: string;
  /** Another one for each other text. */
  readonly version: number;
}

export interface ConfigDocumentsOptions {
  readonly remotes: Remotes;
  readonly registry: KindRegistry;
  readonly present: Presenter;
  readonly schemas: Schemas;
  readonly log: Log;
  /** Called once the document of a new resource is saved, and the resource is there. */
  readonly onCreated: (uri: vscode.Uri, ref: KindRef) => void;
  /** Asks what to do about a conflict; `settled` is called once the person has seen theirs. */
  readonly onConflict: (uri: vscode.Uri, mergedText: string, settled: () => void) => void;
}

/** Resources as YAML documents: read, edited, and saved only with the server's yes. */
export class ConfigDocuments implements vscode.FileSystemProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly entries = new Map<string, Entry>();
  /** The server's side of conflicts, by the document that is in conflict. */
  private readonly theirs = new Map<string, string>();
  /** What the server made of a text that VS Code is still saving. */
  private readonly due = new Map<string, Entry>();
  /** What was made of documents that VS Code is still saving. */
  private readonly created = new Map<string, KindRef>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  readonly problems: Problems;
  private readonly life = new AbortController();
  private versions = 0;

  constructor(private readonly options: ConfigDocumentsOptions) {
    this.problems = this.owned.add(
      new Problems((uri, text, value) => check(this, options, uri, text, value)),
    );
    this.owned.add(this.changes);
    this.owned.add(
      vscode.workspace.registerFileSystemProvider(configScheme, this, { isCaseSensitive: true }),
    );
    this.owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === configScheme) this.entries.delete(String(uri));
      }),
    );
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const made = this.created.get(String(uri));
        if (made && this.created.delete(String(uri))) options.onCreated(uri, made);
        const entry = this.due.get(String(uri));
        if (!entry || !this.due.delete(String(uri))) return;
        this.entries.set(String(uri), entry);
        this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      }),
    );
  }

  dispose(): void {
    this.life.abort();
    this.owned.dispose();
  }

  /** The resource behind a document of ours. */
  resourceOf(uri: vscode.Uri): { resource: Resource; view: View } {
    const parsed = parseUri(uri, this.options.registry);
    const connection = parsed && this.options.remotes.get(parsed.ref.remote);
    const kind = parsed && this.options.registry.get(parsed.ref.kind);
    if (!connection || !kind) throw vscode.FileSystemError.FileNotFound(uri);
    return { resource: new Resource(connection, kind, parsed.ref), view: parsed.view };
  }

  /** The object that a document was made from; empty where it was not read yet. */
  objectOf(uri: vscode.Uri): ServerObject {
    return this.entries.get(String(uri))?.origin.object ?? {};
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { version } = await this.entry(uri);
    const { resource, view } = this.resourceOf(uri);
    const isReadonly = view !== 'new' && (view !== 'edit' || !resource.kind.operations.put);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      // VS Code would refuse to save over a newer time before we are asked, and merging is ours. It reads a document again
      // when either of these is another one.
      mtime: 1,
      size: version,
      ...(isReadonly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return Buffer.from((await this.entry(uri)).text);
  }

  /** Saves. @throws vscode.FileSystemError where the server has not taken it: the document then stays as it is, unsaved */
  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const { resource, view } = this.resourceOf(uri);
    if (view !== 'edit' && view !== 'new') throw vscode.FileSystemError.NoPermissions(uri);
    const text = Buffer.from(bytes).toString();
    const { parseText } = await import('./yamlText');
    const parsed = parseText(text);
    this.problems.clear(uri);
    if (!parsed.ok) {
      this.problems.show(uri, parsed.problems);
      const [first] = parsed.problems;
      throw new vscode.FileSystemError(
        vscode.l10n.t('Line {0}: {1}', (first?.from.line ?? 0) + 1, first?.message ?? ''),
      );
    }
    const before = this.entries.get(String(uri));
    const { signal } = this.life;
    let saved: Saved;
    try {
      if (view === 'new') {
        await this.create(uri, resource, parsed.value);
        return;
      }
      saved = await resource.save(before?.origin, parsed.value, { signal });
    } catch (error) {
      if (AppError.is(error)) await this.problems.refused(uri, text, error.message);
      throw fileSystemError(error);
    }
    if (saved.kind === 'conflict') await this.conflict(uri, resource, saved);
    else await this.confirmed(uri, resource, text, saved);
  }

  private async create(uri: vscode.Uri, resource: Resource, value: ServerObject): Promise<void> {
    const made = await createFrom(resource, value);
    // It is the person's doing, and nothing in the document is wrong.
    if (!made) throw new vscode.FileSystemError(vscode.l10n.t('Cancelled. Nothing was created.'));
    this.created.set(String(uri), made);
  }

  /** Reads a document again after its object was changed elsewhere. One with unsaved changes is merged when it is saved. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const open = vscode.workspace.textDocuments.find((document) => String(document.uri) === String(uri));
    if (!open || open.isDirty) return;
    const before = this.entries.get(String(uri));
    const fresh = await this.fetch(uri);
    if (isDirty(open)) return;
    this.entries.set(
      String(uri),
      fresh.text === before?.text ? { ...fresh, version: before.version } : fresh,
    );
    if (fresh.text !== before?.text) this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private nextVersion(): number {
    return ++this.versions;
  }

  private async entry(uri: vscode.Uri): Promise<Entry> {
    const known = this.entries.get(String(uri));
    if (known) return known;
    try {
      const entry = await this.fetch(uri);
      this.entries.set(String(uri), entry);
      return entry;
    } catch (error) {
      throw fileSystemError(error);
    }
  }

  private async fetch(uri: vscode.Uri): Promise<Entry> {
    const { resource, view } = this.resourceOf(uri);
    const { signal } = this.life;
    const version = this.nextVersion();
    if (view === 'theirs') {
      const text = this.theirs.get(String(documentUri(resource.ref)));
      if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
      return { origin: { object: {}, etag: undefined }, text, version };
    }
    if (view === 'new')
      return { origin: { object: {}, etag: undefined }, text: await newText(resource), version };
    if (view !== 'edit')
      return {
        origin: { object: {}, etag: undefined },
        text: await readonlyText(resource, view, {
          signal,
          profile: (ref, name) =>
            this.resourceOf(documentUri({ ...ref, kind: 'profile', parts: [name] })).resource,
        }),
        version,
      };
    const origin = await resource.read({ signal });
    return { origin, text: await this.textOf(resource, origin), version };
  }

  /** @param edited in place of what can be edited of the object */
  private async textOf(resource: Resource, { object }: Origin, edited?: ServerObject): Promise<string> {
    const { textOf } = await import('./yamlText');
    return textOf(edited ?? editableOf(object, resource.kind), {
      head: headOf(resource),
      tail: tailOf(resource, object),
    });
  }

  private async confirmed(
    uri: vscode.Uri,
    resource: Resource,
    written: string,
    { taken, now: origin, other }: Saved & { kind: 'saved' },
  ): Promise<void> {
    const text = await this.textOf(resource, origin);
    // What was written is what VS Code shows until it is told of what the server made of it.
    this.entries.set(String(uri), { origin, text: written, version: this.nextVersion() });
    if (text !== written) this.due.set(String(uri), { origin, text, version: this.nextVersion() });
    const name = resource.ref.parts.at(-1) ?? '';
    if (other.length) {
      const places = other.map(placeText).join(', ');
      this.options.present.warning(
        vscode.l10n.t('{0} was saved. The server now has another value of {1}.', name, places),
      );
    }
    if (taken.length) {
      const places = taken.map(placeText).join(', ');
      this.options.present.status(vscode.l10n.t('Saved {0}, merged with a change to {1}.', name, places));
    }
  }

  private async conflict(
    uri: vscode.Uri,
    resource: Resource,
    saved: Saved & { kind: 'conflict' },
  ): Promise<never> {
    const theirs = await this.textOf(resource, saved.theirs);
    const merged = await this.textOf(resource, saved.theirs, saved.merged);
    this.theirs.set(String(uri), theirs);
    this.entries.delete(String(documentUri(resource.ref, 'theirs')));
    this.options.onConflict(uri, merged, () => {
      const known = this.entries.get(String(uri));
      this.entries.set(String(uri), {
        origin: saved.theirs,
        text: known?.text ?? theirs,
        version: known?.version ?? this.nextVersion(),
      });
    });
    throw new vscode.FileSystemError(
      vscode.l10n.t(
        '{0} was changed on the server meanwhile ({1}). Nothing was saved.',
        resource.ref.parts.at(-1) ?? '',
        saved.places.map(placeText).join(', '),
      ),
    );
  }
}

/** Asked anew: it may have changed while something was waited for. */
function isDirty(document: vscode.TextDocument): boolean {
  return document.isDirty;
}
