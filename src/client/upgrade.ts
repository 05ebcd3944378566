import { createHash, randomBytes } from 'node:crypto';
import type net from 'node:net';
import type WebSocket from 'ws';
import { AppError, cancelled, messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { ConnectOptions, Dialer } from './dialer';
import { serverError } from './envelope';

/** A connection that has left HTTP: the raw socket, paused, and what arrived after the answer's head. */
export interface Upgraded {
  readonly socket: net.Socket;
  readonly head: Buffer;
}

/** No head of an answer, and no refusal, is larger. */
const maxAnswerBytes = 64 * 1024;

/** No message of a websocket may be larger, in bytes: the servers send 128 KiB of output at once, and events of some KB. */
const maxMessageBytes = 64 * 2 ** 20;

/**
 * Sends `GET path` with `Upgrade: protocol` (RFC 9110, 7.8) on a fresh connection and waits for the 101.
 * Written by hand because undici hides the status and the text of a refusal, and because https.request is
 * rerouted inside VS Code, which would drop the pin.
 * @throws AppError with the server's own words where it refuses, 'unreachable', AbortError
 */
export async function upgrade(
  dialer: Dialer,
  path: string,
  headers: Readonly<Record<string, string>>,
  options: ConnectOptions,
): Promise<Upgraded & { accept: string | undefined }> {
  const socket = await dialer.connect(options);
  const lines = Object.entries({ Host: 'localhost', Connection: 'Upgrade', ...headers });
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`);
  try {
    const answer = await readAnswer(socket, options.signal);
    const { status, fields, rest } = answer;
    if (status === 101) return { socket, head: rest, accept: fields.get('sec-websocket-accept') };
    throw serverError(status, bodyOf(answer));
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

interface RawAnswer {
  status: number;
  fields: Map<string, string>;
  rest: Buffer;
}

/** Reads up to the end of the head (for a 101) or of the body (for anything else); leaves the socket paused. */
function readAnswer(socket: net.Socket, signal: AbortSignal): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const settle = (finish: () => void): void => {
      socket.off('data', onData).off('end', onEnd).off('error', onError).off('close', onEnd);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onAbort = (): void => {
      fail(cancelled());
    };
    const onError = (error: Error): void => {
      fail(new AppError('unreachable', `The connection was lost: ${messageOf(error)}`, { cause: error }));
    };
    const onEnd = (): void => {
      const answer = parse(received);
      if (answer) {
        settle(() => {
          resolve(answer);
        });
      } else onError(new Error('closed before the answer'));
    };
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]); // a copy, see ConnectOptions
      const answer = parse(received);
      if (!isHttp(received) || (!answer && received.length > maxAnswerBytes)) {
        fail(new AppError('protocol', 'The answer is not HTTP'));
        return;
      }
      if (!answer || !(isWhole(answer) || received.length > maxAnswerBytes)) return;
      settle(() => {
        socket.pause();
        resolve(answer);
      });
    };
    socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

/** False as soon as an answer cannot be HTTP any more: whoever speaks something else may never close. */
function isHttp(received: Buffer): boolean {
  const start = received.toString('latin1', 0, 5);
  return 'HTTP/'.startsWith(start);
}

/** True when nothing more of the answer can come. One without length ends with its connection. */
function isWhole({ status, fields, rest }: RawAnswer): boolean {
  if (status === 101) return true;
  if (fields.get('transfer-encoding') === 'chunked') return rest.toString('latin1').endsWith('0\r\n\r\n');
  return rest.length >= Number(fields.get('content-length') ?? NaN);
}

/** The body of a refusal, without the sizes of its chunks. */
function bodyOf({ fields, rest }: RawAnswer): string {
  if (fields.get('transfer-encoding') !== 'chunked') return rest.toString();
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at);
    const size = line < 0 ? 0 : parseInt(rest.toString('latin1', at, line), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString();
    parts.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

function parse(received: Buffer): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return {
    status: Number(/^HTTP\/1\.\d (\d{3})/.exec(first)?.[1] ?? 0),
    fields,
    rest: received.subarray(end + 4),
  };
}

export interface WebSocketOptions extends Abortable {
  autoPong?: boolean;
  /** Further header fields of the handshake. */
  headers?: Readonly<Record<string, string>>;
}

/** The GUID of RFC 6455, 1.3. */
const websocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Opens a websocket (RFC 6455) at `path`.
 * `autoPong: false` for streams that the server never reads: an answer to its ping that nobody reads makes the
 * server's close reset the connection, and output is lost.
 * @throws as upgrade()
 */
export async function openWebSocket(
  dialer: Dialer,
  path: string,
  { signal, autoPong = true, headers }: WebSocketOptions,
): Promise<WebSocket> {
  // Loaded on first use, and before there is a socket: nothing may come between the answer and who listens, or a
  // server that closes at once is not noticed.
  const { default: Socket } = await import('ws');
  const key = randomBytes(16).toString('base64');
  const { socket, head, accept } = await upgrade(
    dialer,
    path,
    { Upgrade: 'websocket', 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13', ...headers },
    { signal },
  );
  if (
    accept !==
    createHash('sha1')
      .update(key + websocketGuid)
      .digest('base64')
  ) {
    socket.destroy();
    throw new AppError('protocol', 'The websocket handshake was answered wrongly');
  }
  return adopt(Socket, socket, head, autoPong);
}

/** What ws does after its own handshake. Private API: ws is pinned to one version, the live suite guards it. */
interface Adoptable {
  _isServer: boolean;
  setSocket(socket: net.Socket, head: Buffer, options: object): void;
}

function adopt(Socket: typeof WebSocket, socket: net.Socket, head: Buffer, autoPong: boolean): WebSocket {
  const Client = Socket as unknown as new (address: null, protocols: undefined, options: object) => WebSocket;
  const webSocket = new Client(null, undefined, { autoPong });
  const inner = webSocket as unknown as Adoptable;
  inner._isServer = false;
  inner.setSocket(socket, head, {
    allowSynchronousEvents: true,
    maxPayload: maxMessageBytes,
    skipUTF8Validation: false,
  });
  socket.resume();
  return webSocket;
}
