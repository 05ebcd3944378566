import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { Target } from './targets';

/**
 * Stands between a client and a server over TLS. It passes connections through untouched until `attack` is set; from
 * then on it ends the client's TLS with a certificate of its own, reads along, and talks to the server in the client's
 * place.
 */
export class ManInTheMiddle {
  attack = false;
  /** Connections that were attacked. */
  attacked = 0;
  /** What it has read of the attacked connections, in bytes. */
  read = 0;
  private readonly sockets = new Set<net.Socket>();
  private readonly listener: net.Server;

  private constructor(
    private readonly target: { readonly host: string; readonly port: number; cert: Buffer; key: Buffer },
  ) {
    this.listener = net.createServer((client) => {
      this.accept(client);
    });
  }

  /** @param own the certificate that it shows; by default the one of our own client, which is at hand */
  static async start(
    { address }: Target,
    own?: { readonly cert: string; readonly key: string },
  ): Promise<ManInTheMiddle> {
    if (address.kind !== 'tls') throw new Error('only TLS has a middle');
    const { host, port } = address;
    const [cert, key] = own
      ? [Buffer.from(own.cert), Buffer.from(own.key)]
      : [readFileSync(address.certFile), readFileSync(address.keyFile)];
    const middle = new ManInTheMiddle({ host, port, cert, key });
    await new Promise<void>((resolve) => middle.listener.listen(0, '127.0.0.1', resolve));
    return middle;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private accept(client: net.Socket): void {
    this.keep(client);
    const { host, port, cert, key } = this.target;
    if (!this.attack) {
      this.join(client, this.keep(net.connect({ host, port })));
      return;
    }
    this.attacked++;
    const plain = this.keep(new tls.TLSSocket(client, { isServer: true, cert, key }));
    plain.on('data', (bytes: Buffer) => (this.read += bytes.length));
    this.join(plain, this.keep(tls.connect({ host, port, cert, key, rejectUnauthorized: false })));
  }

  private join(one: net.Socket, other: net.Socket): void {
    one.pipe(other);
    other.pipe(one);
    for (const socket of [one, other])
      socket.on('error', () => {
        one.destroy();
        other.destroy();
      });
  }

  private keep<T extends net.Socket>(socket: T): T {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    return socket;
  }
}
