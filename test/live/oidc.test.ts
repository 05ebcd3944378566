import assert from 'node:assert/strict';
import { joinRun, type Run } from '../../scripts/lib/run';
import { startServer } from '../../scripts/lib/startServer';
import type { TestServer } from '../../scripts/lib/server';
import { waitFor } from '../../scripts/lib/wait';
import { isCancelled } from '../../src/base/errors';
import { type Clock, systemClock } from '../../src/base/signal';
import type { Address } from '../../src/client/address';
import { oidcProvider, signIn } from '../../src/client/auth/oidc';
import type { OidcProvider, OidcTokens } from '../../src/client/auth/oidcTypes';
import { createBearer } from '../../src/client/auth/oidcBearer';
import { inspect, presented } from '../../src/client/auth/probe';
import { openEvents } from '../../src/client/events';
import { Transport } from '../../src/client/transport';
import { MemoryLog, unhurried } from '../support/connect';
import { startIssuer, type TestIssuer } from '../support/issuer';
import { fails, instances, memoryStore, whoAmI } from './oidcSupport';

describe('signing in with OpenID Connect', () => {
  let run: Run;
  let server: TestServer;
  let issuer: TestIssuer;
  let address: Address;
  /** Waits as long as it says, divided by ten; keeps what it was asked for. */
  let waits: number[];
  let clock: Clock;

  before(async function () {
    this.timeout(180_000);
    run = await joinRun();
    server = await startServer(run, 'incus', 'incus-oidc');
    issuer = await startIssuer({ accessTokenTtl: 4 });
    await server.cli(['config', 'set', 'oidc.client.id', issuer.clientId]);
    await server.cli(['config', 'set', 'oidc.issuer', issuer.url]);
    const { fingerprint } = await presented('127.0.0.1', server.port, unhurried());
    address = { kind: 'tls', host: '127.0.0.1', port: server.port, trust: { kind: 'pin', fingerprint } };
  });
  after(async () => {
    await issuer.stop();
    await run.end();
  });
  beforeEach(() => {
    waits = [];
    issuer.requests.length = 0;
    issuer.intercept = undefined;
    clock = {
      now: () => systemClock.now(),
      sleep: (ms, options) => {
        waits.push(ms);
        return systemClock.sleep(ms / 10, options);
      },
    };
  });

  /** Signs in, `person` acts on the code that is shown. */
  async function signInBy(
    person: (code: string) => Promise<void>,
    provider?: OidcProvider,
    signal = unhurried().signal,
  ): Promise<OidcTokens> {
    const known = provider ?? (await oidcProvider(address, { signal }));
    let acting: Promise<void> | undefined;
    const show = (uri: string, code: string, expires: Date): void => {
      assert.ok(uri.startsWith(`${issuer.url}/device`), uri);
      assert.ok(expires.getTime() > Date.now());
      acting = person(code);
    };
    const tokens = await signIn(known, { show, clock, signal });
    await acting;
    return tokens;
  }

  const approved = () => signInBy((code) => issuer.approve(code));

  it('is offered by the server, which names its issuer', async () => {
    const { oidc, authMethods } = await inspect(address, new MemoryLog(), unhurried());
    assert.equal(oidc, true);
    assert.deepEqual([...authMethods].sort(), ['oidc', 'tls']);
    assert.deepEqual(await oidcProvider(address, unhurried()), {
      issuer: issuer.url,
      clientId: issuer.clientId,
      audience: '',
      scopes: ['openid', 'offline_access', 'email'],
    });
  });

  it('shows a code, waits, and lets us in; no token is in the log', async () => {
    const tokens = await signInBy(async (code) => {
      await waitFor('two waits for the person', () => waits.length >= 2);
      await issuer.approve(code);
    });
    assert.ok(tokens.refreshToken);
    // The issuer names no interval: 5 s each, also after it said that the person is not done.
    assert.ok(waits.length >= 2, waits.join());
    assert.deepEqual(new Set(waits), new Set([5000]));
    const log = new MemoryLog();
    const bearer = createBearer({
      store: memoryStore(tokens),
      provider: (options) => oidcProvider(address, options),
      now: () => 0,
    });
    const transport = new Transport(address, log, bearer);
    assert.equal(await transport.value(whoAmI, unhurried()), 'trusted oidc ann@example.org');
    const events = await openEvents(transport, { types: ['lifecycle'], clock: systemClock, ...unhurried() });
    await events[Symbol.asyncIterator]().return?.();
    await transport.close();
    const logged = log.lines.join('\n');
    assert.ok(!logged.includes(tokens.accessToken) && !logged.includes(tokens.refreshToken), logged);
  });

  it('is renewed before it ends: one renewal for many requests, the refresh token rotates', async () => {
    const first = await approved();
    const store = memoryStore(first);
    // Whose access tokens live 4 s is always within the margin of 30 s.
    const bearer = createBearer({
      store,
      provider: (options) => oidcProvider(address, options),
      now: Date.now,
    });
    const tokens = await Promise.all([1, 2, 3].map(() => bearer.token(unhurried())));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(store.sets, 1);
    assert.notEqual(store.held?.refreshToken, first.refreshToken);
    assert.notEqual(tokens[0], first.accessToken);
  });

  it('is renewed when the server refuses it, as it has expired', async () => {
    const first = await approved();
    const store = memoryStore({ ...first, expiresAt: Date.now() + 3_600_000 }); // our clock says it is good
    const bearer = createBearer({
      store,
      provider: (options) => oidcProvider(address, options),
      now: Date.now,
    });
    const transport = new Transport(address, new MemoryLog(), bearer);
    await transport.value(instances, unhurried());
    const before = store.sets;
    await waitFor('the server to refuse the token', async () => {
      await transport.value(instances, unhurried());
      return store.sets > before;
    });
    assert.equal(store.sets, before + 1);
    await transport.close();
  });

  it('says that it has ended, once the issuer refuses the refresh token', async () => {
    const store = memoryStore(await approved());
    await issuer.revokeAll();
    const bearer = createBearer({
      store,
      provider: (options) => oidcProvider(address, options),
      now: () => Date.now() + 60_000,
    });
    await assert.rejects(
      bearer.token(unhurried()),
      fails('untrusted', /^The sign-in at http:\/\/127\.0\.0\.1:\d+ has ended\. Sign in again\.$/),
    );
    await assert.rejects(
      createBearer({
        store: memoryStore(),
        provider: (options) => oidcProvider(address, options),
        now: Date.now,
      }).token(unhurried()),
      fails('untrusted', /Sign in again\.$/),
    );
  });

  it('takes the tokens of another window that renewed them meanwhile', async () => {
    const first = await approved();
    const later = { ...first, accessToken: 'of another window', expiresAt: Date.now() + 3_600_000 };
    const store = memoryStore(first);
    issuer.intercept = (path, answer) => {
      if (!path.startsWith('/token')) return false;
      store.held = later;
      answer(400, { error: 'invalid_grant' });
      return true;
    };
    const bearer = createBearer({
      store,
      provider: (options) => oidcProvider(address, options),
      now: Date.now,
    });
    assert.equal(await bearer.token(unhurried()), later.accessToken);
  });

  it('says that the person refused', async () => {
    await assert.rejects(
      signInBy((code) => issuer.deny(code)),
      fails('untrusted', /^The sign-in was refused in the browser\.$/),
    );
  });

  it('asks more slowly when the issuer wants that, and says when the time is over', async () => {
    const said = ['slow_down', 'authorization_pending', 'slow_down', 'expired_token'];
    issuer.intercept = (path, answer) => {
      if (!path.startsWith('/token')) return false;
      answer(400, { error: said.shift() });
      return true;
    };
    await assert.rejects(
      signInBy(() => Promise.resolve()),
      fails('untrusted', /^The time for this sign-in is over\. Start it again\.$/),
    );
    assert.deepEqual(waits, [5000, 10_000, 10_000, 15_000]);
  });

  it('can be cancelled while it waits', async () => {
    const cancel = new AbortController();
    const signing = signInBy(
      () => {
        cancel.abort();
        return Promise.resolve();
      },
      undefined,
      cancel.signal,
    );
    await assert.rejects(signing, isCancelled);
  });

  it('sends nothing to an issuer without https on another machine', async () => {
    const provider = {
      issuer: 'http://issuer.example',
      clientId: 'x',
      audience: '',
      scopes: ['openid'],
    };
    await assert.rejects(
      signInBy(() => Promise.resolve(), provider),
      fails('untrusted', /does not use https\. Nothing was sent\.$/),
    );
    issuer.intercept = (path, answer) => {
      if (!path.startsWith('/.well-known')) return false;
      answer(200, {
        issuer: issuer.url,
        token_endpoint: 'http://issuer.example/token',
        device_authorization_endpoint: `${issuer.url}/device`,
      });
      return true;
    };
    await assert.rejects(
      signInBy(() => Promise.resolve()),
      fails('untrusted', /does not use https\. Nothing was sent\.$/),
    );
    assert.ok(issuer.requests.every((request) => request.startsWith('GET /.well-known')));
  });

  it('says that the issuer does not answer, or not as one', async () => {
    const provider = await oidcProvider(address, unhurried());
    await assert.rejects(
      signInBy(() => Promise.resolve(), { ...provider, issuer: 'http://127.0.0.1:1' }),
      fails('unreachable', /^The issuer http:\/\/127\.0\.0\.1:1 cannot be reached: /),
    );
    for (const body of [{}, { issuer: 'https://other.example' }, { issuer: issuer.url }]) {
      issuer.intercept = (_path, answer) => {
        answer(200, body);
        return true;
      };
      await assert.rejects(
        signInBy(() => Promise.resolve()),
        fails(
          'issuer' in body && body.issuer === issuer.url ? 'unsupported' : 'protocol',
          /^The issuer http/,
        ),
      );
    }
  });

  it('is not offered by a server without an issuer', async () => {
    await server.cli(['config', 'unset', 'oidc.issuer']);
    try {
      await assert.rejects(
        oidcProvider(address, unhurried()),
        fails('unsupported', /offers no sign-in with OpenID Connect$/),
      );
    } finally {
      await server.cli(['config', 'set', 'oidc.issuer', issuer.url]);
    }
  });
});
