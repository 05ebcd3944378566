import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { waitFor } from '../../scripts/lib/wait';
import { systemClock } from '../../src/base/signal';
import type { Address } from '../../src/client/address';
import { getServer } from '../../src/client/server';
import { Collection } from '../../src/model/collection';
import type { Connection } from '../../src/model/connection';
import type { Instance } from '../../src/resources/instances/instance';
import { instanceSource } from '../../src/resources/instances/source';
import { addressOf, connectionTo, MemoryLog, unhurried, withTransport } from '../support/connect';
import { tlsImpostor } from '../support/impostor';
import { soak } from '../support/seed';
import { eachTarget, type Target, targets, uniqueName } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';
import { expectFailure, failureOf } from './connectionSupport';

/** For what must not happen: there is no condition to wait for. */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type TlsAddress = Extract<Address, { kind: 'tls' }>;

/** Names and states, as `lxc list` has them. */
async function listed(target: Target): Promise<Record<string, string>> {
  const csv = await target.cli(['list', '--format', 'csv', '-c', 'ns']);
  const rows = csv.trim().split('\n').filter(Boolean);
  return Object.fromEntries(rows.map((row) => row.split(',') as [string, string]));
}

function shown(collection: Collection<Instance>): Record<string, string> {
  return Object.fromEntries(collection.items.map(({ name, statusText }) => [name, statusText.toUpperCase()]));
}

function watch(connection: Connection): Collection<Instance> {
  return new Collection(connection, instanceSource(connection, 'default'), {
    log: new MemoryLog(),
    clock: systemClock,
  });
}

describe('connection', () => {
  eachTarget((target) => {
    if (target.address.kind === 'tls') {
      const { host, port } = target.address;

      describe('to a server that is not the trusted one', () => {
        for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
          it(`sends it nothing, over ${version}: no request, no client certificate`, async () => {
            const impostor = await tlsImpostor(target, { maxVersion: version, minVersion: version });
            const proxy = await TcpProxy.start({ host: '127.0.0.1', port: impostor.port });
            try {
              const address = addressOf(target, proxy.port);
              const error = await withTransport(address, (transport) =>
                failureOf(transport.value(getServer(), unhurried())),
              );
              await withTransport(address, (transport) =>
                failureOf(transport.webSocket('/1.0/events', unhurried())),
              );
              assert.equal(error.kind, version === 'TLSv1.3' ? 'untrusted' : 'protocol', error.message);
              await waitFor('the impostor to see the end', () => proxy.open === 0);
              assert.ok(proxy.passed.toServer > 0, 'the client never reached the impostor');
              assert.equal(impostor.received(), 0, 'the impostor got bytes of a request');
              assert.equal(impostor.certificates(), 0, 'the impostor got our certificate');
            } finally {
              await proxy.stop();
              await impostor.stop();
            }
          });
        }

        it('says which certificate it has, and does not try again by itself', async () => {
          const address = addressOf(target) as TlsAddress;
          const trust = { kind: 'pin', fingerprint: 'ab'.repeat(32) } as const;
          const proxy = await TcpProxy.start({ host, port });
          const connection = connectionTo({ ...address, port: proxy.port, trust });
          try {
            const error = await failureOf(connection.ready(unhurried()));
            assert.equal(error.kind, 'untrusted');
            assert.match(
              error.message,
              /another certificate \([0-9a-f]{12}…\).*abababababab.*Nothing was sent/,
            );
            assert.equal(connection.state.kind, 'lost');
            await sleep(700);
            assert.equal(proxy.connections, 1);
          } finally {
            connection.dispose();
            await proxy.stop();
          }
        });

        it('asks for a pin, an authority or a public certificate: a self-signed one alone is not enough', () =>
          expectFailure(
            { ...(addressOf(target) as TlsAddress), trust: { kind: 'system' } },
            'untrusted',
            /certificate of .* is not trusted/,
          ));
      });

      it('without a certificate of ours: not trusted', async () => {
        const { identity, ...address } = addressOf(target) as TlsAddress;
        assert.ok(identity);
        await expectFailure(address, 'untrusted', /does not trust this computer/);
        await withTransport(address, async (transport) => {
          const server = await transport.value(getServer(), unhurried());
          assert.deepEqual([server.trusted, server.product], [false, target.kind]);
          const list = { method: 'GET', path: '/1.0/instances', decode: String } as const;
          assert.equal((await failureOf(transport.value(list, unhurried()))).kind, 'forbidden');
          const refused = await failureOf(transport.webSocket('/1.0/events', unhurried()));
          assert.equal(refused.kind, 'forbidden');
        });
      });

      it('with a key that does not belong to the certificate: says so', async () => {
        const address = addressOf(target) as TlsAddress;
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
        for (const wrong of [key, 'rubbish']) {
          const identity = { cert: address.identity!.cert, key: wrong };
          await expectFailure({ ...address, identity }, 'untrusted', /certificate or key .* cannot be used/);
        }
      });

      it('cut: lost at once, and ready again by itself', async () => {
        const proxy = await TcpProxy.start({ host, port });
        const connection = connectionTo(addressOf(target, proxy.port));
        const states: string[] = [];
        connection.onDidChangeState(({ kind }) => states.push(kind));
        try {
          await connection.ready(unhurried());
          const collection = watch(connection);
          collection.open();
          await collection.loaded(unhurried());
          proxy.cutAll();
          await waitFor('the cut to be seen', () => connection.state.kind === 'lost', { interval: 2 });
          await waitFor('the reconnect', () => connection.state.kind === 'ready', {
            interval: 5,
            timeout: 2000,
          });
          assert.deepEqual(states, ['connecting', 'ready', 'lost', 'ready']);
          const expected = await listed(target);
          await waitFor('the list', () => JSON.stringify(shown(collection)) === JSON.stringify(expected));
        } finally {
          connection.dispose();
          await proxy.stop();
        }
      });

      it('at garbage: lost with a reason', async () => {
        const proxy = await TcpProxy.start({ host, port });
        proxy.disturb({ garbage: { direction: 'toClient', data: Buffer.from('SSH-2.0-OpenSSH_9.2\r\n') } });
        try {
          await expectFailure(addressOf(target, proxy.port), 'protocol', /does not speak TLS/);
        } finally {
          await proxy.stop();
        }
      });
    }

    describe('while the server is killed and started again', () => {
      it('is lost, comes back within 2 s of it, and has what lxc list has', async () => {
        const [gone, kept] = [uniqueName(target.id), uniqueName(target.id)];
        await target.cli(['init', 'busybox', gone]);
        await target.cli(['init', 'busybox', kept]);
        const connection = connectionTo(addressOf(target));
        try {
          const collection = watch(connection);
          collection.open();
          await collection.loaded(unhurried());
          assert.deepEqual(shown(collection), await listed(target));
          await target.server.kill();
          await waitFor('the loss', () => connection.state.kind === 'lost', { interval: 5, timeout: 2000 });
          assert.ok(collection.item(gone), 'the last known rows are gone');
          await target.server.start();
          const back = performance.now();
          await waitFor('the reconnect', () => connection.state.kind === 'ready', { interval: 5 });
          const late = performance.now() - back;
          assert.ok(late < 2000, `ready ${late} ms after the server`);
          // Events or the new list: one of them has it.
          await target.cli(['delete', gone]);
          const expected = await listed(target);
          await waitFor('the same list', () => {
            assert.deepEqual(shown(collection), expected);
            return true;
          });
        } finally {
          connection.dispose();
          await target.cli(['delete', '--force', kept]);
        }
      });
    });
  });

  it('idle: no server is sent anything but the event stream, on any way', async function () {
    const seconds = soak ? 60 : 15;
    this.timeout(seconds * 1000 + 60_000);
    const requests = (file: string): string[] =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes('Handling API request') && !/waitready|internal/.test(line));
    const all = await Promise.all(
      targets().map(async (target) => {
        const name = uniqueName(target.id);
        await target.cli(['launch', 'busybox', name]);
        const connection = connectionTo(addressOf(target));
        const collection = watch(connection);
        collection.open();
        await collection.loaded(unhurried());
        return { target, name, connection, collection };
      }),
    );
    try {
      // A container that just started may still get its address: that is looked for, three times in 8 s.
      await sleep(9000);
      const files = [...new Set(targets().map(({ logFile }) => logFile))];
      const before = files.map((file) => requests(file).length);
      for (const count of before) assert.ok(count > 0, 'a server logs no request: the count means nothing');
      await sleep(seconds * 1000);
      assert.deepEqual(
        files.map((file, i) => requests(file).slice(before[i])),
        files.map(() => []),
      );
      // They are alive all the same.
      for (const { target, name, collection } of all) {
        await target.cli(['stop', '--force', name]);
        const stopped = (): boolean => collection.item(name)?.status === 'stopped';
        await waitFor('the event', stopped, { timeout: 1000, interval: 5 });
      }
    } finally {
      for (const { target, name, connection } of all) {
        connection.dispose();
        await target.cli(['delete', '--force', name]);
      }
    }
  });
});
