// Good answers, of which mutations.test.ts makes bad ones.
const sync = JSON.stringify({
  type: 'sync',
  status: 'Success',
  status_code: 200,
  operation: '',
  error_code: 0,
  error: '',
  metadata: {
    api_extensions: ['etag', 'network'],
    auth: 'trusted',
    environment: { server: 'lxd', server_version: '5.0.2', server_clustered: false, server_name: 'a' },
    config: { 'user.a': '1' },
    name: 'web',
    devices: { root: { type: 'disk' } },
    used_by: [],
  },
});
export const operation = {
  id: '0f9c2a5e-0000-4000-8000-000000000001',
  class: 'websocket',
  description: 'Executing command',
  status: 'Running',
  status_code: 103,
  may_cancel: false,
  err: '',
  metadata: {
    fds: { '0': 'a', '1': 'b', '2': 'c', control: 'd' },
    progress: { percent: '17', stage: 'create' },
    create_progress: 'rootfs: 17% (3MB/s)',
  },
};
export const answers = [
  sync,
  JSON.stringify({ type: 'async', status_code: 100, operation: '/1.0/operations/1', metadata: operation }),
  JSON.stringify({ type: 'error', error: 'Instance not found', error_code: 404 }),
];
export const product = {
  format: 'products:1.0',
  products: {
    'debian:12:amd64': {
      aliases: 'debian/12,debian/bookworm',
      arch: 'amd64',
      os: 'Debian',
      release: 'bookworm',
      versions: {
        '20261120_0000': {
          items: {
            'lxd.tar.xz': { ftype: 'lxd.tar.xz', size: 700, combined_squashfs_sha256: 'a'.repeat(64) },
            root: { ftype: 'squashfs', size: 9000, sha256: 'b'.repeat(64) },
          },
        },
      },
    },
  },
};
export const index = {
  format: 'index:1.0',
  index: { images: { datatype: 'image-downloads', path: 'streams/v1/images.json', products: [] } },
};
