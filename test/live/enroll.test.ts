import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../src/base/errors';
import type { Address, ClientIdentity } from '../../src/client/address';
import { certificateFacts, makeIdentity } from '../../src/client/auth/clientCertificate';
import { enrollWithPassword, enrollWithToken, removeOwnCertificate } from '../../src/client/auth/enroll';
import { inspect, presented } from '../../src/client/auth/probe';
import { parseTrustToken, type TrustToken } from '../../src/client/auth/trustToken';
import { getServer } from '../../src/client/server';
import { MemoryLog, unhurried, withTransport } from '../support/connect';
import { tlsImpostor } from '../support/impostor';
import { type Target, targets, uniqueName } from '../support/targets';

type TlsAddress = Address & { readonly kind: 'tls' };

const makeOwn = (): Promise<ClientIdentity> => makeIdentity({ user: 'ann', host: 'laptop', now: new Date() });

async function addressFor(target: Target): Promise<TlsAddress> {
  assert.ok(target.address.kind === 'tls');
  const { host, port } = target.address;
  const { fingerprint } = await presented(host, port, unhurried());
  return { kind: 'tls', host, port, trust: { kind: 'pin', fingerprint } };
}

const fails = (kind: string, words: RegExp) => (error: unknown) => {
  assert.ok(AppError.is(error), String(error));
  assert.match(error.message, words);
  assert.equal(error.kind, kind);
  return true;
};

describe('being let in', () => {
  for (const target of targets().filter(({ address }) => address.kind === 'tls')) {
    describe(target.name, () => {
      let address: TlsAddress;
      let identity: ClientIdentity;
      let log: MemoryLog;

      beforeEach(async () => {
        address = await addressFor(target);
        identity = await makeOwn();
        log = new MemoryLog();
      });

      async function newToken(name = uniqueName('client')): Promise<TrustToken> {
        const token = parseTrustToken(
          await target
            .cli(['config', 'trust', 'add', '--name', name, '--quiet'])
            .catch(() => target.cli(['config', 'trust', 'add', name, '--quiet'])),
        );
        assert.ok(token);
        assert.equal(token.clientName, name);
        return token;
      }

      const isTrusted = (): Promise<boolean> =>
        withTransport({ ...address, identity }, async (transport) => {
          return (await transport.value(getServer(), unhurried())).trusted;
        });

      const remove = (): Promise<void> =>
        withTransport({ ...address, identity }, (transport) =>
          removeOwnCertificate(transport, certificateFacts(identity.cert).fingerprint, unhurried()),
        );

      const options = () => ({ log, ...unhurried() });

      it('by a token, whose text is in no log; then it takes our certificate off again', async () => {
        const token = await newToken();
        assert.ok(token.addresses.includes(`127.0.0.1:${address.port}`), token.addresses.join());
        assert.equal(await isTrusted(), false);
        assert.deepEqual(await enrollWithToken(address, token, identity, options()), { already: false });
        assert.equal(await isTrusted(), true);
        const listed = await target.cli(['config', 'trust', 'list', '--format', 'csv']);
        assert.ok(listed.includes(token.clientName), listed);
        const logged = log.lines.join('\n');
        assert.match(logged, /POST \/1\.0\/certificates/);
        assert.ok(!logged.includes(token.text) && !logged.includes(token.secret), logged);
        await remove();
        assert.equal(await isTrusted(), false);
      });

      it('says that a token is used', async () => {
        const token = await newToken();
        await enrollWithToken(address, token, identity, options());
        const another = await makeOwn();
        await assert.rejects(
          enrollWithToken(address, token, another, options()),
          fails('untrusted', /used already, or withdrawn\. Ask for a new one\.$/),
        );
        assert.deepEqual(await enrollWithToken(address, token, identity, options()), { already: true });
        await remove();
      });

      it('says that a token has expired', async () => {
        await target.cli(['config', 'set', 'core.remote_token_expiry', '1S']);
        try {
          const token = await newToken();
          assert.ok(token.expiresAt);
          await new Promise((resolve) =>
            setTimeout(resolve, (token.expiresAt?.getTime() ?? 0) - Date.now() + 200),
          );
          await assert.rejects(
            enrollWithToken(address, token, identity, options()),
            // A server that has swept it away meanwhile does not know it any more.
            fails('untrusted', /^This token has expired\. Ask for a new one\.$|withdrawn/),
          );
          assert.equal(await isTrusted(), false);
        } finally {
          await target.cli(['config', 'unset', 'core.remote_token_expiry']);
        }
      });

      it('sends nothing to another server than the token’s', async () => {
        const token = await newToken();
        const impostor = await tlsImpostor(target);
        try {
          await assert.rejects(
            enrollWithToken({ ...address, port: impostor.port }, token, identity, options()),
            fails(
              'untrusted',
              /^This token belongs to another server than the one at .*\. Nothing was sent\.$/,
            ),
          );
          assert.equal(impostor.received(), 0);
          assert.equal(impostor.certificates(), 0);
        } finally {
          await impostor.stop();
        }
      });

      if (target.kind === 'lxd') {
        it('by a trust password, with our name', async () => {
          const name = uniqueName('ann');
          const enrolled = await enrollWithPassword(address, 'sekret', identity, { name, ...options() });
          assert.deepEqual(enrolled, { already: false });
          assert.equal(await isTrusted(), true);
          const again = await enrollWithPassword(address, 'wrong', identity, { name, ...options() });
          assert.deepEqual(again, { already: true });
          assert.ok((await target.cli(['config', 'trust', 'list', '--format', 'csv'])).includes(name));
          assert.ok(!log.lines.join('\n').includes('sekret'));
          await remove();
        });

        it('says that a password is wrong, also where there is none', async () => {
          const wrong = (): Promise<void> =>
            assert.rejects(
              enrollWithPassword(address, 'seKret', identity, { name: 'ann', ...options() }),
              fails('untrusted', /^The trust password is wrong, or the server takes none\.$/),
            );
          await wrong();
          await target.cli(['config', 'unset', 'core.trust_password']);
          try {
            await wrong();
          } finally {
            await target.cli(['config', 'set', 'core.trust_password', 'sekret']);
          }
        });
      } else {
        it('says that it takes no passwords', async () => {
          await assert.rejects(
            enrollWithPassword(address, 'sekret', identity, { name: 'ann', ...options() }),
            fails('unsupported', /no trust passwords/),
          );
        });
      }

      it('is inspected by somebody whom it does not know, and by one whom it knows', async () => {
        const stranger = await inspect(address, log, unhurried());
        assert.equal(stranger.product, target.kind);
        assert.equal(stranger.trusted, false);
        assert.ok(stranger.authMethods.includes('tls'));
        assert.equal(stranger.oidc, false);
        assert.ok(stranger.extensions.has('projects'));
        await enrollWithToken(address, await newToken(), identity, options());
        const known = await inspect({ ...address, identity }, log, unhurried());
        assert.equal(known.trusted, true);
        assert.match(known.version, /^\d+\.\d+/);
        await remove();
      });
    });
  }

  it('is done with a certificate that is like the clients’ own, as openssl reads it', async () => {
    const identity = await makeOwn();
    const folder = mkdtempSync(join(tmpdir(), 'lxd-explorer-cert-'));
    try {
      writeFileSync(join(folder, 'c.crt'), identity.cert);
      writeFileSync(join(folder, 'c.key'), identity.key);
      const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' });
      const ours = openssl('x509', '-in', 'c.crt', '-noout', '-text');
      const target = targets().find(({ id }) => id === 'lxd-tls');
      assert.ok(target?.address.kind === 'tls');
      const theirs = openssl('x509', '-in', target.address.certFile, '-noout', '-text');
      const part = (text: string) =>
        text.slice(text.indexOf('X509v3 extensions'), text.lastIndexOf('Signature Algorithm'));
      assert.ok(part(ours).includes('TLS Web Client Authentication'));
      assert.equal(part(ours), part(theirs));
      assert.match(ours, /Subject: O = linuxcontainers\.org, CN = ann@laptop/);
      assert.match(ours, /NIST CURVE: P-384/);
      openssl('verify', '-CAfile', 'c.crt', 'c.crt');
      const key = readFileSync(join(folder, 'c.key'), 'utf8');
      assert.match(key, /^-----BEGIN EC PRIVATE KEY-----\n/);
      assert.equal(
        openssl('ec', '-in', 'c.key', '-pubout'),
        openssl('x509', '-in', 'c.crt', '-noout', '-pubkey'),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
