import assert from 'node:assert/strict';
import { AppError } from '../../src/base/errors';
import type { Address } from '../../src/client/address';
import { getServer } from '../../src/client/server';
import { strangeServer } from '../support/impostor';
import { addressOf, unhurried, withTransport } from '../support/connect';
import { TcpProxy } from '../support/tcpProxy';
import { eachTarget } from '../support/targets';

describe('a server with several addresses', () => {
  eachTarget((target) => {
    if (target.address.kind !== 'tls') return;
    const { host, port } = target.address;
    const at = (first: number, ...others: number[]): Address => {
      const address = addressOf(target, first);
      assert.ok(address.kind === 'tls');
      return { ...address, others: others.map((other) => ({ host: '127.0.0.1', port: other })) };
    };

    it('is reached at the first that answers, and asked there from then on', async () => {
      const dead = await TcpProxy.start({ host, port });
      const good = await TcpProxy.start({ host, port });
      dead.disturb({ refuse: true });
      try {
        await withTransport(at(dead.port, good.port), async (transport) => {
          assert.equal((await transport.value(getServer(), unhurried())).trusted, true);
          assert.deepEqual([dead.connections, good.connections], [1, 1]);
          await transport.reset();
          await transport.value(getServer(), unhurried());
          assert.deepEqual([dead.connections, good.connections], [1, 2]);
          // It goes away, and the other is back.
          dead.disturb({});
          good.disturb({ refuse: true });
          await transport.reset();
          await transport.value(getServer(), unhurried());
          assert.deepEqual([dead.connections, good.connections], [2, 3]);
        });
      } finally {
        await Promise.all([dead.stop(), good.stop()]);
      }
    });

    it('is not reached where none answers: every one is named with its reason', () =>
      withTransport(at(1, 2), (transport) =>
        assert.rejects(transport.value(getServer(), unhurried()), (error: unknown) => {
          assert.ok(AppError.is(error, 'unreachable'));
          assert.equal(
            error.message,
            'No address answers: Nothing listens on 127.0.0.1:1; Nothing listens on 127.0.0.1:2',
          );
          return true;
        }),
      ));

    it('is not looked for elsewhere once somebody answers who is not it', async () => {
      const impostor = await strangeServer('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      const good = await TcpProxy.start({ host, port });
      try {
        await withTransport(at(impostor.port, good.port), (transport) =>
          assert.rejects(transport.value(getServer(), unhurried()), (error: unknown) =>
            AppError.is(error, 'protocol'),
          ),
        );
        assert.equal(good.connections, 0);
      } finally {
        await Promise.all([impostor.stop(), good.stop()]);
      }
    });
  });
});
