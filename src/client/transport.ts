import type net from 'node:net';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type WebSocket from 'ws';
import { AppError, Unanswered, cancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import type { Abortable } from '../base/signal';
import { turn } from '../base/slices';
import type { Bearer } from './bearer';
import { Dialer } from './dialer';
import { type Address, describeAddress } from './address';
import type { Endpoint, RawEndpoint, Upload } from './endpoint';
import { type Answer, openEnvelope, operationOf, serverError } from './envelope';
import { withQuery } from './path';
import { type Upgraded, openWebSocket, upgrade } from './upgrade';

/** An answer that is bytes. */
export interface Download {
  readonly status: number;
  /** Header fields, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be read to its end or destroyed: it holds a connection. */
  readonly body: Readable;
}

interface Exchanged {
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
}

/** No answer that is JSON may be larger, in bytes: 10,000 instances with all that belongs to them have half as much. */
const maxAnswerBytes = 256 * 2 ** 20;
/** What reads a longer one waits for its turn first, in bytes. */
const longAnswerBytes = 256 * 1024;

/** Sends endpoints to one server and logs each request: method, path, status, time; never a secret. */
export class Transport {
  private readonly dialer: Dialer;

  /** @param bearer signs each request in, for servers that are used with OpenID Connect */
  constructor(
    readonly address: Address,
    readonly log: Log,
    private readonly bearer?: Bearer,
  ) {
    this.dialer = new Dialer(address);
  }

  /**
   * Sends a request.
   * @returns the decoded value with its ETag, or the operation that goes on in the background
   * @throws AppError, AbortError
   */
  async send<T>(endpoint: Endpoint<T>, { signal }: Abortable): Promise<Answer<T>> {
    // What is streamed takes as long as it takes.
    const dispatcher = await (isStream(endpoint.upload) ? this.dialer.waits() : this.dialer.requests());
    const { status, etag, text } = await this.exchange(endpoint, dispatcher, signal);
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

  /**
   * Sends a request whose answer is bytes, without time limit.
   * @returns as soon as the answer's head is there
   * @throws AppError with the server's words where it refuses, AbortError
   */
  async download(endpoint: RawEndpoint, { signal }: Abortable): Promise<Download> {
    const answer = await this.request(endpoint, await this.dialer.waits(), signal);
    const body: Readable = answer.body;
    if (answer.statusCode < 400) {
      const headers = Object.entries(answer.headers).map(([k, v]) => [k, String(v)] as const);
      return { status: answer.statusCode, headers: Object.fromEntries(headers), body };
    }
    throw serverError(answer.statusCode, await this.textOf(answer, signal));
  }

  /** Opens a websocket. See openWebSocket for `autoPong`. @throws AppError, AbortError */
  webSocket(path: string, options: Abortable & { autoPong?: boolean }): Promise<WebSocket> {
    return this.upgraded(path, options, (headers) =>
      openWebSocket(this.dialer, path, { ...options, headers }),
    );
  }

  /**
   * Opens a raw byte stream by `Upgrade: protocol`; the socket comes paused, and its 'data' events share their memory
   * (see ConnectOptions). @throws AppError, AbortError
   */
  rawSocket(path: string, protocol: string, options: Abortable): Promise<Upgraded> {
    return this.upgraded(path, options, (headers) =>
      upgrade(this.dialer, path, { Upgrade: protocol, ...headers }, { ...options, sharedMemory: true }),
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

  private upgraded<T>(
    path: string,
    { signal }: Abortable,
    open: (headers: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T> {
    return this.logged(
      'GET',
      path,
      () => this.signedIn(signal, open, (error) => AppError.is(error, 'untrusted')),
      () => '101',
    );
  }

  private async exchange(
    endpoint: Endpoint<unknown>,
    dispatcher: Dispatcher,
    signal: AbortSignal,
  ): Promise<Exchanged> {
    const answer = await this.request(endpoint, dispatcher, signal);
    const etag = answer.headers['etag'];
    const text = await this.textOf(answer, signal);
    return { status: answer.statusCode, etag: typeof etag === 'string' ? etag : undefined, text };
  }

  private async textOf(answer: Dispatcher.ResponseData, signal: AbortSignal): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > maxAnswerBytes) {
          throw new AppError('protocol', `The answer is larger than ${maxAnswerBytes / 2 ** 20} MiB`);
        }
        chunks.push(chunk);
      }
      // It is decoded and parsed in one go.
      if (length > longAnswerBytes) await turn();
      return Buffer.concat(chunks).toString();
    } catch (error) {
      throw signal.aborted ? cancelled() : this.transportError(error);
    }
  }

  private request(
    endpoint: Omit<RawEndpoint, 'raw'>,
    dispatcher: Dispatcher,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const path = withQuery(endpoint.path, endpoint.query);
    const { upload, ifMatch } = endpoint;
    const json = endpoint.body === undefined ? null : JSON.stringify(endpoint.body);
    const type = upload ? (upload.type ?? 'application/octet-stream') : 'application/json';
    const ask = async (authorization: Readonly<Record<string, string>>): Promise<Dispatcher.ResponseData> => {
      try {
        return await dispatcher.request({
          origin: 'http://localhost',
          path,
          method: endpoint.method,
          signal,
          body: upload?.data ?? json,
          headers: {
            ...(upload || json !== null ? { 'content-type': type } : {}),
            ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
            ...endpoint.headers,
            ...authorization,
          },
        });
      } catch (error) {
        throw signal.aborted ? cancelled() : this.transportError(error);
      }
    };
    // A stream has been read by then.
    const refuses = ({ statusCode }: Dispatcher.ResponseData): boolean =>
      statusCode === 401 && !isStream(endpoint.upload);
    return this.logged(
      endpoint.method,
      path,
      () => this.signedIn(signal, ask, () => false, refuses),
      (answer) => String(answer.statusCode),
    );
  }

  /** Adds the bearer's token, and tries once more with another one where the server refuses it. */
  private async signedIn<T>(
    signal: AbortSignal,
    ask: (authorization: Readonly<Record<string, string>>) => Promise<T>,
    refusal: (error: unknown) => boolean,
    refuses: (answer: T) => boolean = () => false,
  ): Promise<T> {
    if (!this.bearer) return ask({});
    const token = await this.bearer.token({ signal });
    const outcome = await ask(authorize(token)).catch((error: unknown) => {
      if (refusal(error)) return undefined;
      throw error;
    });
    if (outcome !== undefined && !refuses(outcome)) return outcome;
    return ask(authorize(await this.bearer.token({ signal, refused: token })));
  }

  private transportError(error: unknown): unknown {
    if (AppError.is(error)) return error;
    const where = describeAddress(this.address);
    return new Unanswered(`The connection to ${where} was lost: ${messageOf(error)}`, { cause: error });
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

function isStream(upload: Upload | undefined): boolean {
  return typeof upload?.data === 'object' && !Buffer.isBuffer(upload.data);
}

function authorize(token: string): Readonly<Record<string, string>> {
  return { Authorization: `Bearer ${token}` };
}

/** Websocket secrets stand in the query. */
function withoutSecrets(path: string): string {
  return path.replace(/([?&](?:secret|token|password)=)[^&]*/g, '$1…');
}
