import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { discoverRemotes } from '../../../src/client/auth/discover';
import { Home, https } from './discoverSupport';

describe('discoverRemotes', () => {
  const home = new Home();

  const servers: Server[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  describe('local sockets', () => {
    it('are shown where the environment names them, also while nothing listens', async () => {
      const { remotes } = await discoverRemotes(home.machine(), true);
      assert.deepEqual(
        remotes.map(({ name, address, project }) => [name, address, project]),
        [
          ['local', { kind: 'unix', path: join(home.path, 'lxd/unix.socket') }, 'default'],
          ['local-incus', { kind: 'unix', path: join(home.path, 'incus/unix.socket') }, 'default'],
        ],
      );
    });

    it('LXD_SOCKET and INCUS_SOCKET stand over LXD_DIR and INCUS_DIR; an empty one is an unset one', async () => {
      const env = { LXD_SOCKET: '/elsewhere/a.socket', INCUS_SOCKET: '' };
      const { remotes } = await discoverRemotes(home.machine(env), true);
      assert.deepEqual(
        remotes.map(({ location }) => location),
        ['/elsewhere/a.socket', join(home.path, 'incus/unix.socket')],
      );
    });

    it('are not asked: discovery connects to nothing', async () => {
      let connections = 0;
      mkdirSync(join(home.path, 'lxd'));
      const server = createServer(() => connections++).listen(join(home.path, 'lxd/unix.socket'));
      servers.push(server);
      await new Promise((resolve) => server.once('listening', resolve));
      await discoverRemotes(home.machine(), true);
      assert.equal(connections, 0);
    });

    it('are the only ones where the clients’ configuration is not wanted', async () => {
      home.lxc(https('prod'));
      const { remotes, folders } = await discoverRemotes(home.machine(), false);
      assert.deepEqual(
        remotes.map(({ name }) => name),
        ['local', 'local-incus'],
      );
      assert.ok(!folders.some((folder) => folder.includes('.config')));
    });
  });
});
