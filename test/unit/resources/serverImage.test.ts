import assert from 'node:assert/strict';
import { decodeProducts, type ImageProduct } from '../../../src/client/simplestreams/products';
import {
  aliasFor,
  byOs,
  debianArchitecture,
  fromImage,
  fromProduct,
  inOrder,
} from '../../../src/resources/images/serverImage';

const hash = (digit: string): string => digit.repeat(64);

function product(changes: Partial<ImageProduct> & { id: string }): ImageProduct {
  return {
    aliases: [],
    arch: 'amd64',
    os: 'Debian',
    release: 'bookworm',
    releaseTitle: 'bookworm',
    variant: 'default',
    versions: [
      {
        serial: '20261120_0000',
        images: [{ type: 'container', server: 'incus', fingerprint: hash('a'), size: 1 }],
      },
    ],
    ...changes,
  };
}

describe('images of an image server', () => {
  it('have a title by which a person knows them', () => {
    const title = (changes: Partial<ImageProduct>): string =>
      fromProduct(product({ id: 'x', ...changes })).title;
    assert.equal(title({}), 'bookworm');
    assert.equal(title({ aliases: ['debian/12/default', 'debian/12'] }), '12 (bookworm)');
    assert.equal(title({ aliases: ['debian/12/cloud'], variant: 'cloud' }), 'bookworm cloud');
    assert.equal(title({ aliases: ['debian/12'], variant: 'cloud' }), '12 (bookworm) cloud');
    assert.equal(title({ release: 'noble', releaseTitle: '24.04 LTS', variant: '' }), '24.04 LTS (noble)');
    assert.equal(title({ release: '3.20', releaseTitle: '3.20' }), '3.20');
  });

  it('come from a server’s own list, with what each kind of instance takes', () => {
    const [image] = decodeProducts(
      JSON.stringify({
        format: 'products:1.0',
        products: {
          'debian:bookworm:amd64:default': {
            aliases: 'debian/bookworm/default,debian/12',
            arch: 'amd64',
            os: 'Debian',
            release: 'bookworm',
            release_title: 'bookworm',
            variant: 'default',
            versions: {
              '20261119_0000': {
                items: { a: { ftype: 'incus_combined.tar.gz', sha256: hash('1'), size: 1 } },
              },
              '20261120_0000': {
                items: {
                  meta: {
                    ftype: 'incus.tar.xz',
                    size: 10,
                    combined_squashfs_sha256: hash('c'),
                    'combined_disk-kvm-img_sha256': hash('d'),
                  },
                  root: { ftype: 'squashfs', size: 100 },
                  disk: { ftype: 'disk-kvm.img', size: 1000 },
                },
              },
            },
          },
        },
      }),
    ).map(fromProduct);
    assert.deepEqual(image, {
      id: 'debian:bookworm:amd64:default',
      os: 'Debian',
      title: '12 (bookworm)',
      arch: 'amd64',
      types: ['container', 'vm'],
      date: '2026-11-20',
      aliases: ['debian/12', 'debian/bookworm/default'],
      files: [
        { type: 'container', server: 'incus', fingerprint: hash('c'), size: 110 },
        { type: 'vm', server: 'incus', fingerprint: hash('d'), size: 1010 },
      ],
      versions: ['20261120_0000', '20261119_0000'],
    });
  });

  it('stand by system, this machine’s architecture first, newest release first', () => {
    const images = [
      product({ id: 'old', releaseTitle: '9', release: '9' }),
      product({ id: 'arm', arch: 'arm64', releaseTitle: '99', release: '99' }),
      product({ id: 'cloud', releaseTitle: '12', release: '12', variant: 'cloud' }),
      product({ id: 'plain', releaseTitle: '12', release: '12' }),
      product({ id: 'alpine', os: 'Alpine' }),
    ].map(fromProduct);
    const groups = byOs(images);
    assert.deepEqual(
      groups.map(([os, group]) => [os, group.length]),
      [
        ['Alpine', 1],
        ['Debian', 4],
      ],
    );
    const ids = (arch: string): string[] => inOrder(groups[1]?.[1] ?? [], arch).map(({ id }) => id);
    assert.deepEqual(ids('amd64'), ['plain', 'cloud', 'old', 'arm']);
    assert.deepEqual(ids('arm64'), ['arm', 'plain', 'cloud', 'old']);
  });

  it('are found by their alias, with the architecture where it is another', () => {
    const image = fromProduct(product({ id: 'x', aliases: ['debian/12/default', 'debian/12'] }));
    assert.equal(aliasFor(image, 'amd64'), 'debian/12');
    assert.equal(aliasFor(image, 'arm64'), 'debian/12/amd64');
    assert.equal(aliasFor(fromProduct(product({ id: 'x' })), 'amd64'), undefined);
  });

  it('of an LXD or Incus are read from its own description', () => {
    const image = fromImage({
      fingerprint: hash('f'),
      type: 'virtual-machine',
      architecture: 'aarch64',
      aliases: [{ name: 'golden', description: '' }],
      properties: { os: 'Debian', release: 'bookworm', serial: '20261120_0000' },
      size: 5,
      uploaded_at: '2026-11-21T00:00:00Z',
    });
    assert.deepEqual(
      [image.title, image.arch, image.types, image.date, image.files],
      ['golden', 'arm64', ['vm'], '2026-11-20', [{ type: 'vm', fingerprint: hash('f'), size: 5 }]],
    );
    const bare = fromImage({ fingerprint: hash('f'), type: 'container' });
    assert.deepEqual([bare.title, bare.date, bare.aliases], ['ffffffffffff', '', []]);
  });

  it('know the machine', () => {
    assert.deepEqual(['x64', 'arm64', 'arm', 's390x'].map(debianArchitecture), [
      'amd64',
      'arm64',
      'armhf',
      's390x',
    ]);
  });
});
