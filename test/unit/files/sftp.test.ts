import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { createRequire } from 'node:module';
import type net from 'node:net';
import { AppError } from '../../../src/base/errors';
import { entryOf, statOf } from '../../../src/client/files/attributes';
import { SftpChannel, openFlags } from '../../../src/client/files/channel';
import { FileError, statusError } from '../../../src/client/files/fileError';
import { readAll, writeAll } from '../../../src/client/files/transfer';
import { settled } from '../../support/manualClock';
import { bytes, random } from '../../support/seed';

const signal = new AbortController().signal;
const o = { signal };

/** What ssh2 offers for the other side: enough of a server to answer with what a test wants. */
interface ServerSide {
  push(data: Buffer | null): void;
  on(event: string, listener: (id: number, ...rest: never[]) => void): void;
  handle(id: number, handle: Buffer): void;
  data(id: number, data: Buffer): void;
  status(id: number, code: number, message?: string): void;
  attrs(id: number, attributes: object): void;
}

const { SFTP } = createRequire(import.meta.url)('ssh2/lib/protocol/SFTP.js') as {
  SFTP: new (client: object, channel: object, options: object) => ServerSide;
};

/** A socket with an SFTP server behind it. */
class FakeSocket extends Duplex {
  readonly server: ServerSide;

  constructor(define: (server: ServerSide) => void) {
    super();
    const flow = { id: 0, window: Infinity, packetSize: Infinity, state: 'open' };
    const protocol = {
      channelData: (_id: number, data: Buffer) => this.push(Buffer.from(data)),
      channelClose: () => this.destroy(),
    };
    this.server = new SFTP(
      { _protocol: protocol },
      { type: 'sftp', incoming: { ...flow }, outgoing: { ...flow } },
      { server: true },
    );
    define(this.server);
  }

  setTimeout(): this {
    return this;
  }

  override _read(): void {
    // bytes are pushed when the server answers
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.server.push(chunk);
    done();
  }
}

async function open(
  define: (server: ServerSide) => void,
): Promise<{ channel: SftpChannel; socket: FakeSocket }> {
  const socket = new FakeSocket(define);
  const upgraded = { socket: socket as unknown as net.Socket, head: Buffer.alloc(0) };
  return { channel: await SftpChannel.open(upgraded, o), socket };
}

/** Serves one file; `shortBy` bytes fewer than asked for arrive in each answer. */
function serveFile(content: Buffer, shortBy = 0) {
  return (server: ServerSide): void => {
    server.on('OPEN', (id) => {
      server.handle(id, Buffer.from('h'));
    });
    server.on('READ', (id, _handle: Buffer, offset: number, length: number) => {
      const data = content.subarray(offset, offset + Math.max(1, length - shortBy));
      if (data.length === 0) server.status(id, 1);
      else server.data(id, data);
    });
    server.on('WRITE', (id, _handle: Buffer, offset: number, data: Buffer) => {
      data.copy(content, offset);
      server.status(id, 0);
    });
    server.on('CLOSE', (id) => {
      server.status(id, 0);
    });
  };
}

describe('the SFTP connection', () => {
  it('reads whole files when blocks come short, the size is 0, too large or too small', async () => {
    const content = bytes(random(), 100_000);
    const { channel } = await open(serveFile(content, 1000));
    const handle = await channel.openFile('/f', openFlags.read, {}, o);
    for (const size of [100_000, 0, 120_000])
      assert.ok(content.equals(await readAll(channel, handle, size, o)));
    assert.equal((await readAll(channel, handle, 40_000, o)).length, 40_000);
  });

  it('writes every block', async () => {
    const content = Buffer.alloc(1_000_001);
    const data = bytes(random(), 1_000_001);
    const { channel } = await open(serveFile(content));
    const handle = await channel.openFile('/f', openFlags.write, {}, o);
    await writeAll(channel, handle, new Uint8Array(data), o);
    assert.ok(content.equals(data));
  });

  it('fails every request that waits when the connection ends, and all later ones', async () => {
    const { channel, socket } = await open(() => undefined);
    const waiting = [channel.stat('/a', o), channel.stat('/b', o)];
    const rejected = waiting.map((work) =>
      assert.rejects(work, (error) => AppError.is(error, 'unreachable')),
    );
    socket.destroy();
    await Promise.all(rejected);
    assert.equal(channel.ended, true);
    await assert.rejects(channel.stat('/c', o), (error) => AppError.is(error, 'unreachable'));
  });

  it('fails when something else than SFTP arrives', async () => {
    const { channel, socket } = await open(() => undefined);
    const stat = assert.rejects(channel.stat('/a', o), (error) => AppError.is(error, 'unreachable'));
    socket.push(Buffer.from('HTTP/1.1 500 no'));
    await stat;
  });

  it('stops waiting when cancelled, and closes what is opened too late', async () => {
    let answer = (): void => undefined;
    const closed: string[] = [];
    const { channel } = await open((server) => {
      server.on('OPEN', (id) => {
        answer = () => {
          server.handle(id, Buffer.from('late'));
        };
      });
      server.on('CLOSE', (id, handle: Buffer) => {
        closed.push(handle.toString());
        server.status(id, 0);
      });
    });
    const stop = new AbortController();
    const opening = channel.openFile('/f', openFlags.read, {}, { signal: stop.signal });
    await settled();
    stop.abort();
    await assert.rejects(opening, { name: 'AbortError' });
    answer();
    await settled();
    assert.deepEqual(closed, ['late']);
  });
});

describe('answers of an SFTP server', () => {
  it('are told apart by status and by words', () => {
    const cases = [
      [2, 'file does not exist', 'missing', 'notFound'],
      [3, 'permission denied', 'permission', 'forbidden'],
      [4, 'open /f: file exists', 'exists', 'conflict'],
      [4, 'remove /f: directory not empty', 'notEmpty', 'conflict'],
      [4, 'open /f: read-only file system', 'readOnly', 'forbidden'],
      [4, 'rename /f /g: invalid cross-device link', 'crossDevice', 'rejected'],
      [4, 'rename /f /g: device or resource busy', 'busy', 'rejected'],
      [4, 'open /f: no such file or directory', 'missing', 'notFound'],
      [4, 'write /f: no space left on device', 'noSpace', 'operationFailed'],
      [4, 'write /f: disk quota exceeded', 'noSpace', 'operationFailed'],
      [4, 'something new', 'failure', 'operationFailed'],
    ] as const;
    for (const [status, words, reason, kind] of cases) {
      const error = statusError(status, words, '/f');
      assert.deepEqual([error.reason, error.kind], [reason, kind], words);
      assert.ok(error.message.includes('/f'), error.message);
    }
    assert.equal(statusError(3, '', '/f').message, '/f: permission denied');
    assert.ok(FileError.matches(statusError(2, '', '/f'), 'missing', 'exists'));
  });

  it('give types, special bits and link counts', () => {
    const name = (mode: number, links: string) =>
      entryOf({
        filename: 'f',
        longname: `-rw-r--r-- ${links} root     root     3 Jan  1 f`,
        attrs: { mode, size: 3 },
      });
    assert.deepEqual([name(0o104755, '   2').links, name(0o104755, '2').mode], [2, 0o4755]);
    assert.equal(entryOf({ filename: 'f', longname: 'f', attrs: {} }).links, 1);
    const types = [0o100644, 0o40755, 0o120777, 0o10644, 0o140755, 0o20666, 0o60660].map(
      (mode) => statOf({ mode }).type,
    );
    assert.deepEqual(types, ['file', 'directory', 'symlink', 'pipe', 'socket', 'device', 'device']);
  });
});
