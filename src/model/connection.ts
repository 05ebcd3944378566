import { AppError, describeChain, messageOf } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import { type Disposable, toDisposable } from '../base/disposable';
import { type Log, prefixed } from '../base/log';
import { type Abortable, type Clock, raceAbort } from '../base/signal';
import { isObject } from '../client/decode';
import type { ServerEvent } from '../client/events';
import { type Operation, type OperationUpdates, decodeOperation } from '../client/operation';
import type { Bearer } from '../client/bearer';
import type { RemoteConfig } from '../client/remoteConfig';
import type { ServerInfo } from '../client/server';
import { Transport } from '../client/transport';
import { type Random, reconnectDelayMs, worthRetrying } from './backoff';
import { greet } from './greet';

export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly server: ServerInfo }
  /** Not connected; tried again by itself where that can help. */
  | { readonly kind: 'lost'; readonly error: AppError };

/**
 * A server that restarts may refuse for a moment whom it is going to trust. So a connection that has worked before is
 * tried this often even where only a person seems able to help.
 */
const graceAttempts = 8;

export interface ConnectionOptions {
  /** What signs requests in, for remotes that are used with OpenID Connect. */
  bearer?: (config: RemoteConfig) => Bearer | undefined;
  log: Log;
  clock: Clock;
  random: Random;
}

/**
 * One remote, kept connected: says hello, opens the event stream, and only then is ready, so that whoever lists on
 * 'ready' misses nothing. Every reconnect runs the same way, because the event stream has no replay.
 * Nothing happens before start() or ready().
 */
export class Connection implements OperationUpdates, Disposable {
  private current: ConnectionState = { kind: 'idle' };
  private readonly states: Emitter<ConnectionState>;
  private readonly events: Emitter<ServerEvent>;
  private readonly operations: Emitter<{ operation: Operation; event: ServerEvent }>;
  private readonly life = new AbortController();
  /** Ends with each connection to the server. */
  private session = new AbortController();
  private wakeUp: (() => void) | undefined;
  private wasReady = false;
  private readonly wire: Transport | undefined;

  constructor(
    readonly config: RemoteConfig,
    private readonly options: ConnectionOptions,
  ) {
    const report = (error: unknown): void => {
      options.log.error(`${config.name}: ${describeChain(error)}`);
    };
    this.states = new Emitter(report);
    this.events = new Emitter(report);
    this.operations = new Emitter(report);
    if (config.address.kind === 'unusable') {
      this.current = { kind: 'lost', error: this.unusable() };
    } else {
      this.wire = new Transport(config.address, prefixed(options.log, config.name), options.bearer?.(config));
    }
  }

  get name(): string {
    return this.config.name;
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** What the server can do, while connected. */
  get server(): ServerInfo | undefined {
    return this.current.kind === 'ready' ? this.current.server : undefined;
  }

  /** The client. @throws AppError 'unsupported' for a remote whose configuration cannot be used */
  get transport(): Transport {
    if (this.wire) return this.wire;
    throw this.unusable();
  }

  /** Fires after every change, and after every failed attempt. */
  get onDidChangeState(): Event<ConnectionState> {
    return this.states.event;
  }

  /** Lifecycle events of all projects. */
  get onEvent(): Event<ServerEvent> {
    return this.events.event;
  }

  /** Every update of every operation on the server. */
  get onAnyOperation(): Event<{ operation: Operation; event: ServerEvent }> {
    return this.operations.event;
  }

  onOperation(id: string, listener: (operation: Operation) => void): Disposable {
    return this.operations.event(({ operation }) => {
      if (operation.id === id) listener(operation);
    });
  }

  /** Begins to connect, once; later calls do nothing. */
  start(): void {
    if (this.current.kind !== 'idle' || this.life.signal.aborted || this.config.disabled) return;
    this.set({ kind: 'connecting' });
    void this.run(this.life.signal);
  }

  /** Connects now instead of when the back-off ends. */
  retry(): void {
    this.start();
    this.wakeUp?.();
  }

  /** Closes the event stream and connects again; everything that is open lists again. */
  reconnect(): void {
    if (this.current.kind === 'ready') this.session.abort();
    else this.retry();
  }

  /**
   * Waits until the server answers; a lost connection is tried again at once.
   * @throws AppError with the reason when that attempt fails, AbortError
   */
  async ready({ signal }: Abortable): Promise<ServerInfo> {
    if (this.current.kind === 'ready') return this.current.server;
    if (!this.wire) throw this.unusable();
    if (this.config.disabled) throw new AppError('unsupported', `${this.name} is disabled`);
    let listening: Disposable | undefined;
    const outcome = new Promise<ServerInfo>((resolve, reject) => {
      listening = this.states.event((state) => {
        if (state.kind === 'ready') resolve(state.server);
        else if (state.kind === 'lost') reject(state.error);
      });
    });
    this.retry();
    try {
      // A remote that was removed meanwhile never answers.
      return await raceAbort(outcome, AbortSignal.any([signal, this.life.signal]));
    } finally {
      listening?.dispose();
    }
  }

  dispose(): void {
    this.life.abort();
    this.states.dispose();
    this.events.dispose();
    this.operations.dispose();
    void this.wire?.close();
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.connectAndListen(signal, () => (attempt = 0));
      } catch (error) {
        if (signal.aborted) return;
        if (this.reconnecting()) continue;
        const reason = AppError.is(error)
          ? error
          : new AppError('protocol', messageOf(error), { cause: error });
        // A server that is away for hours is one line in the log, not one for each attempt.
        const known = this.current.kind === 'lost' && this.current.error.message === reason.message;
        this.options.log[known ? 'trace' : 'warn'](`${this.name}: ${reason.message}`);
        this.set({ kind: 'lost', error: reason });
        const again = worthRetrying(reason) || (this.wasReady && attempt < graceAttempts);
        await this.pause(again ? reconnectDelayMs(attempt, this.options.random) : undefined, signal);
      }
    }
  }

  private reconnecting(): boolean {
    return this.session.signal.aborted;
  }

  private async connectAndListen(signal: AbortSignal, connected: () => void): Promise<void> {
    this.session = new AbortController();
    const { server, events } = await greet(this.config, this.transport, {
      clock: this.options.clock,
      signal: AbortSignal.any([signal, this.session.signal]),
    });
    connected();
    this.wasReady = true;
    this.options.log.info(`${this.name}: connected to ${server.product} ${server.version}`);
    this.set({ kind: 'ready', server });
    for await (const event of events) this.dispatch(event);
  }

  private dispatch(event: ServerEvent): void {
    if (event.type === 'lifecycle') this.events.fire(event);
    else if (
      event.type === 'operation' &&
      isObject(event.metadata) &&
      typeof event.metadata['id'] === 'string'
    ) {
      this.operations.fire({ operation: decodeOperation(event.metadata), event });
    }
  }

  /** Waits for the back-off, or without end where only a person can help; retry() ends both. */
  private async pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
    const early = new AbortController();
    this.wakeUp = () => {
      early.abort();
    };
    const either = AbortSignal.any([signal, early.signal]);
    const rest =
      ms === undefined
        ? new Promise<void>(() => undefined)
        : this.options.clock.sleep(ms, { signal: either });
    // Ending early is what both signals are for; run() looks at its own.
    await raceAbort(rest, either).catch((error: unknown) => error);
    this.wakeUp = undefined;
  }

  private unusable(): AppError {
    const { address, location } = this.config;
    return new AppError('unsupported', address.kind === 'unusable' ? address.reason : location);
  }

  private set(state: ConnectionState): void {
    this.current = state;
    this.states.fire(state);
  }
}

/** Subscribes to a connection's becoming ready, at once if it is. */
export function whenReady(connection: Connection, listener: (server: ServerInfo) => void): Disposable {
  if (connection.server) listener(connection.server);
  const listening = connection.onDidChangeState((state) => {
    if (state.kind === 'ready') listener(state.server);
  });
  return toDisposable(() => {
    listening.dispose();
  });
}

/** Keeps what `watch` makes for as long as the connection is ready, and makes it anew each time that it becomes so. */
export function watchReady(connection: Connection, watch: () => Disposable): Disposable {
  let watching: Disposable | undefined;
  const listening = whenReady(connection, () => {
    watching?.dispose();
    watching = watch();
  });
  return toDisposable(() => {
    listening.dispose();
    watching?.dispose();
  });
}
