import net from 'node:net';
import tls from 'node:tls';
import type { Dispatcher, buildConnector } from 'undici';
import { AppError, Unreached, cancelled, messageOf } from '../base/errors';
import type { Abortable } from '../base/signal';
import { type Address, addressesOf, describeAddress } from './address';
import { CertificateChanged, dialError } from './dialError';

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
/** The same where another address may answer sooner. */
const nextAddressMs = 5_000;

/**
 * Opens connections to one server. A TLS socket is handed out only after its certificate was checked,
 * so nothing is ever sent to a server that is not the trusted one: no request, no client certificate.
 */
export class Dialer {
  private pools: Promise<Pools> | undefined;
  /** Place of the address that answered last, among all of them. */
  private working = 0;

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
   * A fresh, checked connection: plain for a unix socket, TLS else. Where the server has several addresses they are
   * tried in order, the one that answered last first.
   * @throws AppError 'unreachable' where nothing answers, 'untrusted' where the certificate is another,
   * AbortError.
   */
  async connect(options: ConnectOptions): Promise<net.Socket> {
    const addresses = addressesOf(this.address);
    const problems: unknown[] = [];
    for (let tried = 0; tried < addresses.length; tried++) {
      const place = (this.working + tried) % addresses.length;
      const address = addresses[place] ?? this.address;
      try {
        const limit = addresses.length > 1 ? nextAddressMs : connectTimeoutMs;
        const socket = await this.connectTo(address, limit, options);
        this.working = place;
        return socket;
      } catch (error) {
        // Another address cannot help where the server answered and was refused.
        if (!AppError.is(error, 'unreachable')) throw error;
        problems.push(error);
      }
    }
    if (problems.length === 1) throw problems[0];
    throw new Unreached(`No address answers: ${problems.map(messageOf).join('; ')}`);
  }

  private connectTo(
    address: Address,
    limitMs: number,
    { signal, sharedMemory = false }: ConnectOptions,
  ): Promise<net.Socket> {
    if (signal.aborted) return Promise.reject(cancelled());
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
        fail(new Unreached(`${describeAddress(address)} does not answer`));
      }, limitMs);
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
  return new CertificateChanged(describeAddress(address), address.trust.fingerprint, presented);
}
