import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../src/base/errors';
import { systemClock } from '../../src/base/signal';
import { openEvents } from '../../src/client/events';
import { runCommand } from '../../src/client/exec/runCommand';
import { SftpChannel } from '../../src/client/files/channel';
import { apiPath } from '../../src/client/path';
import { getServer } from '../../src/client/server';
import type { Transport } from '../../src/client/transport';
import { waitFor } from '../../scripts/lib/wait';
import { addressOf, connectionTo, unhurried, withTransport } from '../support/connect';
import { ManInTheMiddle } from '../support/manInTheMiddle';
import { eachTarget, uniqueName } from '../support/targets';

/** Every path on which something leaves this machine for a server. */
const paths: Readonly<Record<string, (transport: Transport, instance: string) => Promise<unknown>>> = {
  'a request': (transport) => transport.value(getServer(), unhurried()),
  'a request that waits': (transport) => transport.wait(getServer(), unhurried()),
  'an upload': (transport) =>
    transport.send(
      {
        method: 'POST',
        path: '/1.0/images',
        upload: { data: Buffer.alloc(1000, 'secret') },
        decode: () => undefined,
      },
      unhurried(),
    ),
  'a download': (transport) =>
    transport.download({ method: 'GET', path: '/1.0/metrics', raw: true }, unhurried()),
  events: (transport) => openEvents(transport, { types: ['lifecycle'], clock: systemClock, ...unhurried() }),
  exec: (transport, instance) =>
    runCommand(transport, { project: 'default', instance, command: ['cat', '/etc/passwd'] }, unhurried()),
  'the websocket of an exec': (transport) =>
    transport.webSocket(
      '/1.0/operations/00000000-0000-4000-8000-000000000000/websocket?secret=x',
      unhurried(),
    ),
  SFTP: async (transport, instance) =>
    SftpChannel.open(
      await transport.rawSocket(apiPath`/1.0/instances/${instance}/sftp`, 'sftp', unhurried()),
      unhurried(),
    ),
  'a probe': (transport) => transport.probe(unhurried()),
};

describe('a man in the middle', () => {
  eachTarget((target) => {
    if (target.address.kind !== 'tls') return;
    const { certFile } = target.address;
    const instance = uniqueName('mitm');
    let middle: ManInTheMiddle;

    before(async () => {
      await target.cli(['launch', 'busybox', instance]);
    });
    after(async () => {
      await target.cli(['delete', '--force', instance]);
    });
    beforeEach(async () => {
      middle = await ManInTheMiddle.start(target);
    });
    afterEach(() => middle.stop());

    for (const [name, go] of Object.entries(paths)) {
      it(`learns nothing from ${name}, also on a transport that worked before`, async () => {
        await withTransport(addressOf(target, middle.port), async (transport) => {
          await transport.value(getServer(), unhurried()); // it works while nobody reads along
          middle.attack = true;
          await transport.reset();
          await assert.rejects(go(transport, instance), (error: unknown) => {
            assert.ok(AppError.is(error, 'untrusted'), String(error));
            assert.match(error.message, /presents another certificate .* Nothing was sent/);
            return true;
          });
          assert.ok(middle.attacked > 0, 'nobody was attacked');
          assert.equal(middle.read, 0, 'it has read something');
        });
      });
    }

    it('would get through if its certificate were the trusted one: these tests can fail', async () => {
      middle.attack = true;
      const address = addressOf(target, middle.port);
      assert.ok(address.kind === 'tls');
      const { fingerprint256 } = new X509Certificate(readFileSync(certFile));
      const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
      await withTransport({ ...address, trust: { kind: 'pin', fingerprint } }, async (transport) => {
        const server = await transport.value(getServer(), unhurried());
        assert.equal(server.trusted, true);
        assert.ok(middle.read > 0);
      });
    });

    it('does not get the reconnect of a remote either: it is lost, with both fingerprints', async () => {
      const connection = connectionTo(addressOf(target, middle.port));
      try {
        await connection.ready(unhurried());
        middle.attack = true;
        await connection.transport.reset();
        connection.reconnect();
        await waitFor('the remote to be lost', () => connection.state.kind === 'lost');
        const { state } = connection;
        assert.ok(state.kind === 'lost' && state.error.kind === 'untrusted');
        assert.match(
          state.error.message,
          /another certificate \([0-9a-f]{12}…\) than the trusted one \([0-9a-f]{12}…\)/,
        );
        assert.equal(middle.read, 0);
      } finally {
        connection.dispose();
      }
    });
  });
});
