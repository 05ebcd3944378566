import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import { AppError, isCancelled } from '../base/errors';
import type { AnyOperation } from '../client/apiOperation';
import type { Connection } from '../model/connection';
import type { Remotes } from '../model/remotes';
import { type Commands, withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import { pickOne } from '../shell/pick';
import { pickServer } from '../shell/pickRemote';
import type { Presenter } from '../shell/present';
import { allOperations } from './catalogue';
import { registerCompletion } from './completion';
import { compose } from './compose';
import { apiRequestCommands as specs } from './contribution';
import { currentOf } from './current';
import type { ApiDocument, ApiDocuments } from './documents';
import { RequestHistory } from './history';
import { registerLenses } from './lenses';
import { startOf } from './place';
import {
  type ApiRequest,
  destroys,
  givenRequest,
  nameOf,
  operationOf,
  pathOf,
  shortName,
  withoutTag,
} from './request';
import { type Answer, parseBody, send } from './send';
import { curlLine, queryLine } from './shellText';

export interface ApiRequestOptions {
  readonly remotes: Remotes;
  readonly commands: Commands;
  readonly present: Presenter;
  readonly state: vscode.Memento;
  readonly documents: ApiDocuments;
}

/** "Send API Request…": any operation that a server has, put together by choosing, sent, and shown as a document. */
export class ApiRequests implements Disposable {
  private readonly store = new DisposableStore();
  private readonly documents: ApiDocuments;
  private readonly history: RequestHistory;

  constructor(private readonly options: ApiRequestOptions) {
    this.history = new RequestHistory(options.state);
    const { commands, remotes } = options;
    this.documents = options.documents;
    this.store.add(commands.register(specs.send, ([argument]) => this.start(argument)));
    this.store.add(commands.register(specs.history, () => this.again()));
    this.store.add(commands.register(specs.sendDocument, ([uri]) => this.sendDocument(uri)));
    this.store.add(commands.register(specs.copyCurl, ([uri]) => this.copy(uri, curlLine)));
    this.store.add(commands.register(specs.copyQuery, ([uri]) => this.copy(uri, queryLine)));
    this.store.add(registerLenses(this.documents, (name) => remotes.get(name)));
    this.store.add(registerCompletion(this.documents));
  }

  dispose(): void {
    this.store.dispose();
  }

  private async start(argument: unknown): Promise<void> {
    const given = givenRequest(argument);
    if (given) {
      const { remote, method, target, body } = given;
      const operation = operationOf(await allOperations(), method, pathOf({ target }));
      const takesBody = body !== undefined;
      const request: ApiRequest = { remote, method, target, answer: operation?.answer ?? 'value', takesBody };
      await this.sendNow(request, takesBody ? JSON.stringify(body) : undefined);
      return;
    }
    const place = startOf(argument);
    const connection =
      place.remote === undefined
        ? await pickServer(this.options.remotes, vscode.l10n.t('Remote to send a request to'))
        : this.connection(place.remote);
    if (!connection) return;
    const stop = new AbortController();
    const composed = await compose(connection, place, stop.signal);
    if (!composed) return;
    const { operation, target } = composed;
    const { method, answer, body } = operation;
    const request: ApiRequest = {
      remote: connection.name,
      method,
      target,
      answer,
      takesBody: body !== undefined,
    };
    if (body) await this.openBody(connection, request, operation);
    else await this.sendNow(request, undefined);
  }

  private async again(): Promise<void> {
    const item = await pickOne({
      placeholder: vscode.l10n.t('Request to send again'),
      nothing: vscode.l10n.t('Nothing has been sent yet'),
      load: () =>
        Promise.resolve(
          this.history.all.map((past) => ({
            label: nameOf(past.request),
            description: past.request.remote,
            past,
          })),
        ),
    });
    if (!item) return;
    const { request, body } = item.past;
    if (!request.takesBody) {
      await this.sendNow(request, undefined);
      return;
    }
    const operation = operationOf(await allOperations(), request.method, pathOf(request));
    await this.openBody(this.connection(request.remote), request, operation, body);
  }

  /** The body in an editor: as it was, as the object is on the server, or a skeleton. */
  private async openBody(
    connection: Connection,
    request: ApiRequest,
    operation: AnyOperation | undefined,
    body?: string,
  ): Promise<void> {
    const skeleton: unknown = operation?.body?.skeleton ?? {};
    const current = isEdit(request) ? await currentOf(connection, request, skeleton) : {};
    if (!current) return;
    const asWhole = request.method === 'PUT' ? (current.value ?? skeleton) : skeleton;
    // A body from the history goes with the ETag that it was made from: what others did since is not overwritten.
    const etag = body === undefined ? current.etag : request.ifMatch;
    const document: ApiDocument = {
      request: etag === undefined ? withoutTag(request) : { ...request, ifMatch: etag },
      isAnswer: false,
      samples: [skeleton, current.value],
    };
    await this.documents.open(document, body ?? jsonText(asWhole), vscode.ViewColumn.Active);
  }

  private async sendDocument(argument: unknown): Promise<void> {
    const { document, text, uri } = this.documentOf(argument);
    if (document.isAnswer && document.request.takesBody) {
      throw new AppError('unsupported', vscode.l10n.t('Its body is in API Request History…'));
    }
    const { request } = document;
    const sent = await this.sendNow(request, request.takesBody ? text : undefined);
    if (!sent || !isEdit(request) || request.ifMatch === undefined) return;
    // The next edit starts from what the server has now.
    const current = await currentOf(this.connection(request.remote), request, document.samples[0]);
    // Whoever did not wait for it keeps the old ETag: the next edit is refused rather than sent over what others did.
    if (!current) return;
    const next = current.etag === undefined ? withoutTag(request) : { ...request, ifMatch: current.etag };
    const value = request.method === 'PUT' ? current.value : undefined;
    await this.documents.renew(
      uri,
      { ...document, request: next },
      { sent: text, text: value === undefined ? undefined : jsonText(value) },
    );
  }

  /** Asks where it destroys, sends, and shows the answer. @returns whether it was sent and answered well */
  private async sendNow(request: ApiRequest, text: string | undefined): Promise<boolean> {
    const connection = this.connection(request.remote);
    const body = text === undefined ? undefined : await parseBody(text);
    if (destroys(request, body) && !(await this.mayDestroy(connection, request, text))) return false;
    const title = vscode.l10n.t('{0} to {1}', shortName(request), request.remote);
    let answer: Answer | undefined;
    try {
      answer = await withProgress(title, remotesView, (options) => send(connection, request, body, options));
    } catch (error) {
      if (!isCancelled(error)) await this.history.add(request, text);
      this.options.present.error(title, error);
      return false;
    }
    if (!answer) return false;
    await this.history.add(request, text);
    await this.show(request, answer, text);
    return true;
  }

  private async mayDestroy(
    connection: Connection,
    request: ApiRequest,
    text: string | undefined,
  ): Promise<boolean> {
    const { remote, method } = request;
    const isDelete = method === 'DELETE';
    const [go, curl] = [
      isDelete ? vscode.l10n.t('Delete') : vscode.l10n.t('Send'),
      vscode.l10n.t('Copy as curl'),
    ];
    const path = decodeURIComponent(pathOf(request));
    const answer = await vscode.window.showWarningMessage(
      isDelete
        ? vscode.l10n.t('Delete {0} on {1}?', path, remote)
        : vscode.l10n.t('Send {0} to {1}?', `${method} ${path}`, remote),
      { modal: true, detail: vscode.l10n.t('This sends {0}. It cannot be undone.', nameOf(request)) },
      go,
      curl,
    );
    if (answer === curl) await this.copyText(curlLine(connection, request, text?.trim()));
    return answer === go;
  }

  private async show(request: ApiRequest, answer: Answer, sent: string | undefined): Promise<void> {
    const { present } = this.options;
    const seconds = vscode.l10n.t('{0} ms', answer.ms);
    if (answer.kind === 'bytes') {
      await this.showBytes(request, answer);
      return;
    }
    const value = answer.kind === 'value' ? answer.value : answer.operation.metadata;
    const isEmpty =
      value === null || value === undefined || (answer.kind === 'operation' && !Object.keys(value).length);
    if (isEmpty || request.method === 'HEAD') {
      present.status(vscode.l10n.t('{0}: done in {1}', shortName(request), seconds));
      return;
    }
    present.status(vscode.l10n.t('{0}: {1}', shortName(request), seconds));
    const document: ApiDocument = { request: withoutTag(request), isAnswer: true, sent, samples: [] };
    // Beside its request, but in the place of another answer.
    const active = vscode.window.activeTextEditor?.document.uri;
    const shown = active && this.documents.get(active);
    const column = shown && !shown.isAnswer ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await this.documents.open(document, jsonText(value), column);
  }

  /** Text is shown, anything else is saved where the person says. */
  private async showBytes(
    request: ApiRequest,
    { bytes, headers }: Extract<Answer, { kind: 'bytes' }>,
  ): Promise<void> {
    if (request.method === 'HEAD') {
      await this.documents.open(
        { request, isAnswer: true, samples: [] },
        jsonText(headers),
        vscode.ViewColumn.Active,
      );
      return;
    }
    if (!bytes.includes(0) && bytes.length < 2 ** 20) {
      const document: ApiDocument = { request, isAnswer: true, isPlain: true, samples: [] };
      await this.documents.open(document, bytes.toString('utf8'), vscode.ViewColumn.Active);
      return;
    }
    const [, named] = /filename="?([^";]+)/.exec(headers['content-disposition'] ?? '') ?? [];
    const name = (named ?? pathOf(request).split('/').at(-1) ?? 'answer').replaceAll('/', '_');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save the Answer'),
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    });
    if (!uri) return;
    await vscode.workspace.fs.writeFile(uri, bytes);
    this.options.present.status(vscode.l10n.t('Saved {0}', uri.fsPath));
  }

  private async copy(
    argument: unknown,
    line: (connection: Connection, request: ApiRequest, body: string | undefined) => string,
  ): Promise<void> {
    const { document, text } = this.documentOf(argument);
    const { request, isAnswer } = document;
    const sent = isAnswer ? document.sent : text;
    const body = request.takesBody && sent !== undefined ? JSON.stringify(await parseBody(sent)) : undefined;
    await this.copyText(line(this.connection(request.remote), request, body));
  }

  private async copyText(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    // Not the line itself: its body may hold a secret.
    this.options.present.status(vscode.l10n.t('Copied a line of {0}', text.split(' ')[0] ?? ''));
  }

  private documentOf(argument: unknown): { document: ApiDocument; text: string; uri: vscode.Uri } {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const document = uri && this.documents.get(uri);
    const open = vscode.workspace.textDocuments.find((each) => String(each.uri) === String(uri));
    if (!uri || !document || !open) throw new AppError('notFound', vscode.l10n.t('There is no request here'));
    return { document, text: open.getText(), uri };
  }

  private connection(name: string): Connection {
    const found = this.options.remotes.get(name);
    if (!found) throw new AppError('notFound', vscode.l10n.t('There is no remote "{0}"', name));
    return found;
  }
}

const isEdit = ({ method }: ApiRequest): boolean => method === 'PUT' || method === 'PATCH';

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
