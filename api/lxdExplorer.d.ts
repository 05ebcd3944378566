/**
 * The API of "LXD & Incus Explorer" for other extensions. Copy this file into your extension; it needs nothing else.
 * docs/api.md has examples.
 *
 * ```ts
 * const extension = vscode.extensions.getExtension<LxdExports>('lxd-explorer.lxd-explorer');
 * const api = (await extension?.activate())?.getApi(1);
 * ```
 *
 * Everything that takes time takes a `signal` (AbortSignal); when it is aborted the promise rejects with an error whose
 * name is 'AbortError'. Every other failure is an LxdError.
 */

/** What the extension exports. */
export interface LxdExports {
  /** @throws Error where this release of the extension has no API of that version */
  getApi(version: 1): LxdApi;
}

/** Version 1. Within a version things are added, never changed or removed. */
export interface LxdApi {
  readonly version: 1;

  /** The remotes that the tree shows, in its order, as they are at this moment. Nothing is connected by asking. */
  remotes(): Promise<readonly LxdRemote[]>;

  /** Fires when a remote comes, goes, connects or is lost: ask again for `remotes()`. */
  readonly onDidChangeRemotes: LxdEvent<void>;

  /** Waits until the remote is connected; one that is lost is tried again at once. */
  connect(remote: string, options?: LxdAbortable): Promise<LxdRemote>;

  /**
   * Sends a request of the REST API and returns its value. A background operation is waited for: its failure is
   * this call's failure, and aborting the signal cancels it where the server can. Operations of the classes
   * `websocket` and `token` are returned while they run: they wait for you.
   */
  request(request: LxdRequest): Promise<LxdAnswer>;

  /** Sends a request whose answer is bytes: a file, a log, an image. Resolves with the head of the answer. */
  requestRaw(request: LxdRequest): Promise<LxdRawAnswer>;

  /** Runs a command in an instance to its end. Another exit code than 0 is no error. Aborting the signal kills it. */
  run(command: LxdCommand): Promise<LxdCommandResult>;

  /** The whole content of a file in an instance, running or not. */
  readFile(file: LxdFile): Promise<Uint8Array>;

  /**
   * Writes a file in an instance: afterwards it is wholly old or wholly new, and keeps its owner and mode. A new
   * one belongs to whom its folder belongs to.
   */
  writeFile(file: LxdFile, data: Uint8Array | string, options?: LxdWriteOptions): Promise<void>;

  /** What is in a folder of an instance. */
  listFiles(folder: LxdFile): Promise<readonly LxdDirectoryEntry[]>;

  /** The URI of a file in an instance, for `vscode.Uri.parse`: open it in an editor, or use `workspace.fs`. */
  fileUri(file: LxdFile): string;

  /**
   * Listens to the events of a remote until the result is disposed. The stream is opened again after a loss; servers do
   * not repeat what happened meanwhile, so list again whenever `onOpen` is called.
   */
  listen(options: LxdListenOptions, listener: (event: LxdServerEvent) => unknown): LxdDisposable;
}

export interface LxdDisposable {
  dispose(): void;
}

export type LxdEvent<T> = (listener: (value: T) => unknown) => LxdDisposable;

export interface LxdAbortable {
  readonly signal?: AbortSignal | undefined;
}

/** What calls reject with; `message` is one line in the server's own words where it has any. */
export interface LxdError extends Error {
  readonly name: 'AppError';
  readonly kind:
    | 'unreachable' // no answer, or the connection was lost
    | 'untrusted' // we do not trust the server, or it does not trust us
    | 'forbidden'
    | 'notFound'
    | 'conflict' // it exists already, or was changed meanwhile (If-Match)
    | 'rejected' // the server refuses the request as it is
    | 'unsupported'
    | 'operationFailed' // accepted, then failed
    | 'protocol'; // an answer that makes no sense
}

/** A remote as it was when you asked. */
export interface LxdRemote {
  readonly name: string;
  /** `public` and `simplestreams` have images and nothing else. */
  readonly kind: 'socket' | 'https' | 'public' | 'simplestreams';
  readonly state: 'idle' | 'connecting' | 'ready' | 'lost';
  /** Why it is lost. */
  readonly problem: string | undefined;
  /** The project that calls take where they name none. */
  readonly project: string;
  /** Known while it is ready, as is what follows. */
  readonly product: 'lxd' | 'incus' | undefined;
  readonly version: string | undefined;
  /** The API extensions of the server: the only way to ask what it can do. */
  readonly extensions: readonly string[];
}

export interface LxdRequest extends LxdAbortable {
  readonly remote: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Like `/1.0/instances/web1`; encode values with encodeURIComponent. */
  readonly path: string;
  /** Sent as the parameter `project`. None is sent by default: the server then takes its default project. */
  readonly project?: string | undefined;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`: a file, an image, a backup. */
  readonly upload?: Uint8Array | string | AsyncIterable<Uint8Array> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The ETag that the object must still have, else the call rejects with a 'conflict'. */
  readonly ifMatch?: string | undefined;
  /** How far the background operation is. */
  onProgress?(progress: LxdProgress): void;
}

export interface LxdProgress {
  /** Missing where the server counts only bytes. */
  readonly percent: number | undefined;
  readonly text: string;
}

export interface LxdAnswer {
  /** The `metadata` of the answer, or of the operation. */
  readonly value: unknown;
  readonly etag: string | undefined;
  /** Where the server answered by a background operation. */
  readonly operation: LxdOperation | undefined;
}

export interface LxdOperation {
  readonly id: string;
  readonly description: string;
  readonly class: 'task' | 'websocket' | 'token';
  readonly statusCode: number;
}

export interface LxdRawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read it to its end, or leave the loop: until then it holds a connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Names an instance; `project` is the remote's own by default. */
export interface LxdInstance {
  readonly remote: string;
  readonly project?: string | undefined;
  readonly instance: string;
}

export interface LxdCommand extends LxdInstance, LxdAbortable {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Numeric; root by default. */
  readonly user?: number | undefined;
  readonly group?: number | undefined;
  readonly cwd?: string | undefined;
  /** Nothing by default. */
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Bytes of output after which the command is killed and the call rejects; 64 MiB by default. */
  readonly maxOutput?: number | undefined;
}

export interface LxdCommandResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export interface LxdFile extends LxdInstance, LxdAbortable {
  /** Absolute, inside the instance. */
  readonly path: string;
}

export interface LxdWriteOptions {
  /** False refuses to make a file. */
  readonly create?: boolean | undefined;
  /** False refuses to replace one. */
  readonly overwrite?: boolean | undefined;
  /** True goes on where setuid, setgid or sticky bits cannot be kept; by default nothing is written then. */
  readonly mayLoseMode?: boolean | undefined;
}

export interface LxdDirectoryEntry {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'pipe' | 'socket' | 'device';
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

export interface LxdListenOptions {
  readonly remote: string;
  /** Lifecycle only, by default. `logging` is the largest stream, and refused to restricted clients. */
  readonly types?: readonly ('lifecycle' | 'operation' | 'logging')[] | undefined;
  /** Only this project and what belongs to none; all projects by default. */
  readonly project?: string | undefined;
  /** Each time that the stream is open. */
  onOpen?(): void;
  /** When the stream cannot be opened at all, or the remote is gone: nothing more comes. */
  onError?(error: LxdError): void;
}

export interface LxdServerEvent {
  readonly type: string;
  /** '' where the event belongs to no project. */
  readonly project: string;
  /** Cluster member, '' outside a cluster. */
  readonly location: string;
  readonly timestamp: string;
  /** Of a lifecycle event: `action`, `source`, `context`. Of an operation: the operation. */
  readonly metadata: Readonly<Record<string, unknown>>;
}
