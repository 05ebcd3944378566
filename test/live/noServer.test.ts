import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../scripts/lib/wait';
import type { ErrorKind } from '../../src/base/errors';
import type { Address } from '../../src/client/address';
import { connectionTo, MemoryLog, unhurried } from '../support/connect';
import { strangeServer } from '../support/impostor';
import { ManualClock } from '../support/manualClock';
import { soak } from '../support/seed';
import { expectFailure, failureOf } from './connectionSupport';

describe('connection', () => {
  describe('to what is no server', () => {
    const unix = async (answer: string | undefined, kind: ErrorKind, words: RegExp): Promise<void> => {
      const folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-strange-'));
      const path = join(folder, 'unix.socket');
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          if (answer === undefined) socket.destroy();
          else socket.end(answer);
        });
      });
      await new Promise<void>((resolve) => server.listen(path, resolve));
      try {
        await expectFailure({ kind: 'unix', path }, kind, words);
      } finally {
        await new Promise((resolve) => server.close(resolve));
        rmSync(folder, { recursive: true });
      }
    };
    const http = (status: string, body: string): string =>
      `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

    it('no socket file', () =>
      expectFailure({ kind: 'unix', path: '/nowhere/unix.socket' }, 'unreachable', /does not exist/));

    it('a port where nothing listens', () =>
      expectFailure(
        { kind: 'tls', host: '127.0.0.1', port: 1, trust: { kind: 'system' } },
        'unreachable',
        /Nothing listens on 127\.0\.0\.1:1/,
      ));

    it('a name that nobody knows', () =>
      expectFailure(
        { kind: 'tls', host: 'no-such-host.invalid', port: 8443, trust: { kind: 'system' } },
        'unreachable',
        /no-such-host\.invalid/,
      ));

    it('a web page', () => unix(http('200 OK', '<html>It works!</html>'), 'protocol', /not as LXD or Incus/));
    it('a gateway without its server', () =>
      unix(http('502 Bad Gateway', '<html>Bad Gateway</html>'), 'unreachable', /HTTP 502/));
    it('another JSON API', () => unix(http('200 OK', '{"hello":1}'), 'protocol', /not as LXD or Incus/));
    it('something that is not HTTP', () => unix('\x00\x01\x02garbage\r\n\r\n', 'unreachable', /lost/));
    it('something that closes at once', () => unix(undefined, 'unreachable', /lost/));

    it('plain HTTP where TLS should be', async () => {
      const server = await strangeServer(http('400 Bad Request', 'no'));
      try {
        const address: Address = {
          kind: 'tls',
          host: '127.0.0.1',
          port: server.port,
          trust: { kind: 'system' },
        };
        await expectFailure(address, 'protocol', /does not speak TLS/);
      } finally {
        await server.stop();
      }
    });

    it('a socket that takes the request and never answers: unreachable after 20 s', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-mute-'));
      const path = join(folder, 'unix.socket');
      const sockets: { destroy(): void }[] = [];
      const server = createServer((socket) => sockets.push(socket));
      await new Promise<void>((resolve) => server.listen(path, resolve));
      const clock = new ManualClock();
      const connection = connectionTo({ kind: 'unix', path }, 'mute', new MemoryLog(), clock);
      try {
        const failure = failureOf(connection.ready(unhurried()));
        await waitFor('the request', () => sockets.length > 0);
        await clock.pass(20_000);
        const error = await failure;
        assert.deepEqual([error.kind, error.message], ['unreachable', `${path} does not answer`]);
      } finally {
        connection.dispose();
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
        rmSync(folder, { recursive: true });
      }
    });

    if (soak) {
      it('a port that takes the connection and never answers: unreachable after 15 s', async () => {
        const server = await strangeServer();
        try {
          const trust = { kind: 'system' } as const;
          await expectFailure(
            { kind: 'tls', host: '127.0.0.1', port: server.port, trust },
            'unreachable',
            /not answer/,
          );
        } finally {
          await server.stop();
        }
      });
    }
  });
});
