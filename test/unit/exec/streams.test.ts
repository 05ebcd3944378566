import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type WebSocket from 'ws';
import { readFrom, writeTo } from '../../../src/client/exec/streams';
import { settled } from '../../support/manualClock';

class FakeSocket extends EventEmitter {
  paused = false;
  bufferedAmount = 0;
  readonly sent: { data: string; binary: boolean }[] = [];
  private readonly callbacks: (() => void)[] = [];

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  send(data: Buffer | string, { binary }: { binary: boolean }, done: () => void): void {
    this.sent.push({ data: data.toString(), binary });
    this.bufferedAmount += data.length;
    this.callbacks.push(done);
  }

  flush(): void {
    this.bufferedAmount = 0;
    for (const done of this.callbacks.splice(0)) done();
  }

  data(bytes: Buffer | string): void {
    this.emit('message', Buffer.from(bytes), true);
  }

  eof(): void {
    this.emit('message', Buffer.alloc(0), false);
  }
}

const socketOf = (fake: FakeSocket): WebSocket => fake as unknown as WebSocket;

describe('streams over the sockets of an exec', () => {
  it('read to the empty text frame', async () => {
    const fake = new FakeSocket();
    let ends = 0;
    const stream = readFrom(socketOf(fake), 'stdout', () => ends++);
    fake.data('one ');
    fake.data('two');
    fake.eof();
    fake.emit('close');
    assert.equal(Buffer.concat((await stream.toArray()) as Buffer[]).toString(), 'one two');
    assert.equal(ends, 1);
  });

  it('call output truncated that closes without its end, after all that came', async () => {
    const fake = new FakeSocket();
    const stream = readFrom(socketOf(fake), 'stdout');
    const read = stream.toArray();
    fake.data('part');
    await settled();
    fake.emit('close');
    await assert.rejects(read, {
      kind: 'unreachable',
      message: 'The connection was lost: stdout is truncated',
    });
  });

  it('pause the socket while nobody reads', async () => {
    const fake = new FakeSocket();
    const stream = readFrom(socketOf(fake), 'stdout');
    while (!fake.paused) fake.data(Buffer.alloc(32 * 1024));
    assert.ok(stream.readableLength <= 300 * 1024);
    stream.resume();
    await settled();
    assert.equal(fake.paused, false);
  });

  it('write at the pace of the socket', async () => {
    const fake = new FakeSocket();
    const stream = writeTo(socketOf(fake));
    let accepted = 0;
    for (let i = 0; i < 100; i++) stream.write(Buffer.alloc(64 * 1024), () => accepted++);
    await settled();
    assert.ok(fake.bufferedAmount <= 320 * 1024, String(fake.bufferedAmount));
    assert.ok(accepted <= 5);
    for (let i = 0; i < 100; i++) {
      fake.flush();
      await settled();
    }
    assert.equal(accepted, 100);
  });

  it('end with an empty text frame', async () => {
    const fake = new FakeSocket();
    const stream = writeTo(socketOf(fake));
    stream.end('abc');
    await settled();
    assert.deepEqual(fake.sent, [
      { data: 'abc', binary: true },
      { data: '', binary: false },
    ]);
  });

  it('fail a write that the command did not wait for', async () => {
    const fake = new FakeSocket();
    const stream = writeTo(socketOf(fake));
    const failed = new Promise((resolve) => stream.once('error', resolve));
    for (let i = 0; i < 20; i++) stream.write(Buffer.alloc(64 * 1024));
    fake.emit('close');
    assert.match(String(await failed), /ended before it had read all of its input/);
  });
});
