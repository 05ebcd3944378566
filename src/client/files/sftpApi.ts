import { rawOperation } from '../apiOperation';

/** With `Upgrade: sftp` the connection becomes SFTP version 3, without SSH. No API extension tells of it. */
export const openSftp = rawOperation({
  method: 'GET',
  path: '/1.0/instances/{name}/sftp',
  title: "Open an instance's files over SFTP",
  query: ['project'],
  answer: 'stream',
});
