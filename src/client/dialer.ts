import net from 'node:net';
import tls from 'node:tls';
import type { Dispatcher, buildConnector } from 'undici';
import { AppError, cancelled, messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';

/** How a TLS server is recognised. There is no way to say "not at all". */
export type ServerTrust =
  /** Exactly this certificate, by the lower-case hex SHA-256 of its DER form; names and dates do not matter. */
  | { readonly kind: 'pin'; readonly fingerprint: string }
  /** A certificate that this authority signed, PEM (the CLI's client.ca). */
  | { readonly kind: 'authority'; readonly ca: string }
  /** A certificate that the system's authorities vouch for. */
  | { readonly kind: 'system' };

/** Our certificate and key, PEM. */
export interface ClientIdentity {
  readonly cert: string;
  readonly key: string;
}

/** Where a server listens and how both sides prove who they are. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tls';
      readonly host: string;
      readonly port: number;
      readonly trust: ServerTrust;
      readonly identity?: ClientIdentity;
    };

export interface ConnectOptions extends Abortable {
  /**
   * All 'data' events have the same memory: their listeners must have used or copied the bytes when they return. For
   * streams of many megabytes, where fresh memory for each piece costs more than everything else.
   */
  sharedMemory?: boolean;
}

/** Size of that memory, in bytes: the more comes at once, the fewer packets are torn. */
const sharedBytes = 256 * 1024;

/** How long a TCP connection or a TLS handshake may take, in milliseconds. */
const connectTimeoutMs = 15_000;

/**
 * Opens connections to one server. A TLS socket is handed out only after its certificate was checked,
 * so nothing is ever sent to a server that is not the trusted one: no request, no client certificate.
 */
export class Dialer {
  private pools: Promise<Pools> | undefined;

  constructor(readonly address: Address) {}

  /** For requests with an answer soon. Six connections, as the servers fork nothing per connection. */
  async requests(): Promise<Dispatcher> {
    return (await (this.pools ??= this.makePools())).requests;
  }

  /** For requests that block on purpose (`/wait`): a connection of its own each, no time limits. */
  async waits(): Promise<Dispatcher> {
    return (await (this.pools ??= this.makePools())).waits;
  }

  /**
   * A fresh, checked connection: plain for a unix socket, TLS else.
   * @throws AppError 'unreachable' where nothing answers, 'untrusted' where the certificate is another,
   * AbortError.
   */
  connect({ signal, sharedMemory = false }: ConnectOptions): Promise<net.Socket> {
    if (signal.aborted) return Promise.reject(cancelled());
    const { address } = this;
    return new Promise((resolve, reject) => {
      const socket: net.Socket = open(address, sharedMemory ? { onread: shareMemory(() => socket) } : {});
      const fail = (error: unknown): void => {
        settle();
        socket.destroy();
        reject(error instanceof Error ? error : new Error(messageOf(error)));
      };
      const onError = (error: Error): void => {
        fail(dialError(error, address));
      };
      const onAbort = (): void => {
        fail(cancelled());
      };
      const timer = setTimeout(() => {
        fail(new AppError('unreachable', `${describeAddress(address)} does not answer`));
      }, connectTimeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        socket.off('error', onError);
        signal.removeEventListener('abort', onAbort);
      };
      socket.once('error', onError);
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once(address.kind === 'unix' ? 'connect' : 'secureConnect', () => {
        const problem = address.kind === 'tls' ? pinProblem(address, socket as unknown as Peer) : undefined;
        if (problem) {
          fail(problem);
          return;
        }
        settle();
        socket.setNoDelay(true);
        resolve(socket);
      });
    });
  }

  /** Ends all pooled connections, also dead ones that nobody has noticed; requests in flight fail, later ones do not. */
  async reset(): Promise<void> {
    const old = this.pools;
    this.pools = undefined;
    await destroy(old);
  }

  /** Ends all pooled connections; requests in flight fail. */
  async close(): Promise<void> {
    await destroy((this.pools ??= this.makePools()));
  }

  private async makePools(): Promise<Pools> {
    // Loaded on first use: it takes a third of the time that VS Code needs to load this extension.
    const { Agent } = await import('undici');
    const connect: buildConnector.connector = (_options, callback) => {
      this.connect({ signal: new AbortController().signal }).then(
        (socket) => {
          callback(null, socket);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(messageOf(error)), null);
        },
      );
    };
    const common = { connect, pipelining: 1, allowH2: false };
    return {
      requests: new Agent({ ...common, connections: 6, headersTimeout: 120_000, bodyTimeout: 120_000 }),
      waits: new Agent({ ...common, headersTimeout: 0, bodyTimeout: 0 }),
    };
  }
}

interface Pools {
  readonly requests: Dispatcher;
  readonly waits: Dispatcher;
}

async function destroy(pools: Promise<Pools> | undefined): Promise<void> {
  const made = await pools;
  await Promise.all([made?.requests.destroy(), made?.waits.destroy()]);
}

/** Begins to connect. @throws AppError 'untrusted' where our certificate, our key or the authority cannot be read */
function open(address: Address, reading: { onread?: net.OnReadOpts }): net.Socket {
  if (address.kind === 'unix') return net.connect({ path: address.path, ...reading });
  const { host, port, trust, identity } = address;
  try {
    return tls.connect({
      ...reading, // its types do not have it, but it hands it on to net.Socket
      host,
      port,
      ALPNProtocols: ['http/1.1'],
      // An IP address is no server name.
      servername: net.isIP(host) ? '' : host,
      // A pinned certificate is self-signed; pinProblem compares it before the socket leaves connect().
      rejectUnauthorized: trust.kind !== 'pin',
      // Older versions send the client certificate before the server's can be checked; both servers speak 1.3.
      ...(trust.kind === 'pin' ? { minVersion: 'TLSv1.3' as const } : {}),
      ...(trust.kind === 'authority' ? { ca: trust.ca } : {}),
      ...(identity ?? {}),
    });
  } catch (error) {
    const what = `The certificate or key for ${describeAddress(address)} cannot be used: ${messageOf(error)}`;
    throw new AppError('untrusted', what, { cause: error });
  }
}

/** Reads into one piece of memory, and hands that to the listeners; what comes while they pause is kept in a copy. */
function shareMemory(socket: () => net.Socket): net.OnReadOpts {
  return {
    buffer: Buffer.allocUnsafeSlow(sharedBytes),
    callback: (length, { buffer, byteOffset }) => {
      const reader = socket();
      const bytes = Buffer.from(buffer, byteOffset, length);
      if (reader.readableFlowing && reader.readableLength === 0) reader.emit('data', bytes);
      else reader.push(Buffer.from(bytes));
      return true;
    },
  };
}

/** The address as a person writes it. */
export function describeAddress(address: Address): string {
  if (address.kind === 'unix') return address.path;
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${String(address.port)}`;
}

/** What of a TLS socket the pin needs. */
interface Peer {
  getPeerCertificate(): Partial<tls.PeerCertificate>;
}

function pinProblem(address: Address & { kind: 'tls' }, socket: Peer): AppError | undefined {
  if (address.trust.kind !== 'pin') return undefined;
  // Not getPeerX509Certificate: in Node 20 it can be read only once.
  const certificate = socket.getPeerCertificate();
  const presented = (certificate.fingerprint256 ?? 'none').replaceAll(':', '').toLowerCase();
  if (presented === address.trust.fingerprint) return undefined;
  return new AppError(
    'untrusted',
    `${describeAddress(address)} presents another certificate (${presented.slice(0, 12)}…) than the trusted one ` +
      `(${address.trust.fingerprint.slice(0, 12)}…). Nothing was sent.`,
  );
}

function dialError(error: Error, address: Address): AppError {
  const code = 'code' in error ? String(error.code) : '';
  const where = describeAddress(address);
  const cause = { cause: error };
  if (code === 'EACCES' || code === 'EPERM')
    return new AppError('forbidden', `No permission to use ${where}`, cause);
  if (code === 'ENOENT')
    return new AppError('unreachable', `${where} does not exist; is the server running?`, cause);
  if (code === 'ECONNREFUSED') return new AppError('unreachable', `Nothing listens on ${where}`, cause);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new AppError('unreachable', `The name ${where} is not known`, cause);
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|LEAF_SIGNATURE/.test(code)) {
    return new AppError(
      'untrusted',
      `The certificate of ${where} is not trusted: ${certificateProblem(code, error)}`,
      cause,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return new AppError(
      'protocol',
      `${where} does not speak TLS as LXD and Incus do: ${messageOf(error)}`,
      cause,
    );
  return new AppError('unreachable', `${where} cannot be reached: ${messageOf(error)}`, cause);
}

/** Node's words for an unknown certificate advise Node's own options. */
function certificateProblem(code: string, error: Error): string {
  return /SELF_SIGNED|UNABLE_TO/.test(code)
    ? 'it is neither stored by the client (lxc remote add stores it) nor vouched for by an authority'
    : messageOf(error);
}
