import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { configFolders, writtenFolder } from '../../../src/client/auth/discover';
import { certificate, fingerprint, Home, https } from './discoverSupport';

describe('discoverRemotes', () => {
  const home = new Home();

  describe('the clients’ configuration', () => {
    it('need not be there', async () => {
      assert.deepEqual(await home.cliRemotes(), { remotes: {}, problems: [] });
    });

    it('gives a remote with its pinned certificate and our identity', async () => {
      home.lxc(`${https('prod')}    project: web\n`);
      home.write('.config/lxc/servercerts/prod.crt', certificate);
      home.write('.config/lxc/client.crt', 'CERT');
      home.write('.config/lxc/client.key', 'KEY');
      const { remotes, problems } = await home.cliRemotes();
      assert.deepEqual(problems, []);
      assert.deepEqual(remotes['prod'], {
        name: 'prod',
        source: 'lxc',
        folder: join(home.path, '.config/lxc'),
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
      home.lxc(https('prod'));
      assert.deepEqual((await home.cliRemotes()).remotes['prod']?.address, {
        kind: 'tls',
        host: '10.0.0.1',
        port: 8443,
        trust: { kind: 'system' },
      });
      home.write('.config/lxc/client.ca', 'AUTHORITY');
      const { address } = (await home.cliRemotes()).remotes['prod']!;
      assert.deepEqual(address.kind === 'tls' && address.trust, { kind: 'authority', ca: 'AUTHORITY' });
      home.write('.config/lxc/servercerts/prod.crt', certificate);
      const pinned = (await home.cliRemotes()).remotes['prod']!.address;
      assert.equal(pinned.kind === 'tls' && pinned.trust.kind, 'pin');
    });

    it('is never "trust anything": a certificate that cannot be read makes the remote unusable', async () => {
      home.lxc(https('prod'));
      home.write('.config/lxc/servercerts/prod.crt', 'rubbish');
      const { address } = (await home.cliRemotes()).remotes['prod']!;
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
        home.lxc(`  prod:\n    addr: ${text}\n`);
        const { address } = (await home.cliRemotes()).remotes['prod']!;
        assert.deepEqual(address.kind === 'tls' ? [address.host, address.port] : address.kind, expected);
        if (address.kind === 'unusable') assert.ok(address.reason.length > 5);
      });
    }

    it('prefers the address that answered last', async () => {
      home.write(
        '.config/incus/config.yml',
        'remotes:\n  c:\n    addr: https://10.0.0.1:8443,https://10.0.0.2:8443\n    last_working_address: https://10.0.0.2:8443\n',
      );
      const { address } = (await home.cliRemotes()).remotes['c']!;
      assert.equal(address.kind === 'tls' && address.host, '10.0.0.2');
    });

    it('tells image servers, public servers and those with OpenID Connect apart', async () => {
      home.lxc(
        '  images:\n    addr: https://images.example.org\n    protocol: simplestreams\n    public: true\n' +
          '  open:\n    addr: https://10.0.0.9:8443\n    public: true\n' +
          '  sso:\n    addr: https://10.0.0.2:8443\n    auth_type: oidc\n',
      );
      const { remotes } = await home.cliRemotes();
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
      home.lxc(https('prod'));
      home.write('.config/lxc/client.crt', 'CERT');
      home.write('.config/lxc/client.key', '-----BEGIN ENCRYPTED PRIVATE KEY-----');
      const { remotes, problems } = await home.cliRemotes();
      assert.ok(remotes['prod']);
      assert.match(problems.join(), /client\.key.*passphrase/);
    });

    it('leaves out its own entry for the local socket, by scheme or by path', async () => {
      home.lxc(`  local:\n    addr: unix://\n${https('prod')}`);
      home.write(
        '.config/incus/config.yml',
        `remotes:\n  local:\n    addr: unix://${join(home.path, 'incus/unix.socket')}\n`,
      );
      assert.deepEqual(Object.keys((await home.cliRemotes()).remotes), ['prod']);
    });

    it('shows another socket that it names', async () => {
      home.lxc('  other:\n    addr: unix:/srv/other.socket\n');
      const { remotes } = await home.cliRemotes();
      assert.deepEqual(remotes['other']?.address, { kind: 'unix', path: '/srv/other.socket' });
    });

    it('may be broken: one line says which file, and the other client’s remotes are there', async () => {
      home.write('.config/lxc/config.yml', 'remotes: [unclosed\n  - :');
      home.write('.config/incus/config.yml', 'remotes:\n  good:\n    addr: https://10.0.0.1:8443\n');
      const { remotes, problems } = await home.cliRemotes();
      assert.deepEqual(Object.keys(remotes), ['good']);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /lxc\/config\.yml/);
      assert.ok(!problems[0]!.includes('\n'));
    });

    it('may hold anything', async () => {
      for (const text of ['', 'null', '[]', 'remotes:', 'remotes: text', 'remotes:\n  a: 5\n  b: null\n']) {
        home.write('.config/lxc/config.yml', text);
        assert.deepEqual(await home.cliRemotes(), { remotes: {}, problems: [] }, text);
      }
    });

    it('may be unreadable', async () => {
      home.lxc(https('prod'));
      rmSync(join(home.path, '.config/lxc/config.yml'));
      mkdirSync(join(home.path, '.config/lxc/config.yml')); // root reads what chmod forbids, but no folder
      const { remotes, problems } = await home.cliRemotes();
      assert.deepEqual(remotes, {});
      assert.match(problems.join(), /config\.yml/);
    });

    it('gives a name that both use to the first, and the client’s name to the second', async () => {
      home.lxc(`${https('prod')}${https('local-incus', 9443)}`);
      home.write('.config/incus/config.yml', 'remotes:\n  prod:\n    addr: https://10.0.0.2:8443\n');
      const { remotes } = await home.cliRemotes();
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
      home.lxc(https('prod', 1));
      home.write('snap/lxd/common/config/config.yml', `remotes:\n${https('prod', 2)}${https('snap', 3)}`);
      const { remotes } = await home.cliRemotes();
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
      home.write('.config/incus/config.yml', `remotes:\n${incus}`);
      home.write('.config/incus/client.crt', 'CERT');
      home.write('.config/incus/client.key', 'KEY');
      const { remotes } = await home.cliRemotes();
      const { kind, address } = remotes['docker']!;
      assert.equal(kind, 'https');
      assert.match(address.kind === 'unusable' ? address.reason : '', /protocol is oci/);
    });

    it('may have a certificate for one remote of Incus alone', async () => {
      home.write('.config/incus/config.yml', `remotes:\n${https('prod')}${https('other', 2)}`);
      for (const [name, text] of [
        ['client', 'ALL'],
        ['clientcerts/prod', 'ONE'],
      ] as const) {
        home.write(`.config/incus/${name}.crt`, text);
        home.write(`.config/incus/${name}.key`, text);
      }
      const { remotes } = await home.cliRemotes();
      const shown = ['prod', 'other'].map((name) => {
        const address = remotes[name]?.address;
        return address?.kind === 'tls' ? address.identity?.cert : undefined;
      });
      assert.deepEqual(shown, ['ONE', 'ALL']);
    });

    it('is written where the client itself looks', async () => {
      const own = join(home.path, '.config/lxc');
      const snap = join(home.path, 'snap/lxd/common/config');
      assert.equal(await writtenFolder(home.machine(), 'lxc'), own);
      mkdirSync(join(home.path, 'snap/lxd'), { recursive: true });
      assert.equal(await writtenFolder(home.machine(), 'lxc'), snap);
      home.write('.config/lxc/config.yml', 'remotes: {}\n');
      assert.equal(await writtenFolder(home.machine(), 'lxc'), own);
      assert.equal(await writtenFolder(home.machine({ LXD_CONF: '/conf' }), 'lxc'), '/conf');
    });

    it('is where LXD_CONF and INCUS_CONF say, and only there', async () => {
      home.lxc(https('home'));
      home.write('conf/config.yml', `remotes:\n${https('env')}`);
      const { remotes } = await home.cliRemotes({ LXD_CONF: join(home.path, 'conf') });
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
