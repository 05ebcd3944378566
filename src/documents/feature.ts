import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { type Lifecycle, asLifecycle } from '../client/events';
import { matchPath } from '../kinds/address';
import type { KindRef } from '../kinds/kind';
import type { KindRegistry } from '../kinds/registry';
import type { KindTargets } from '../kinds/targets';
import { followRemotes } from '../model/followRemotes';
import type { Remotes } from '../model/remotes';
import type { Commands } from '../shell/commands';
import type { Presenter } from '../shell/present';
import { Assist } from './assist';
import type { registerDocumentCommands } from './commands';
import { configScheme, documentCommands } from './contribution';
import { ConfigDocuments } from './provider';
import { Schemas } from './schemas';
import type { Resource } from './store';
import type { DocumentTools } from './tools';
import { documentUri, parseUri } from './uri';

export interface DocumentsOptions {
  readonly remotes: Remotes;
  readonly registry: KindRegistry;
  readonly targets: KindTargets;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly log: Log;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
  /** What nothing needs before a document is open or a command is called. */
  readonly later: () => Promise<{
    readonly documentTools: DocumentTools;
    readonly registerDocumentCommands: typeof registerDocumentCommands;
  }>;
}

/** Resources as documents: opened, edited, saved, compared. */
export class DocumentsFeature implements Disposable {
  private readonly store = new DisposableStore();
  private readonly life = new AbortController();
  readonly schemas = new Schemas({ signal: this.life.signal });
  private readonly documents: ConfigDocuments;

  constructor(private readonly options: DocumentsOptions) {
    const { registry, present, remotes } = options;
    const { schemas } = this;
    const tools = async () => (await options.later()).documentTools;
    this.documents = this.store.add(
      new ConfigDocuments({
        ...options,
        schemas,
        tools,
        onCreated: (uri, ref) => {
          this.created(uri, ref).catch((error: unknown) => {
            present.error(vscode.l10n.t('Could not show {0}', ref.parts.at(-1) ?? ''), error);
          });
        },
        onConflict: async (uri, bring) => {
          (await tools()).askAboutConflict(uri, { registry, present, bring });
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
    this.store.add(
      options.commands.registerLate(
        Object.values(documentCommands(registry.all.map(({ data }) => data))),
        async () => (await options.later()).registerDocumentCommands(options),
      ),
    );
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
