import { Duplex } from 'node:stream';
import { settled } from '../../support/manualClock';

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

export function packet(type: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...parts]);
  return Buffer.concat([u32(body.length), body]);
}

/** SSH_FXP_ATTRS with size, owner, mode and times. */
export function attributes(id: number): Buffer {
  return packet(105, [u32(id), u32(15), u32(0), u32(1234), u32(0), u32(0), u32(0o100644), u32(1), u32(2)]);
}

/** A peer that answers each message with the next reply, and hangs up when nothing more is asked. */
export class Replying extends Duplex {
  private asked = 0;

  constructor(private readonly replies: Buffer[]) {
    super();
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // bytes are pushed when something was asked
  }

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    const reply = this.replies.shift();
    if (reply && reply.length > 0) this.push(reply);
    const asked = ++this.asked;
    // Nothing more was asked: what is incomplete stays so, as the peer hangs up.
    void settled().then(() => {
      if (this.asked === asked && !this.readableEnded) this.push(null);
    });
    done();
  }
}
