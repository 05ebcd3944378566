import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { imageFile } from '../../scripts/lib/images';
import { AppError } from '../../src/base/errors';
import type { Endpoint } from '../../src/client/endpoint';
import { certificateFacts } from '../../src/client/auth/clientCertificate';
import { inspect } from '../../src/client/auth/probe';
import { settle } from '../../src/client/settle';
import { memoryCache } from '../../src/client/simplestreams/cache';
import type { ImageServer } from '../../src/client/simplestreams/download';
import { listProducts } from '../../src/client/simplestreams/listProducts';
import { addressOf, MemoryLog, unhurried, withTransport } from '../support/connect';
import { listFiles, startImageServer, type TestImageServer } from '../support/imageServer';
import { eachTarget, uniqueName } from '../support/targets';

const fails = (kind: string, words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error), String(error));
  assert.match(error.message, words);
  assert.equal(error.kind, kind);
  return true;
};

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

describe('an image server', () => {
  let images: TestImageServer;
  let server: ImageServer;
  let fingerprint: string;

  before(async () => {
    images = await startImageServer();
    server = {
      url: images.url,
      trust: { kind: 'pin', fingerprint: certificateFacts(images.pem).fingerprint },
    };
    // Another file than the servers have already: an empty part more at its end.
    const extra = gzipSync('', { level: 1 });
    extra.writeUInt32LE(randomBytes(4).readUInt32LE(), 4); // its time
    const image = Buffer.concat([await readFile(await imageFile('busybox')), extra]);
    fingerprint = sha256(image);
    images.files.set('bb/unified.tar.gz', image);
    const item = { path: 'bb/unified.tar.gz', size: image.length, sha256: fingerprint };
    const products = {
      'busybox:1:amd64:default': {
        aliases: 'bb/1, bb',
        arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
        os: 'BusyBox',
        release: 'one',
        release_title: '1',
        variant: 'default',
        versions: {
          '20261120_0000': {
            items: {
              'lxd_combined.tar.gz': { ...item, ftype: 'lxd_combined.tar.gz' },
              'incus_combined.tar.gz': { ...item, ftype: 'incus_combined.tar.gz' },
            },
          },
        },
      },
    };
    for (const [path, file] of listFiles(products)) images.files.set(path, file);
  });
  after(() => images.stop());
  beforeEach(() => {
    images.requests.length = 0;
  });

  const options = (cache = memoryCache(1e6)) => ({ cache, log: new MemoryLog(), ...unhurried() });

  it('is listed, and the second time from the cache', async () => {
    const cache = memoryCache(1e6);
    const [product, ...others] = await listProducts(server, options(cache));
    assert.deepEqual(others, []);
    assert.equal(product?.id, 'busybox:1:amd64:default');
    assert.deepEqual(product.aliases, ['bb/1', 'bb']);
    assert.equal(product.releaseTitle, '1');
    const size = images.files.get('bb/unified.tar.gz')?.length;
    assert.deepEqual(product.versions, [
      {
        serial: '20261120_0000',
        images: [
          { type: 'container', server: 'lxd', fingerprint, size },
          { type: 'container', server: 'incus', fingerprint, size },
        ],
      },
    ]);
    assert.deepEqual(await listProducts(server, options(cache)), [product]);
    assert.deepEqual(images.requests, [
      'streams/v1/index.json 200',
      'streams/v1/images.json 200',
      'streams/v1/index.json 304',
      'streams/v1/images.json 304',
    ]);
  });

  it('is recognised', async () => {
    // A server with a folder is no bare address: only one at the root can be found out.
    images.files.set('/streams/v1/index.json', images.files.get('streams/v1/index.json') ?? Buffer.alloc(0));
    const { hostname: host, port } = new URL(images.url);
    const address = { kind: 'tls', host, port: Number(port), trust: server.trust } as const;
    assert.equal((await inspect(address, new MemoryLog(), unhurried())).product, 'simplestreams');
  });

  it('whose certificate is another is not asked', async () => {
    await assert.rejects(
      listProducts({ ...server, trust: { kind: 'system' } }, options()),
      fails('untrusted', /is not trusted/),
    );
    await assert.rejects(
      listProducts({ ...server, trust: { kind: 'pin', fingerprint: 'ab'.repeat(32) } }, options()),
      fails('untrusted', /presents another certificate/),
    );
    assert.deepEqual(images.requests, []);
  });

  it('that is none says so', async () => {
    await assert.rejects(
      listProducts({ ...server, url: `${server.url}/elsewhere` }, options()),
      fails('protocol', /^127\.0\.0\.1:\d+ answers, but has no list of images$/),
    );
    await assert.rejects(
      listProducts({ ...server, url: 'https://127.0.0.1:1' }, options()),
      fails('unreachable', /Nothing listens/),
    );
  });

  eachTarget((target) => {
    it('gives the image from which an instance is made', async function () {
      this.timeout(120_000);
      const [product] = await listProducts(server, options());
      const image = product?.versions[0]?.images.find((each) => each.server === target.kind);
      assert.ok(image);
      const name = uniqueName('streams');
      const source = {
        type: 'image',
        mode: 'pull',
        protocol: 'simplestreams',
        server: images.url,
        certificate: images.pem,
        fingerprint: image.fingerprint,
      };
      const create: Endpoint<unknown> = {
        method: 'POST',
        path: '/1.0/instances',
        body: { name, type: 'container', source },
        decode: (value) => value,
      };
      try {
        await withTransport(addressOf(target), async (transport) => {
          const answer = await transport.send(create, unhurried());
          assert.ok(answer.kind === 'operation');
          await settle(transport, answer.operation, unhurried());
        });
        assert.ok(images.requests.includes('bb/unified.tar.gz 200'), images.requests.join());
        const base = await target.cli(['config', 'get', name, 'volatile.base_image']);
        assert.equal(base.trim(), fingerprint);
      } finally {
        await target.cli(['delete', '--force', name]).catch(() => undefined);
        await target.cli(['image', 'delete', fingerprint]).catch(() => undefined);
      }
    });
  });
});
