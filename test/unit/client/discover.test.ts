import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  configFolders,
  discoverRemotes,
  writtenFolder,
  type Machine,
} from '../../../src/client/auth/discover';
import type { RemoteConfig } from '../../../src/client/remoteConfig';

/** A self-signed certificate; nobody has its key. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIUPeCPgScdMWfC8ijwsSACDH+YRRAwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjEwMjMwMzJaFw00NjExMTYwMjMwMzJa
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQb1obD
6FXx7dWCgJoss0CHOS/4Ue7bVnAOov4M1ncMxAzGX+g+Q8V0YnhSFQWRUCokOi3n
smMxzXW62TCtQtxOo1MwUTAdBgNVHQ4EFgQUc/Osyz+51yoFB+cnB+ieSOQ647ow
HwYDVR0jBBgwFoAUc/Osyz+51yoFB+cnB+ieSOQ647owDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNJADBGAiEAocgBHiEDpzLKwrtKEQPHpS5O6t2j+QKOt1p6
vefoqyoCIQCwoW+zijfJ7jVp3K1IHg5zrU7zD22N8iVTX7mV9SC7Ew==
-----END CERTIFICATE-----
`;
const fingerprint = 'f31ae7b1e490ac483a4619669d2fc1f113385522a24857a7a4201850718be5eb';

describe('discoverRemotes', () => {
  let home: string;
  const servers: Server[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lxd-explorer-discover-'));
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    rmSync(home, { recursive: true, force: true });
  });

  // What this machine itself has must not count: every variable names something in the folder, or nothing.
  const machine = (env: Record<string, string> = {}): Machine => ({
    env: { LXD_DIR: join(home, 'lxd'), INCUS_DIR: join(home, 'incus'), ...env },
    home,
    platform: 'linux',
    uid: 1000,
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }

  async function cliRemotes(env: Record<string, string> = {}): Promise<{
    remotes: Record<string, RemoteConfig>;
    problems: readonly string[];
  }> {
    const { remotes, problems } = await discoverRemotes(machine(env), true);
    const found = remotes.filter(({ source }) => source !== 'local');
    return { remotes: Object.fromEntries(found.map((remote) => [remote.name, remote])), problems };
  }

  const lxc = (remotes: string): void => {
    write('.config/lxc/config.yml', `default-remote: local\nremotes:\n${remotes}aliases: {}\n`);
  };
  const https = (name: string, port = 8443): string =>
    `  ${name}:\n    addr: https://10.0.0.1:${port}\n    protocol: lxd\n    public: false\n`;

  describe('local sockets', () => {
    it('are shown where the environment names them, also while nothing listens', async () => {
      const { remotes } = await discoverRemotes(machine(), true);
      assert.deepEqual(
        remotes.map(({ name, address, project }) => [name, address, project]),
        [
          ['local', { kind: 'unix', path: join(home, 'lxd/unix.socket') }, 'default'],
          ['local-incus', { kind: 'unix', path: join(home, 'incus/unix.socket') }, 'default'],
        ],
      );
    });

    it('LXD_SOCKET and INCUS_SOCKET stand over LXD_DIR and INCUS_DIR; an empty one is an unset one', async () => {
      const env = { LXD_SOCKET: '/elsewhere/a.socket', INCUS_SOCKET: '' };
      const { remotes } = await discoverRemotes(machine(env), true);
      assert.deepEqual(
        remotes.map(({ location }) => location),
        ['/elsewhere/a.socket', join(home, 'incus/unix.socket')],
      );
    });

    it('are not asked: discovery connects to nothing', async () => {
      let connections = 0;
      mkdirSync(join(home, 'lxd'));
      const server = createServer(() => connections++).listen(join(home, 'lxd/unix.socket'));
      servers.push(server);
      await new Promise((resolve) => server.once('listening', resolve));
      await discoverRemotes(machine(), true);
      assert.equal(connections, 0);
    });

    it('are the only ones where the clients’ configuration is not wanted', async () => {
      lxc(https('prod'));
      const { remotes, folders } = await discoverRemotes(machine(), false);
      assert.deepEqual(
        remotes.map(({ name }) => name),
        ['local', 'local-incus'],
      );
      assert.ok(!folders.some((folder) => folder.includes('.config')));
    });
  });

  describe('the clients’ configuration', () => {
    it('need not be there', async () => {
      assert.deepEqual(await cliRemotes(), { remotes: {}, problems: [] });
    });

    it('gives a remote with its pinned certificate and our identity', async () => {
      lxc(`${https('prod')}    project: web\n`);
      write('.config/lxc/servercerts/prod.crt', certificate);
      write('.config/lxc/client.crt', 'CERT');
      write('.config/lxc/client.key', 'KEY');
      const { remotes, problems } = await cliRemotes();
      assert.deepEqual(problems, []);
      assert.deepEqual(remotes['prod'], {
        name: 'prod',
        source: 'lxc',
        folder: join(home, '.config/lxc'),
        kind: 'https',
        auth: 'tls',
        location: 'https://10.0.0.1:8443',
        project: 'web',
        address: {
          kind: 'tls',
          host: '10.0.0.1',
          port: 8443,
          trust: { kind: 'pin', fingerprint },
          identity: { cert: 'CERT', key: 'KEY' },
        },
      });
    });

    it('trusts the authority of client.ca, and the system where there is neither', async () => {
      lxc(https('prod'));
      assert.deepEqual((await cliRemotes()).remotes['prod']?.address, {
        kind: 'tls',
        host: '10.0.0.1',
        port: 8443,
        trust: { kind: 'system' },
      });
      write('.config/lxc/client.ca', 'AUTHORITY');
      const { address } = (await cliRemotes()).remotes['prod']!;
      assert.deepEqual(address.kind === 'tls' && address.trust, { kind: 'authority', ca: 'AUTHORITY' });
      write('.config/lxc/servercerts/prod.crt', certificate);
      const pinned = (await cliRemotes()).remotes['prod']!.address;
      assert.equal(pinned.kind === 'tls' && pinned.trust.kind, 'pin');
    });

    it('is never "trust anything": a certificate that cannot be read makes the remote unusable', async () => {
      lxc(https('prod'));
      write('.config/lxc/servercerts/prod.crt', 'rubbish');
      const { address } = (await cliRemotes()).remotes['prod']!;
      assert.equal(address.kind, 'unusable');
    });

    const addresses: [string, unknown][] = [
      ['https://[fd42::1]:8443', ['fd42::1', 8443]],
      ['https://lxd.example.org:443', ['lxd.example.org', 443]],
      ['https://lxd.example.org', ['lxd.example.org', 443]],
      ['https://10.0.0.1:8443,https://10.0.0.2:8443', ['10.0.0.1', 8443]],
      ['http://10.0.0.1:8443', 'unusable'],
      ['10.0.0.1:8443', 'unusable'],
      ['https://', 'unusable'],
      ['""', 'unusable'],
    ];
    for (const [text, expected] of addresses) {
      it(`reads the address ${text}`, async () => {
        lxc(`  prod:\n    addr: ${text}\n`);
        const { address } = (await cliRemotes()).remotes['prod']!;
        assert.deepEqual(address.kind === 'tls' ? [address.host, address.port] : address.kind, expected);
        if (address.kind === 'unusable') assert.ok(address.reason.length > 5);
      });
    }

    it('prefers the address that answered last', async () => {
      write(
        '.config/incus/config.yml',
        'remotes:\n  c:\n    addr: https://10.0.0.1:8443,https://10.0.0.2:8443\n    last_working_address: https://10.0.0.2:8443\n',
      );
      const { address } = (await cliRemotes()).remotes['c']!;
      assert.equal(address.kind === 'tls' && address.host, '10.0.0.2');
    });

    it('tells image servers, public servers and those with OpenID Connect apart', async () => {
      lxc(
        '  images:\n    addr: https://images.example.org\n    protocol: simplestreams\n    public: true\n' +
          '  open:\n    addr: https://10.0.0.9:8443\n    public: true\n' +
          '  sso:\n    addr: https://10.0.0.2:8443\n    auth_type: oidc\n',
      );
      const { remotes } = await cliRemotes();
      assert.deepEqual(
        Object.values(remotes).map(({ name, kind, auth, address }) => [name, kind, auth, address.kind]),
        [
          ['images', 'simplestreams', 'none', 'tls'],
          ['open', 'public', 'none', 'tls'],
          ['sso', 'https', 'oidc', 'tls'],
        ],
      );
    });

    it('says that a key with a passphrase cannot be used', async () => {
      lxc(https('prod'));
      write('.config/lxc/client.crt', 'CERT');
      write('.config/lxc/client.key', '-----BEGIN ENCRYPTED PRIVATE KEY-----');
      const { remotes, problems } = await cliRemotes();
      assert.ok(remotes['prod']);
      assert.match(problems.join(), /client\.key.*passphrase/);
    });

    it('leaves out its own entry for the local socket, by scheme or by path', async () => {
      lxc(`  local:\n    addr: unix://\n${https('prod')}`);
      write(
        '.config/incus/config.yml',
        `remotes:\n  local:\n    addr: unix://${join(home, 'incus/unix.socket')}\n`,
      );
      assert.deepEqual(Object.keys((await cliRemotes()).remotes), ['prod']);
    });

    it('shows another socket that it names', async () => {
      lxc('  other:\n    addr: unix:/srv/other.socket\n');
      const { remotes } = await cliRemotes();
      assert.deepEqual(remotes['other']?.address, { kind: 'unix', path: '/srv/other.socket' });
    });

    it('may be broken: one line says which file, and the other client’s remotes are there', async () => {
      write('.config/lxc/config.yml', 'remotes: [unclosed\n  - :');
      write('.config/incus/config.yml', 'remotes:\n  good:\n    addr: https://10.0.0.1:8443\n');
      const { remotes, problems } = await cliRemotes();
      assert.deepEqual(Object.keys(remotes), ['good']);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /lxc\/config\.yml/);
      assert.ok(!problems[0]!.includes('\n'));
    });

    it('may hold anything', async () => {
      for (const text of ['', 'null', '[]', 'remotes:', 'remotes: text', 'remotes:\n  a: 5\n  b: null\n']) {
        write('.config/lxc/config.yml', text);
        assert.deepEqual(await cliRemotes(), { remotes: {}, problems: [] }, text);
      }
    });

    it('may be unreadable', async () => {
      lxc(https('prod'));
      rmSync(join(home, '.config/lxc/config.yml'));
      mkdirSync(join(home, '.config/lxc/config.yml')); // root reads what chmod forbids, but no folder
      const { remotes, problems } = await cliRemotes();
      assert.deepEqual(remotes, {});
      assert.match(problems.join(), /config\.yml/);
    });

    it('gives a name that both use to the first, and the client’s name to the second', async () => {
      lxc(`${https('prod')}${https('local-incus', 9443)}`);
      write('.config/incus/config.yml', 'remotes:\n  prod:\n    addr: https://10.0.0.2:8443\n');
      const { remotes } = await cliRemotes();
      assert.deepEqual(
        Object.values(remotes).map(({ name, source }) => [name, source]),
        [
          ['prod', 'lxc'],
          ['local-incus-lxc', 'lxc'],
          ['prod-incus', 'incus'],
        ],
      );
      // Its tokens and the client's commands go by the client's own name for it.
      assert.deepEqual([remotes['prod']?.cliName, remotes['prod-incus']?.cliName], [undefined, 'prod']);
    });

    it('takes the person’s own entry before the machine’s', async () => {
      lxc(https('prod', 1));
      write('snap/lxd/common/config/config.yml', `remotes:\n${https('prod', 2)}${https('snap', 3)}`);
      const { remotes } = await cliRemotes();
      assert.deepEqual(
        Object.values(remotes).map(({ name, location }) => [name, location]),
        [
          ['prod', 'https://10.0.0.1:1'],
          ['snap', 'https://10.0.0.1:3'],
        ],
      );
    });

    it('may be of registries and others that are no server of this kind: nothing is sent to those', async () => {
      const incus = '  docker:\n    addr: https://docker.io\n    protocol: oci\n    public: true\n';
      write('.config/incus/config.yml', `remotes:\n${incus}`);
      write('.config/incus/client.crt', 'CERT');
      write('.config/incus/client.key', 'KEY');
      const { remotes } = await cliRemotes();
      const { kind, address } = remotes['docker']!;
      assert.equal(kind, 'https');
      assert.match(address.kind === 'unusable' ? address.reason : '', /protocol is oci/);
    });

    it('may have a certificate for one remote of Incus alone', async () => {
      write('.config/incus/config.yml', `remotes:\n${https('prod')}${https('other', 2)}`);
      for (const [name, text] of [
        ['client', 'ALL'],
        ['clientcerts/prod', 'ONE'],
      ] as const) {
        write(`.config/incus/${name}.crt`, text);
        write(`.config/incus/${name}.key`, text);
      }
      const { remotes } = await cliRemotes();
      const shown = ['prod', 'other'].map((name) => {
        const address = remotes[name]?.address;
        return address?.kind === 'tls' ? address.identity?.cert : undefined;
      });
      assert.deepEqual(shown, ['ONE', 'ALL']);
    });

    it('is written where the client itself looks', async () => {
      const own = join(home, '.config/lxc');
      const snap = join(home, 'snap/lxd/common/config');
      assert.equal(await writtenFolder(machine(), 'lxc'), own);
      mkdirSync(join(home, 'snap/lxd'), { recursive: true });
      assert.equal(await writtenFolder(machine(), 'lxc'), snap);
      write('.config/lxc/config.yml', 'remotes: {}\n');
      assert.equal(await writtenFolder(machine(), 'lxc'), own);
      assert.equal(await writtenFolder(machine({ LXD_CONF: '/conf' }), 'lxc'), '/conf');
    });

    it('is where LXD_CONF and INCUS_CONF say, and only there', async () => {
      lxc(https('home'));
      write('conf/config.yml', `remotes:\n${https('env')}`);
      const { remotes } = await cliRemotes({ LXD_CONF: join(home, 'conf') });
      assert.deepEqual(Object.keys(remotes), ['env']);
    });
  });

  it('looks for Incus where each platform keeps it', () => {
    const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
      configFolders({ env, home: '/h', platform, uid: 1 }, 'incus');
    assert.deepEqual(on('linux'), ['/h/.config/incus', '/etc/incus']);
    assert.deepEqual(on('linux', { XDG_CONFIG_HOME: '/x' }), ['/x/incus', '/h/.config/incus', '/etc/incus']);
    assert.equal(on('darwin')[0], '/h/Library/Application Support/incus');
    assert.equal(on('win32', { APPDATA: '/roaming' })[0], '/roaming/incus');
  });
});
