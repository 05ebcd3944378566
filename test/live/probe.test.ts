import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AppError, isCancelled } from '../../src/base/errors';
import type { Address } from '../../src/client/address';
import { certificateFacts, makeIdentity } from '../../src/client/auth/clientCertificate';
import { firstAnswering, inspect, presented } from '../../src/client/auth/probe';
import { MemoryLog, unhurried } from '../support/connect';
import { strangeServer, tlsImpostor } from '../support/impostor';
import { type Target, targets } from '../support/targets';

const host = '127.0.0.1';

const fails = (kind: string, words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error), String(error));
  assert.match(error.message, words);
  assert.equal(error.kind, kind);
  return true;
};

describe('a look at a server', () => {
  const tls = targets().filter(({ address }) => address.kind === 'tls');
  const first = (): Target & { address: { kind: 'tls' } } => {
    const [target] = tls;
    assert.ok(target?.address.kind === 'tls');
    return target as Target & { address: { kind: 'tls' } };
  };
  const stops: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function strange(answer?: string): Promise<number> {
    const server = await strangeServer(answer);
    stops.push(server.stop);
    return server.port;
  }

  for (const target of tls) {
    it(`sees the certificate of ${target.name}, as the client stored it, and shows none`, async () => {
      assert.ok(target.address.kind === 'tls');
      const pem = readFileSync(target.address.serverCertFile, 'utf8');
      const seen = await presented(host, target.address.port, unhurried());
      assert.equal(seen.pem, pem);
      assert.equal(seen.fingerprint, certificateFacts(pem).fingerprint);
      assert.equal(seen.vouched, false);
      assert.ok(seen.notBefore < new Date() && seen.notAfter > new Date());
      assert.equal(seen.port, target.address.port);
    });
  }

  it('sends nothing', async () => {
    const impostor = await tlsImpostor(first());
    stops.push(impostor.stop);
    await presented(host, impostor.port, unhurried());
    assert.equal(impostor.received(), 0);
    assert.equal(impostor.certificates(), 0);
  });

  it('says that a name is not known', async () => {
    await assert.rejects(
      presented('no-such-host.invalid', 8443, unhurried()),
      fails('unreachable', /^The name no-such-host\.invalid is not known$/),
    );
  });

  it('says that nothing listens', async () => {
    const server = await strangeServer();
    await server.stop();
    await assert.rejects(
      presented(host, server.port, unhurried()),
      fails('unreachable', /^Nothing listens on 127\.0\.0\.1:\d+$/),
    );
  });

  it('says that it is plain http', async () => {
    const http = createHttp((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => http.listen(0, host, resolve));
    stops.push(() => http.close());
    await assert.rejects(
      presented(host, (http.address() as AddressInfo).port, unhurried()),
      fails('protocol', /speaks plain http or something else; LXD and Incus speak https only$/),
    );
  });

  it('says that it is no TLS', async () => {
    await assert.rejects(
      presented(host, await strange('SSH-2.0-OpenSSH_9.2\r\n'), unhurried()),
      fails('protocol', /^127\.0\.0\.1:\d+ (speaks|does not speak)/),
    );
  });

  it('says that its TLS is too old', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.1'] as const) {
      const old = await tlsImpostor(first(), {
        maxVersion,
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      stops.push(old.stop);
      await assert.rejects(
        presented(host, old.port, unhurried()),
        fails('protocol', /does not speak TLS 1\.3, as LXD and Incus do$/),
      );
    }
  });

  it('gives up on a server that hangs, and takes the next address', async () => {
    const silent = await strange();
    const closed = await strangeServer();
    await closed.stop();
    const { port } = first().address;
    const candidates = [silent, closed.port, port].map((each) => ({ host, port: each }));
    const seen = await firstAnswering(candidates, unhurried());
    assert.equal(seen.port, port);
    await assert.rejects(
      firstAnswering(candidates.slice(0, 2), unhurried()),
      fails('unreachable', /^127\.0\.0\.1:\d+ does not answer; Nothing listens on 127\.0\.0\.1:\d+$/),
    );
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    const looking = presented(host, await strange(), { signal: cancel.signal });
    cancel.abort();
    await assert.rejects(looking, isCancelled);
  });

  describe('that is not LXD', () => {
    async function web(answers: Record<string, string>): Promise<Address> {
      const { cert, key } = await makeIdentity({ user: 'web', host, now: new Date() });
      const server = createHttps({ cert, key }, (request, response) => {
        const answer = answers[request.url ?? ''];
        response.statusCode = answer === undefined ? 404 : 200;
        response.end(answer ?? '<h1>Not found</h1>');
      });
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      stops.push(() => {
        server.closeAllConnections();
        server.close();
      });
      const { fingerprint } = certificateFacts(cert);
      const { port } = server.address() as AddressInfo;
      return { kind: 'tls', host, port, trust: { kind: 'pin', fingerprint } };
    }

    const answers: Record<string, Record<string, string>> = {
      'no such page': {},
      'a page': { '/1.0': '<h1>Hello</h1>' },
      'other JSON': { '/1.0': '{"type":"sync","metadata":{}}' },
      'JSON that is no object': { '/1.0': '[1]' },
      'an error': { '/1.0': '{"type":"error","error":"nothing here","error_code":404}' },
      'another index': { '/streams/v1/index.json': '{"format":"index:9"}' },
    };
    for (const [what, given] of Object.entries(answers)) {
      it(`is told by its answer: ${what}`, async () => {
        await assert.rejects(
          inspect(await web(given), new MemoryLog(), unhurried()),
          fails('protocol', /^127\.0\.0\.1:\d+ answers, but is not LXD or Incus\.$/),
        );
      });
    }

    it('but an image server', async () => {
      const address = await web({ '/streams/v1/index.json': '{"format":"index:1.0","index":{}}' });
      const found = await inspect(address, new MemoryLog(), unhurried());
      assert.equal(found.product, 'simplestreams');
      assert.equal(found.public, true);
    });
  });
});
