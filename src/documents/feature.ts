import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { type Lifecycle, asLifecycle } from '../client/events';
import { isObject } from '../client/decode';
import { matchPath } from '../kinds/address';
import type { Kind, KindRef } from '../kinds/kind';
import { isOffered } from '../kinds/offered';
import type { KindRegistry } from '../kinds/registry';
import type { KindTargets } from '../kinds/targets';
import { followRemotes } from '../model/followRemotes';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import { pickOne } from '../shell/pick';
import type { Presenter } from '../shell/present';
import { Assist } from './assist';
import { askAboutConflict } from './conflict';
import { configScheme, createRows, documentCommands, yamlKinds } from './contribution';
import { ConfigDocuments } from './provider';
import { Schemas } from './schemas';
import type { Resource } from './store';
import { documentUri, parseUri } from './uri';

export interface DocumentsOptions {
  readonly remotes: Remotes;
  readonly registry: KindRegistry;
  readonly targets: KindTargets;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
}

/** Resources as documents: opened, edited, saved, compared. */
export class DocumentsFeature implements Disposable {
  private readonly store = new DisposableStore();
  private readonly life = new AbortController();
  private readonly documents: ConfigDocuments;
  private selected: KindRef | undefined;

  constructor(private readonly options: DocumentsOptions) {
    const { registry, present, remotes } = options;
    const schemas = new Schemas({ signal: this.life.signal });
    this.documents = this.store.add(
      new ConfigDocuments({
        ...options,
        schemas,
        onCreated: (uri, ref) => {
          this.created(uri, ref).catch((error: unknown) => {
            present.error(vscode.l10n.t('Could not show {0}', ref.parts.at(-1) ?? ''), error);
          });
        },
        onConflict: (uri, mergedText, settled) => {
          askAboutConflict(uri, mergedText, { registry, present, settled });
        },
      }),
    );
    this.store.add(new Assist(this.documents, schemas));
    // Documents that are open follow what happens on the server.
    this.store.add(
      followRemotes(remotes, (connection) =>
        connection.onEvent((event) => {
          const lifecycle = asLifecycle(event);
          if (lifecycle) this.changed(connection.name, lifecycle);
        }),
      ),
    );
    this.registerCommands();
  }

  /** A resource as its document reads and saves it. @throws AppError for a remote or a kind that is not there */
  resource(ref: KindRef): Resource {
    return this.documents.resourceOf(documentUri(ref)).resource;
  }

  /** Opens a resource in an editor. */
  readonly open = async (ref: KindRef, { preview }: { preview: boolean }): Promise<void> => {
    await vscode.window.showTextDocument(documentUri(ref), { preview, preserveFocus: preview });
  };

  dispose(): void {
    this.life.abort();
    this.store.dispose();
  }

  private registerCommands(): void {
    const { commands, registry, targets } = this.options;
    const specs = documentCommands(registry.all.map(({ data }) => data));
    this.store.add(
      commands.register(specs.create, async (args) => {
        const kind = await this.kindToCreate(args[0]);
        const place = kind && (await targets.place(kind, args));
        if (!kind || !place) return;
        const name = vscode.l10n.t('new {0}', vscode.l10n.t(kind.data.one));
        const { connection, project, parents } = place;
        const parts = kind.creation?.partsOf?.(name) ?? [name];
        const ref = { remote: connection.name, project, kind: kind.data.id, parents, parts, member: '' };
        await vscode.window.showTextDocument(documentUri(ref, 'new'), { preview: false });
      }),
    );
    this.store.add(
      commands.register(specs.select, async (args) => {
        this.selected = await this.one(args);
        if (this.selected)
          this.options.present.status(vscode.l10n.t('Selected {0}', this.selected.parts.at(-1) ?? ''));
      }),
    );
    this.store.add(
      commands.register(specs.compare, async (args) => {
        const other = await this.one(args);
        if (!other) return;
        if (!this.selected) {
          this.options.present.status(vscode.l10n.t('Choose Select for Compare on another row first'));
          return;
        }
        const [left, right] = [this.selected, other].map((ref) => [ref.remote, ...ref.parts].join(':'));
        await vscode.commands.executeCommand(
          'vscode.diff',
          documentUri(this.selected),
          documentUri(other),
          `${left ?? ''} ↔ ${right ?? ''}`,
        );
      }),
    );
    this.store.add(
      commands.register(specs.effective, async (args) => {
        const ref = await this.one(args);
        if (ref) await vscode.window.showTextDocument(documentUri(ref, 'effective'));
      }),
    );
    this.store.add(
      commands.register(specs.state, async (args) => {
        const ref = await this.one(args);
        if (ref) await vscode.window.showTextDocument(documentUri(ref, 'state'));
      }),
    );
  }

  /** The kind of which the row that a command was called on holds some; asks where it was called on none. */
  private async kindToCreate(argument: unknown): Promise<Kind | undefined> {
    const kinds = this.options.registry.all.filter(({ data }) => yamlKinds.includes(data.id));
    if (isObject(argument)) {
      const { kind } = argument;
      const on = typeof kind === 'string' ? kind : 'row' in argument ? rowKind(argument) : '';
      return kinds.find(({ data }) => data.id === on || createRows(data).some((row) => row.kind === on));
    }
    const item = await pickOne({
      placeholder: vscode.l10n.t('What to create'),
      nothing: vscode.l10n.t('There is nothing to create'),
      load: () =>
        Promise.resolve(
          kinds
            .filter((kind) => this.options.remotes.all.some((connection) => isOffered(kind, connection)))
            .map((kind) => ({ label: vscode.l10n.t(kind.data.noun), made: kind })),
        ),
    });
    return item?.made;
  }

  /** Shows what was created in place of the document that described it. */
  private async created(uri: vscode.Uri, ref: KindRef): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const own = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputText && String(input.uri) === String(uri),
    );
    await vscode.window.tabGroups.close(own);
    await this.options.reveal(this.options.registry.pathTo(ref));
    await this.open(ref, { preview: false });
  }

  /** The resource of the row that a command was called on. */
  private async one([argument]: readonly unknown[]): Promise<KindRef | undefined> {
    const id =
      typeof argument === 'object' && argument !== null && 'row' in argument ? rowKind(argument) : '';
    const kind = this.options.registry.get(id);
    const [ref] = kind ? await this.options.targets.resolve(kind, [argument]) : [];
    return ref;
  }

  private changed(remote: string, { source, project }: Lifecycle): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== configScheme) continue;
      const parsed = parseUri(uri, this.options.registry);
      const kind = parsed && this.options.registry.get(parsed.ref.kind);
      if (!kind || parsed.view !== 'edit' || parsed.ref.remote !== remote) continue;
      const { ref } = parsed;
      if (ref.project !== '' && ref.project !== project) continue;
      const names = matchPath(kind.operations.get.path, source);
      if (names?.join('/') !== [...ref.parents, ...ref.parts].join('/')) continue;
      this.documents.refresh(uri).catch((error: unknown) => {
        // It is gone: what was read of it stays in its editor.
        this.options.log.trace(`${uri.path}: ${messageOf(error)}`);
      });
    }
  }
}

function rowKind(node: object): string {
  const { row } = node as { row: () => { context: string } };
  return row.call(node).context.split('+')[0] ?? '';
}
