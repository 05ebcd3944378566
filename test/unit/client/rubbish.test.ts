import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/base/errors';
import { silentLog } from '../../../src/base/log';
import { openEvents } from '../../../src/client/events';
import { readFrom } from '../../../src/client/exec/streams';
import { getServer } from '../../../src/client/server';
import { Transport } from '../../../src/client/transport';
import { ManualClock } from '../../support/manualClock';
import { mutateBytes, oneOf } from '../../support/mutate';
import { random } from '../../support/seed';

/** The same mutants in every run; MUTANTS=<number> makes others. */
const source = random(Number(process.env['MUTANTS'] ?? 20_261_126));

const body = JSON.stringify({ type: 'sync', metadata: { api_extensions: [], auth: 'trusted' } });
const answer = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nEtag: "a"\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const socketAnswer =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n';
const strange = [
  'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope',
  'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}',
  `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`,
  `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}\r\n`,
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n',
  'HTTP/9.9 999 ???\r\n\r\n',
  'HTTP/1.1 301 Moved\r\nLocation: http://192.0.2.1/\r\n\r\n',
  'SSH-2.0-OpenSSH_9.2\r\n',
  '\0\x01\x02\x03',
];

/** RFC 6455, 4.2.2: what proves that the other side has read the key. */
function proofOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** A whole frame of a server, of less than 126 bytes or of less than 64 KiB. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length]), payload]);
}

describe('a server that talks rubbish', function () {
  this.timeout(120_000);
  let folder: string;
  let server: Server;
  let reply: (socket: Socket, request: string) => void;
  let transport: Transport;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-rubbish-'));
    const path = join(folder, 'socket');
    server = createServer((socket) => {
      socket.on('error', () => undefined); // the client hangs up on rubbish
      socket.once('data', (request: Buffer) => {
        reply(socket, request.toString());
      });
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    transport = new Transport({ kind: 'unix', path }, silentLog);
  });
  after(async () => {
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  /** The error of a request that must end, or undefined where the mutant was still an answer. */
  async function outcome(work: (signal: AbortSignal) => Promise<unknown>): Promise<AppError | undefined> {
    try {
      await work(AbortSignal.timeout(30_000));
      return undefined;
    } catch (error) {
      assert.ok(AppError.is(error), String(error));
      assert.match(error.message, /^\S[^]{0,2200}$/);
      return error;
    }
  }

  it('to requests: 600 mutated heads and bodies', async () => {
    let refused = 0;
    for (let n = 0; n < 600; n++) {
      const mutant =
        n < strange.length
          ? Buffer.from(strange[n] ?? '')
          : mutateBytes(Buffer.from(oneOf(source, [answer, chunked])), source);
      reply = (socket) => socket.end(mutant);
      const error = await outcome((signal) => transport.value(getServer(), { signal }));
      if (n < strange.length) assert.ok(error, strange[n]);
      if (error) refused++;
      await transport.reset();
    }
    console.log(`      600 mutants, ${refused} refused`);
  });

  it('to websockets and raw streams: 400 mutated handshakes', async () => {
    for (let n = 0; n < 400; n++) {
      const mutant = mutateBytes(Buffer.from(oneOf(source, [socketAnswer, ...strange])), source);
      reply = (socket) => socket.end(mutant);
      const error = await outcome(async (signal) => {
        if (n % 2 === 0) (await transport.webSocket('/1.0/events', { signal })).terminate();
        else (await transport.rawSocket('/1.0/x', 'sftp', { signal })).socket.destroy();
      });
      // A handshake that proves nothing is none; a raw stream has nothing to prove.
      if (n % 2 === 0) assert.ok(error, mutant.toString());
    }
  });

  it('in the frames of websockets: 500 mutated streams of events and of output', async () => {
    const event = JSON.stringify({
      type: 'lifecycle',
      project: 'a',
      metadata: { action: 'x', source: '/1.0/y' },
    });
    const frames = Buffer.concat([
      frame(1, Buffer.from(event)),
      frame(2, Buffer.from('output')),
      frame(1, Buffer.alloc(0)),
    ]);
    for (let n = 0; n < 500; n++) {
      const mutant = mutateBytes(frames, source);
      reply = (socket, request) => {
        const [, key = ''] = /Sec-WebSocket-Key: (\S+)/i.exec(request) ?? [];
        socket.write(socketAnswer.replace('Accept: x', `Accept: ${proofOf(key)}`));
        socket.end(mutant);
      };
      const error = await outcome(async (signal) => {
        if (n % 2 === 0) {
          const options = { signal, types: ['lifecycle'] as const, clock: new ManualClock() };
          for await (const { type } of await openEvents(transport, options))
            assert.equal(typeof type, 'string');
        } else {
          const webSocket = await transport.webSocket('/1.0/operations/x/websocket', { signal });
          // As a session does: a broken frame ends the socket, and the stream says what is missing.
          webSocket.on('error', () => undefined);
          for await (const chunk of readFrom(webSocket, 'output')) assert.ok(Buffer.isBuffer(chunk));
        }
      });
      // Events never end well; output may, where its end was left whole.
      if (n % 2 === 0) assert.ok(error, mutant.toString('hex'));
    }
  });

  it('in a message without end: it is given up at a limit', async () => {
    reply = (socket, request) => {
      const [, key = ''] = /Sec-WebSocket-Key: (\S+)/i.exec(request) ?? [];
      socket.write(socketAnswer.replace('Accept: x', `Accept: ${proofOf(key)}`));
      const head = Buffer.alloc(10);
      head.set([0x81, 127]);
      head.writeBigUInt64BE(2n ** 40n, 2);
      socket.write(head);
    };
    const error = await outcome(async (signal) => {
      const options = { signal, types: ['lifecycle'] as const, clock: new ManualClock() };
      for await (const { type } of await openEvents(transport, options)) assert.fail(type);
    });
    assert.match(error?.message ?? '', /The event stream broke: .*max payload/i);
  });

  it('without end: it is given up at a limit', async () => {
    let sent = 0;
    reply = (socket) => {
      const piece = Buffer.alloc(4 * 2 ** 20, ' ');
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n');
      const more = (): void => {
        if (socket.destroyed) return;
        sent += piece.length;
        socket.write(piece, more);
      };
      more();
    };
    const error = await outcome((signal) => transport.value(getServer(), { signal }));
    assert.match(error?.message ?? '', /larger than 256 MiB/);
    assert.ok(sent < 400 * 2 ** 20, `${sent} bytes were taken`);
    await transport.reset();
  });
});
