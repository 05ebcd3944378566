import assert from 'node:assert/strict';
import type { ServerInfo } from '../../../src/client/server';
import { offersOf } from '../../../src/resources/images/offers';
import type { ImageFile, ServerImage } from '../../../src/resources/images/serverImage';

const server: ServerInfo = {
  product: 'incus',
  version: '6.0.4',
  name: 'here',
  clustered: false,
  trusted: true,
  architectures: ['x86_64', 'i686'],
  addresses: [],
  certificate: '',
  runsMachines: true,
  extensions: new Set(),
};
const container: ImageFile = { type: 'container', server: 'incus', fingerprint: 'c', size: 1024 };
const machine: ImageFile = { type: 'vm', server: 'incus', fingerprint: 'v', size: 2048 };

function image(changes: Partial<ServerImage>): ServerImage {
  return {
    id: 'x',
    os: 'Debian',
    title: '12 (bookworm)',
    arch: 'amd64',
    types: ['container'],
    date: '2026-11-20',
    aliases: ['debian/12'],
    files: [container],
    versions: [],
    ...changes,
  };
}

const labels = (images: readonly ServerImage[], target: Partial<ServerInfo> = {}): string[] =>
  offersOf(images, { ...server, ...target }).map(({ label, description }) => `${label} | ${description}`);

describe('what a server can use of an image server', () => {
  it('is named as a person names it, by system', () => {
    const images = [image({}), image({ os: 'Alpine', title: '3.20', aliases: ['alpine/3.20'] })];
    assert.deepEqual(labels(images), [
      'Alpine 3.20 | alpine/3.20 · amd64 · 1 KiB · 2026-11-20',
      'Debian 12 (bookworm) | debian/12 · amd64 · 1 KiB · 2026-11-20',
    ]);
  });

  it('is of its architectures, its own first; only those are found by their alias', () => {
    const images = [image({ arch: 'i386' }), image({ arch: 'arm64' }), image({})];
    const offers = offersOf(images, server);
    assert.deepEqual(
      offers.map(({ alias, fingerprint }) => [alias, fingerprint]),
      [
        ['debian/12', 'c'],
        [undefined, 'c'],
      ],
    );
  });

  it('is a container or a virtual machine, where the server can run these', () => {
    const both = [image({ files: [container, machine], types: ['container', 'vm'] })];
    assert.deepEqual(
      offersOf(both, server).map(({ type, fingerprint, group }) => [type, fingerprint, group]),
      [
        ['container', 'c', 'c'],
        ['vm', 'v', 'c'],
      ],
    );
    assert.match(labels(both)[1] ?? '', /amd64 · VM · 2 KiB/);
    assert.equal(labels(both, { runsMachines: false }).length, 1);
  });

  it('is in files that it can read', () => {
    const files: ImageFile[] = [container, { ...container, server: 'lxd', fingerprint: 'l' }];
    const used = (product: 'lxd' | 'incus') =>
      offersOf([image({ files })], { ...server, product }).map(({ fingerprint }) => fingerprint);
    assert.deepEqual([used('incus'), used('lxd')], [['c'], ['l']]);
    const plain: ImageFile = { type: 'container', fingerprint: 'c', size: 1024 };
    assert.equal(labels([image({ files: [plain] })], { product: 'lxd' }).length, 1);
    assert.equal(labels([image({})], { product: 'lxd' }).length, 0);
  });
});
