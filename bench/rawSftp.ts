import type net from 'node:net';
import type { Upgraded } from '../src/client/upgrade';

/** Packet types of SFTP v3, draft-ietf-secsh-filexfer-02, 3. */
const type = { init: 1, version: 2, close: 4, opendir: 11, readdir: 12, status: 101, handle: 102, name: 104 };

interface RawEntry {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly mtime: number;
}

/** The least that can list a directory: one request after the other, no checks, no errors told apart. */
export class RawSftp {
  private readonly socket: net.Socket;
  private received: Buffer;
  private onPacket: ((packet: Buffer) => void) | undefined;

  constructor({ socket, head }: Upgraded) {
    this.socket = socket;
    this.received = head;
    socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk]); // the pieces share their memory
      this.deliver();
    });
    socket.resume();
  }

  /** Shakes hands. */
  async open(): Promise<void> {
    await this.ask(type.init, Buffer.from([0, 0, 0, 3]));
  }

  close(): void {
    this.socket.destroy();
  }

  async list(path: string): Promise<RawEntry[]> {
    const opened = await this.ask(type.opendir, withId(text(Buffer.from(path))));
    if (opened[4] !== type.handle) throw new Error(`raw SFTP could not open ${path}`);
    const handle = withId(opened.subarray(9)); // still with its length before it
    const entries: RawEntry[] = [];
    for (;;) {
      const answer = await this.ask(type.readdir, handle);
      if (answer[4] !== type.name) break;
      readNames(answer, entries);
    }
    await this.ask(type.close, handle);
    return entries;
  }

  private ask(kind: number, body: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      this.onPacket = resolve;
      const head = Buffer.allocUnsafe(5);
      head.writeUInt32BE(body.length + 1);
      head[4] = kind;
      this.socket.write(Buffer.concat([head, body]));
    });
  }

  private deliver(): void {
    if (this.received.length < 4) return;
    const end = 4 + this.received.readUInt32BE(0);
    if (this.received.length < end) return;
    const packet = this.received.subarray(0, end);
    this.received = this.received.subarray(end);
    this.onPacket?.(packet);
  }
}

function withId(body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 1]), body]);
}

function text(bytes: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Names with the attributes that pkg/sftp always sends: size, uid and gid, mode, times, in that order; extended ones rarely. */
function readNames(packet: Buffer, into: RawEntry[]): void {
  let at = 9;
  const number = () => {
    at += 4;
    return packet.readUInt32BE(at - 4);
  };
  const string = () => {
    const length = number();
    at += length;
    return packet.toString('utf8', at - length, at);
  };
  for (let left = number(); left > 0; left--) {
    const name = string();
    const longname = number();
    at += longname;
    const flags = number();
    const size = flags & 1 ? number() * 2 ** 32 + number() : 0;
    if (flags & 2) at += 8;
    const mode = flags & 4 ? number() : 0;
    if (flags & 8) at += 4;
    const mtime = flags & 8 ? number() : 0;
    if (flags & 0x80000000) for (let texts = 2 * number(); texts > 0; texts--) string();
    into.push({ name, size, mode, mtime });
  }
}
