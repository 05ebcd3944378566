import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { memoryCache } from '../../../src/client/simplestreams/cache';
import { decodeIndex, decodeProducts } from '../../../src/client/simplestreams/products';

const hash = (digit: string): string => digit.repeat(64);

/** As images.linuxcontainers.org has them. */
const split = {
  'lxd.tar.xz': {
    ftype: 'lxd.tar.xz',
    size: 400,
    combined_squashfs_sha256: hash('a'),
    combined_rootxz_sha256: hash('b'),
    'combined_disk-kvm-img_sha256': hash('c'),
  },
  'incus.tar.xz': { ftype: 'incus.tar.xz', size: 500, combined_squashfs_sha256: hash('D') },
  'root.squashfs': { ftype: 'squashfs', size: 1000 },
  'root.tar.xz': { ftype: 'root.tar.xz', size: 2000 },
  'disk.qcow2': { ftype: 'disk-kvm.img', size: 3000 },
};

const list = (products: unknown, format = 'products:1.0'): string => JSON.stringify({ format, products });
const product = (versions: unknown): object => ({
  aliases: 'debian/12,debian/bookworm',
  arch: 'amd64',
  os: 'Debian',
  release: 'bookworm',
  versions,
});

describe('the lists of an image server', () => {
  it('name an image for each server and type: the one that the server itself takes', () => {
    const [found] = decodeProducts(list({ p: product({ '2': { items: split }, '10': { items: {} } }) }));
    assert.deepEqual(found, {
      id: 'p',
      aliases: ['debian/12', 'debian/bookworm'],
      arch: 'amd64',
      os: 'Debian',
      release: 'bookworm',
      releaseTitle: 'bookworm',
      variant: '',
      versions: [
        {
          serial: '2',
          images: [
            { type: 'container', server: 'lxd', fingerprint: hash('a'), size: 1400 },
            { type: 'vm', server: 'lxd', fingerprint: hash('c'), size: 3400 },
            { type: 'container', server: 'incus', fingerprint: hash('d'), size: 1500 },
          ],
        },
      ],
    });
  });

  it('have their newest version first', () => {
    const versions = {
      '20261119_0742': { items: split },
      '20261120_0742': { items: split },
      '20261118_0742': { items: split },
    };
    const [found] = decodeProducts(list({ p: product(versions) }));
    assert.deepEqual(
      found?.versions.map(({ serial }) => serial),
      ['20261120_0742', '20261119_0742', '20261118_0742'],
    );
  });

  it('leave out what nobody can use', () => {
    const root = { ftype: 'squashfs', size: 1 };
    const unusable = [
      null,
      'x',
      product(null),
      product({ '1': null }),
      product({ '1': { items: { root } } }),
      product({ '1': { items: { meta: { ftype: 'lxd.tar.xz', combined_squashfs_sha256: 'short' }, root } } }),
      product({ '1': { items: { meta: split['lxd.tar.xz'] } } }),
      product({ '1': { items: { meta: { ftype: 'constructor', sha256: hash('a') } } } }),
    ];
    for (const value of unusable)
      assert.deepEqual(decodeProducts(list({ p: value })), [], JSON.stringify(value));
  });

  it('are named by the index', () => {
    const entry = { datatype: 'image-downloads', path: 'streams/v1/images.json' };
    const index = { a: entry, b: { ...entry, datatype: 'image-ids' }, c: { ...entry, path: 7 }, d: null };
    assert.deepEqual(decodeIndex(JSON.stringify({ format: 'index:1.0', index })), [entry.path]);
  });

  it('are refused where they are something else', () => {
    const refuses = (read: () => unknown): void => {
      assert.throws(read, (error) => AppError.is(error, 'protocol'));
    };
    for (const text of ['', '<html>', '[]', 'null', '{}', list({}, 'products:2.0'), list([]), list(null)]) {
      refuses(() => decodeProducts(text));
      refuses(() => decodeIndex(text));
    }
  });
});

describe('the cache of an image server', () => {
  const file = (length: number) => ({ text: 'x'.repeat(length), etag: '"1"', lastModified: undefined });

  it('forgets what was not used for longest', async () => {
    const cache = memoryCache(100);
    await cache.set('a', file(40));
    await cache.set('b', file(40));
    await cache.get('a');
    await cache.set('c', file(40));
    assert.equal(await cache.get('b'), undefined);
    assert.deepEqual(await cache.get('a'), file(40));
    await cache.set('a', file(60));
    assert.deepEqual(await cache.get('c'), file(40));
    assert.deepEqual(await cache.get('a'), file(60));
  });

  it('does not keep what is too large', async () => {
    const cache = memoryCache(100);
    await cache.set('a', file(10));
    await cache.set('b', file(101));
    assert.equal(await cache.get('b'), undefined);
    assert.deepEqual(await cache.get('a'), file(10));
  });
});
