import type net from 'node:net';
import type { Dispatcher } from 'undici';
import type WebSocket from 'ws';
import { AppError, cancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { Abortable } from '../base/signal';
import { Dialer, type Address, describeAddress } from './dialer';
import type { Endpoint } from './endpoint';
import { type Answer, openEnvelope, operationOf } from './envelope';
import { withQuery } from './path';
import { type Upgraded, openWebSocket, upgrade } from './upgrade';

/** Sends endpoints to one server and logs each request: method, path, status, time; never a secret. */
export class Transport {
  private readonly dialer: Dialer;

  constructor(
    readonly address: Address,
    readonly log: Log,
  ) {
    this.dialer = new Dialer(address);
  }

  /**
   * Sends a request.
   * @returns the decoded value with its ETag, or the operation that goes on in the background
   * @throws AppError, AbortError
   */
  async send<T>(endpoint: Endpoint<T>, { signal }: Abortable): Promise<Answer<T>> {
    const { status, etag, text } = await this.exchange(endpoint, await this.dialer.requests(), signal);
    const answer = openEnvelope(status, text);
    if (answer.kind === 'operation') return { kind: 'operation', operation: operationOf(answer.metadata) };
    return { kind: 'value', value: endpoint.decode(answer.metadata), etag };
  }

  /** Sends a request that answers at once, and returns its value. @throws AppError, AbortError */
  async value<T>(endpoint: Endpoint<T>, options: Abortable): Promise<T> {
    const answer = await this.send(endpoint, options);
    if (answer.kind === 'value') return answer.value;
    throw new AppError('protocol', `${endpoint.method} ${endpoint.path} was answered by an operation`);
  }

  /** Sends a request that blocks on purpose, on a connection of its own and without time limit. */
  async wait<T>(endpoint: Endpoint<T>, { signal }: Abortable): Promise<T> {
    const { status, text } = await this.exchange(endpoint, await this.dialer.waits(), signal);
    return endpoint.decode(openEnvelope(status, text).metadata);
  }

  /** Opens a websocket. See openWebSocket for `autoPong`. @throws AppError, AbortError */
  webSocket(path: string, options: Abortable & { autoPong?: boolean }): Promise<WebSocket> {
    return this.logged(
      'GET',
      path,
      () => openWebSocket(this.dialer, path, options),
      () => '101',
    );
  }

  /**
   * Opens a raw byte stream by `Upgrade: protocol`; the socket comes paused, and its 'data' events share their memory
   * (see ConnectOptions). @throws AppError, AbortError
   */
  rawSocket(path: string, protocol: string, options: Abortable): Promise<Upgraded> {
    return this.logged(
      'GET',
      path,
      () => upgrade(this.dialer, path, { Upgrade: protocol }, { ...options, sharedMemory: true }),
      () => '101',
    );
  }

  /** Opens and closes a checked connection: says whether anything trusted listens. @throws AppError, AbortError */
  async probe(options: Abortable): Promise<void> {
    const socket: net.Socket = await this.dialer.connect(options);
    socket.destroy();
  }

  /** Gives up all pooled connections, for a network that went away in silence: requests in flight fail now. */
  reset(): Promise<void> {
    return this.dialer.reset();
  }

  /** Ends all connections of requests in flight. Sockets that were handed out belong to who asked for them. */
  close(): Promise<void> {
    return this.dialer.close();
  }

  private exchange(
    endpoint: Endpoint<unknown>,
    dispatcher: Dispatcher,
    signal: AbortSignal,
  ): Promise<{ status: number; etag: string | undefined; text: string }> {
    const path = withQuery(endpoint.path, endpoint.query);
    const body = endpoint.body === undefined ? null : JSON.stringify(endpoint.body);
    return this.logged(
      endpoint.method,
      path,
      async () => {
        try {
          const answer = await dispatcher.request({
            origin: 'http://localhost',
            path,
            method: endpoint.method,
            signal,
            body,
            headers: {
              ...(body === null ? {} : { 'content-type': 'application/json' }),
              ...(endpoint.ifMatch === undefined ? {} : { 'if-match': endpoint.ifMatch }),
            },
          });
          const etag = answer.headers['etag'];
          const text = await answer.body.text();
          return { status: answer.statusCode, etag: typeof etag === 'string' ? etag : undefined, text };
        } catch (error) {
          throw signal.aborted ? cancelled() : this.transportError(error);
        }
      },
      (answer) => String(answer.status),
    );
  }

  private transportError(error: unknown): unknown {
    if (AppError.is(error)) return error;
    const where = describeAddress(this.address);
    return new AppError('unreachable', `The connection to ${where} was lost: ${messageOf(error)}`, {
      cause: error,
    });
  }

  private async logged<T>(
    method: string,
    path: string,
    work: () => Promise<T>,
    status: (result: T) => string,
  ): Promise<T> {
    const started = performance.now();
    const line = `${method} ${withoutSecrets(path)}`;
    const ms = (): string => `${(performance.now() - started).toFixed(1)} ms`;
    try {
      const result = await work();
      this.log.debug(`${line} ${status(result)} ${ms()}`);
      return result;
    } catch (error) {
      this.log.debug(`${line} failed after ${ms()}: ${messageOf(error)}`);
      throw error;
    }
  }
}

/** Websocket secrets stand in the query. */
function withoutSecrets(path: string): string {
  return path.replace(/([?&](?:secret|token|password)=)[^&]*/g, '$1…');
}
