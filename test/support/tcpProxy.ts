import { createConnection, createServer, type Socket } from 'node:net';

/** Where the proxy passes everything on to. */
export type Upstream = { readonly host: string; readonly port: number } | { readonly path: string };
export type Direction = 'toServer' | 'toClient';

/** What one connection, or all of them, is to suffer. Settings hold for connections that exist, too. */
export interface Disturbance {
  /** Milliseconds that every piece waits, in each direction; order is kept. */
  delay?: number;
  /** Resets a connection once this many bytes, of all connections together, have passed in that direction; no byte more of it is passed on. Happens once. */
  cutAfter?: { direction: Direction; bytes: number };
  /** Sent instead of the first bytes of a direction, once per connection. */
  garbage?: { direction: Direction; data: Buffer };
  /** Takes bytes from both sides and passes nothing on: a network that went away in silence. */
  blackHole?: boolean;
  /** Turns new connections away at once. */
  refuse?: boolean;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy in front of a server: forwards, counts, and does to the bytes what `disturb` says. */
export class TcpProxy {
  readonly passed: Record<Direction, number> = { toServer: 0, toClient: 0 };
  connections = 0;
  /** How often `cutAfter` has struck. */
  cuts = 0;
  private disturbance: Disturbance = {};
  private readonly links = new Set<Link>();
  private readonly listener = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    this.accept(client);
  });

  private constructor(private readonly upstream: Upstream) {}

  static async start(upstream: Upstream): Promise<TcpProxy> {
    const proxy = new TcpProxy(upstream);
    await new Promise<void>((resolve, reject) => {
      proxy.listener.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address = this.listener.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Replaces what was set before and counts from zero again; `disturb({})` is a plain proxy. */
  disturb(disturbance: Disturbance): void {
    this.disturbance = disturbance;
    this.passed.toServer = 0;
    this.passed.toClient = 0;
  }

  /** Resets every connection there is; new ones are served. */
  cutAll(): void {
    for (const link of this.links) this.cut(link);
  }

  get open(): number {
    return this.links.size;
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private accept(client: Socket): void {
    this.connections++;
    if (this.disturbance.refuse) {
      client.resetAndDestroy();
      return;
    }
    const server = createConnection({ ...this.upstream, noDelay: true, allowHalfOpen: true });
    const link = { client, server };
    this.links.add(link);
    this.forward(link, 'toServer', client, server);
    this.forward(link, 'toClient', server, client);
  }

  private cut({ client, server }: Link): void {
    // A unix socket has no RST: destroying it is as sudden.
    for (const socket of [client, server]) {
      if (socket.remoteFamily) socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  private forward(link: Link, direction: Direction, from: Socket, to: Socket): void {
    let spoiled = false;
    let last = Promise.resolve();
    const inOrder = (task: () => void) => {
      const { delay } = this.disturbance;
      const due = delay ? new Promise((resolve) => setTimeout(resolve, delay)) : undefined;
      last = last.then(() => due).then(task);
    };
    from.on('data', (piece: Buffer) => {
      const { garbage, blackHole } = this.disturbance;
      if (blackHole) return;
      if (garbage?.direction === direction && !spoiled) {
        spoiled = true;
        piece = garbage.data;
      }
      inOrder(() => {
        this.pass(link, direction, to, piece, from);
      });
    });
    from.on('end', () => {
      if (!this.disturbance.blackHole) inOrder(() => to.end());
    });
    from.on('error', () => {
      this.cut(link); // a reset on one side is one on the other
    });
    from.on('close', () => {
      this.links.delete(link);
      if (this.disturbance.blackHole) this.cut(link);
    });
  }

  private pass(link: Link, direction: Direction, to: Socket, piece: Buffer, from: Socket): void {
    const { cutAfter } = this.disturbance;
    const left = cutAfter?.direction === direction ? cutAfter.bytes - this.passed[direction] : Infinity;
    const allowed = piece.subarray(0, Math.max(0, left));
    this.passed[direction] += allowed.length;
    const roomy = to.destroyed || allowed.length === 0 || to.write(allowed);
    if (piece.length >= left) {
      this.disturbance = { ...this.disturbance };
      delete this.disturbance.cutAfter;
      this.cuts++;
      from.pause();
      // What was let through must arrive before the reset.
      to.end(() => {
        this.cut(link);
      });
    } else if (!roomy) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  }
}
