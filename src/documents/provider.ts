import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import type { Log } from '../base/log';
import type { KindRef } from '../kinds/kind';
import type { KindRegistry } from '../kinds/registry';
import type { Remotes } from '../model/remotes';
import type { Presenter } from '../shell/present';
import { fileSystemError } from '../shell/fileSystemError';
import { FlatFiles } from '../shell/flatFiles';
import { configScheme } from './contribution';
import { Bases } from './bases';
import { type ServerObject, bodyOf, editableOf } from './editable';
import { placeText } from './merge';
import { Problems } from './problems';
import type { Schemas } from './schemas';
import { type Origin, Resource, type Saved } from './store';
import type { DocumentTools } from './tools';
import { UnaskedSaves } from './unasked';
import { type View, documentUri, parseUri } from './uri';

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
  readonly tools: () => Promise<DocumentTools>;
  /** Called once the document of a new resource is saved, and the resource is there. */
  readonly onCreated: (uri: vscode.Uri, ref: KindRef) => void;
  /** Asks what to do about a conflict; `bring` brings what only they changed into the document. */
  readonly onConflict: (uri: vscode.Uri, bring: () => Promise<void>) => Promise<void>;
}

/** Resources as YAML documents: read, edited, and saved only with the server's yes. */
export class ConfigDocuments extends FlatFiles implements vscode.FileSystemProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly bases = this.owned.add(new Bases());
  private readonly entries = new Map<string, Entry>();
  /** The server's side of conflicts, by the document that is in conflict. */
  private readonly theirs = new Map<string, string>();
  /** What the server made of a text that VS Code is still saving. */
  private readonly due = new Map<string, Entry>();
  private readonly unasked = this.owned.add(new UnaskedSaves());
  /** What was made of documents that VS Code is still saving. */
  private readonly created = new Map<string, KindRef>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  readonly problems: Problems;
  private readonly life = new AbortController();
  private versions = 0;

  constructor(private readonly options: ConfigDocumentsOptions) {
    super();
    this.problems = this.owned.add(
      new Problems(options.tools, async (...of) => (await options.tools()).check(this, options, ...of)),
    );
    this.owned.add(this.changes);
    this.owned.add(
      vscode.workspace.registerFileSystemProvider(configScheme, this, { isCaseSensitive: true }),
    );
    this.owned.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === configScheme) this.closed(uri);
      }),
    );
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const key = String(uri);
        const [made, entry] = [this.created.get(key), this.due.get(key)];
        if (made) {
          // The next new one begins with the sample again, though VS Code holds this text for a while.
          for (const known of [this.created, this.entries]) known.delete(key);
          options.onCreated(uri, made);
        }
        if (!entry || !this.due.delete(key)) return;
        this.entries.set(key, entry);
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
    const { text, origin } = await this.entry(uri);
    this.bases.remember(uri, text, origin);
    return Buffer.from(text);
  }

  /** Saves. @throws vscode.FileSystemError where the server has not taken it: the document then stays as it is, unsaved */
  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const { resource, view } = this.resourceOf(uri);
    if (view !== 'edit' && view !== 'new') throw vscode.FileSystemError.NoPermissions(uri);
    // Half a word would be sent to the server, after each pause in typing.
    if (this.unasked.takes(uri))
      throw new vscode.FileSystemError(
        vscode.l10n.t('Not saved by itself: saving this changes the server. Save it when it is ready.'),
      );
    const text = Buffer.from(bytes).toString();
    const before = this.bases.of(uri);
    const value = await this.parsed(uri, text, view === 'edit' ? resource : undefined);
    const { signal } = this.life;
    let saved: Saved;
    try {
      if (view === 'new') {
        await this.create(uri, resource, value);
        return;
      }
      saved = await resource.save(before, value, { signal });
    } catch (error) {
      if (AppError.is(error)) await this.problems.refused(uri, text, error.message);
      throw fileSystemError(error);
    }
    if (saved.kind === 'conflict') await this.conflict(uri, resource, saved, before !== undefined);
    else await this.confirmed(uri, resource, { text, value }, saved);
  }

  /** What a document says. @throws vscode.FileSystemError, with what is wrong marked at its place */
  private async parsed(uri: vscode.Uri, text: string, resource?: Resource): Promise<ServerObject> {
    const { readText } = await this.options.tools();
    const object = this.bases.of(uri)?.object ?? this.objectOf(uri);
    const parsed = readText(text, object, resource?.kind);
    this.problems.clear(uri);
    if (parsed.ok) return parsed.value;
    this.problems.show(uri, parsed.problems);
    const [first] = parsed.problems;
    throw new vscode.FileSystemError(
      vscode.l10n.t('Line {0}: {1}', (first?.from.line ?? 0) + 1, first?.message ?? ''),
    );
  }

  /** VS Code also says so where only the language of a document became another one. */
  private closed(uri: vscode.Uri): void {
    setImmediate(() => {
      if (vscode.workspace.textDocuments.some((document) => String(document.uri) === String(uri))) return;
      this.entries.delete(String(uri));
      this.bases.forget(uri);
    });
  }

  private async create(uri: vscode.Uri, resource: Resource, value: ServerObject): Promise<void> {
    const { createFrom } = await this.options.tools();
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
    const { newText, readonlyText } = await this.options.tools();
    const { signal } = this.life;
    const version = ++this.versions;
    if (view === 'edit') {
      const origin = await resource.read({ signal });
      return { origin, text: await this.textOf(resource, origin), version };
    }
    const profile = (ref: KindRef, name: string): Resource =>
      this.resourceOf(documentUri({ ...ref, kind: 'profile', parts: [name] })).resource;
    const text =
      view === 'theirs'
        ? this.theirs.get(String(documentUri(resource.ref)))
        : await (view === 'new' ? newText(resource) : readonlyText(resource, view, { signal, profile }));
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { origin: { object: {}, etag: undefined }, text, version };
  }

  /** @param edited in place of what can be edited of the object */
  private async textOf(resource: Resource, { object }: Origin, edited?: ServerObject): Promise<string> {
    const { headOf, tailOf, textOf } = await this.options.tools();
    return textOf(edited ?? editableOf(object, resource.kind), {
      head: headOf(resource),
      tail: tailOf(resource, object),
    });
  }

  private async confirmed(
    uri: vscode.Uri,
    resource: Resource,
    written: { readonly text: string; readonly value: ServerObject },
    { taken, now: origin, other }: Saved & { kind: 'saved' },
  ): Promise<void> {
    const text = await this.textOf(resource, origin);
    // What was written is what VS Code shows until it is told of what the server made of it, and longer where something was
    // typed meanwhile: it has nothing yet of what others changed.
    const shown = { ...origin, object: bodyOf(origin.object, written.value, resource.kind) };
    this.entries.set(String(uri), { origin: shown, text: written.text, version: ++this.versions });
    this.bases.saved(uri, shown);
    if (text !== written.text) this.due.set(String(uri), { origin, text, version: ++this.versions });
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
    { theirs, places }: Saved & { kind: 'conflict' },
    isBaseKnown: boolean,
  ): Promise<never> {
    const text = await this.textOf(resource, theirs);
    const other = documentUri(resource.ref, 'theirs');
    this.theirs.set(String(uri), text);
    this.entries.delete(String(other));
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri: other }]);
    await this.options.onConflict(uri, async () => {
      const { takeOver } = await this.options.tools();
      const textOf = (value: ServerObject) => this.textOf(resource, theirs, value);
      if (await takeOver({ uri, resource, theirs, bases: this.bases, textOf }))
        this.entries.set(String(uri), { origin: theirs, text, version: ++this.versions });
    });
    const [name, where] = [resource.ref.parts.at(-1) ?? '', places.map(placeText).join(', ')];
    throw new vscode.FileSystemError(
      isBaseKnown
        ? vscode.l10n.t('{0} was changed on the server meanwhile ({1}). Nothing was saved.', name, where)
        : vscode.l10n.t(
            '{0} differs from the server ({1}), and what it was made from is not known any more. Nothing was saved.',
            name,
            where,
          ),
    );
  }
}

/** Asked anew: it may have changed while something was waited for. */
const isDirty = (document: vscode.TextDocument): boolean => document.isDirty;
