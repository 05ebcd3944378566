import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { flavours } from '../../scripts/lib/flavour';
import { AppError } from '../../src/base/errors';
import type { Address, ClientIdentity } from '../../src/client/address';
import { readCliRemotes } from '../../src/client/auth/cliConfig';
import { certificateFacts, makeIdentity } from '../../src/client/auth/clientCertificate';
import { enrollWithToken, removeOwnCertificate } from '../../src/client/auth/enroll';
import { presented } from '../../src/client/auth/probe';
import { type CliRemote, shareWithCli } from '../../src/client/auth/shareWithCli';
import { parseTrustToken } from '../../src/client/auth/trustToken';
import { MemoryLog, unhurried, withTransport } from '../support/connect';
import { targets, uniqueName } from '../support/targets';

const fails = (kind: string, words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error), String(error));
  assert.match(error.message, words);
  assert.equal(error.kind, kind);
  return true;
};

describe('sharing a remote with the clients', () => {
  let folder: string;
  let identity: ClientIdentity;

  before(async () => {
    identity = await makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-share-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const prod = (more: Partial<CliRemote> = {}): CliRemote => ({
    name: 'prod',
    addr: 'https://10.0.0.5:8443',
    authType: 'tls',
    protocol: 'lxd',
    project: 'default',
    public: false,
    serverCertPem: identity.cert,
    identity,
    ...more,
  });
  const all = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => `${name} ${(statSync(join(folder, name)).mode & 0o777).toString(8)}`)
      .sort();
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  for (const target of targets().filter(({ address }) => address.kind === 'tls')) {
    it(`${flavours[target.kind].client} uses what we wrote on ${target.name}`, async () => {
      assert.ok(target.address.kind === 'tls');
      const { host, port } = target.address;
      const seen = await presented(host, port, unhurried());
      const { fingerprint } = seen;
      const address: Address = { kind: 'tls', host, port, trust: { kind: 'pin', fingerprint }, identity };
      const name = uniqueName('shared');
      const given = await target
        .cli(['config', 'trust', 'add', '--name', name, '--quiet'])
        .catch(() => target.cli(['config', 'trust', 'add', name, '--quiet']));
      const token = parseTrustToken(given);
      assert.ok(token);
      await enrollWithToken(address, token, identity, { log: new MemoryLog(), ...unhurried() });
      const { client, confVariable } = flavours[target.kind];
      const conf = join(folder, 'new', 'conf');
      const remote = prod({
        addr: `https://${host}:${port}`,
        protocol: target.kind,
        serverCertPem: seen.pem,
      });
      await shareWithCli(conf, client, remote);
      const env = { ...process.env, ...target.server.env, [confVariable]: conf };
      const list = await exec(client, ['list', 'prod:', '--format', 'json'], { env });
      assert.ok(Array.isArray(JSON.parse(list)));
      const image = await exec(client, ['image', 'list', 'prod:', '--format', 'csv'], { env });
      assert.ok(image.includes('busybox'), image);
      const remotes = await exec(client, ['remote', 'list', '--format', 'csv'], { env });
      assert.match(remotes, /^prod,.*,tls,NO/m);
      assert.match(remotes, /^images,/m);
      const { remotes: found } = await readCliRemotes(conf, client);
      assert.deepEqual(found.find((each) => each.name === 'prod')?.address, address);
      await withTransport(address, (transport) =>
        removeOwnCertificate(transport, certificateFacts(identity.cert).fingerprint, unhurried()),
      );
    });
  }

  it('keeps comments, unknown keys and a link; the modes are the clients’ own', async () => {
    const before = `# mine
default-remote: other # the one at home
future: [1, 2]
remotes:
  # at home
  other:
    addr: https://10.0.0.9:8443
    strange: {a: b}
  1:
    addr: https://10.0.0.8:8443
aliases: {}
`;
    mkdirSync(join(folder, 'dotfiles'));
    writeFileSync(join(folder, 'dotfiles/config.yml'), before);
    chmodSync(join(folder, 'dotfiles/config.yml'), 0o640);
    symlinkSync('dotfiles/config.yml', join(folder, 'config.yml'));
    await shareWithCli(folder, 'lxc', prod({ project: 'web' }));
    const after = read('config.yml');
    const added = `  prod:
    addr: https://10.0.0.5:8443
    auth_type: tls
    project: web
    protocol: lxd
    public: false
`;
    assert.equal(after.replace(added, '').replaceAll(/\s/g, ''), before.replaceAll(/\s/g, ''));
    assert.ok(after.includes(added), after);
    assert.ok(lstatSync(join(folder, 'config.yml')).isSymbolicLink());
    assert.deepEqual(all(), [
      'client.crt 644',
      'client.key 600',
      'config.yml 640',
      'dotfiles 755',
      'dotfiles/config.yml 640',
      'servercerts 750',
      'servercerts/prod.crt 644',
    ]);
    assert.equal(read('client.key'), identity.key);
    // The second one finds our own certificate there.
    await shareWithCli(folder, 'lxc', prod({ name: 'second', authType: 'oidc' }));
    assert.match(read('config.yml'), /second:\n {4}addr: .*\n {4}auth_type: oidc\n/);
  });

  it('refuses a name that is there, one that is no name, and one that is built in', async () => {
    writeFileSync(join(folder, 'config.yml'), 'remotes:\n  prod: {addr: x}\n  1: {addr: y}\n');
    for (const [name, words] of [
      ['prod', /^lxc: A remote named prod exists already\.$/],
      ['1', /exists already/],
      ['local', /exists already/],
      ['a:b', /colon/],
      ['../x', /slash/],
    ] as const) {
      await assert.rejects(shareWithCli(folder, 'lxc', prod({ name })), fails('conflict', words));
    }
    assert.deepEqual(all(), ['config.yml 644']);
  });

  it('refuses a folder with another client certificate, or with half of one', async () => {
    const other = await makeIdentity({ user: 'bob', host: 'laptop', now: new Date() });
    for (const files of [
      { 'client.crt': other.cert, 'client.key': other.key },
      { 'client.key': other.key },
      { 'client.crt': identity.cert, 'client.key': 'garbage' },
    ]) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      await assert.rejects(
        shareWithCli(folder, 'incus', prod()),
        fails('conflict', /^incus has a client certificate of its own.*Nothing was added\.$/),
      );
      assert.equal(read('client.key'), files['client.key']);
      assert.ok(all().every((name) => name.startsWith('client.')));
    }
  });

  it('leaves nothing half-written where the configuration cannot be used', async () => {
    for (const text of ['remotes: [1]\n', 'a: b: c\n', '- 1\n', '{"remotes": 3}']) {
      writeFileSync(join(folder, 'config.yml'), text);
      await assert.rejects(
        shareWithCli(folder, 'lxc', prod()),
        fails('rejected', /config\.yml is not understood/),
      );
      assert.equal(read('config.yml'), text);
      assert.deepEqual(all(), ['config.yml 644']);
    }
    rmSync(join(folder, 'config.yml'));
    mkdirSync(join(folder, 'config.yml'));
    await assert.rejects(shareWithCli(folder, 'lxc', prod()), fails('rejected', /cannot be written/));
    assert.deepEqual(all(), ['config.yml 755']);
    rmSync(join(folder, 'config.yml'), { recursive: true });
    writeFileSync(join(folder, 'servercerts'), 'no folder');
    await assert.rejects(shareWithCli(folder, 'lxc', prod()), fails('rejected', /cannot be written/));
    assert.deepEqual(all(), ['servercerts 644']);
  });

  it('takes a left-over pin away where the authorities vouch for the server', async () => {
    mkdirSync(join(folder, 'servercerts'));
    writeFileSync(join(folder, 'servercerts/prod.crt'), identity.cert);
    const { serverCertPem, ...vouched } = prod({
      authType: 'none',
      protocol: 'simplestreams',
      public: true,
    });
    assert.equal(serverCertPem, read('servercerts/prod.crt'));
    await shareWithCli(folder, 'incus', vouched);
    assert.deepEqual(all(), ['config.yml 644', 'servercerts 755']);
    assert.match(read('config.yml'), /prod:\n {4}addr: .*\n {4}protocol: simplestreams\n {4}public: true\n/);
  });
});
