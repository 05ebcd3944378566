import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { waitFor } from '../../scripts/lib/wait';
import { Emitter } from '../../src/base/emitter';
import { AppError, isCancelled } from '../../src/base/errors';
import { systemClock } from '../../src/base/signal';
import type { Address } from '../../src/client/address';
import { makeIdentity } from '../../src/client/auth/clientCertificate';
import { asLifecycle, type ServerEvent } from '../../src/client/events';
import type { Connection } from '../../src/model/connection';
import { type EventFeedOptions, followEvents, ownProjects } from '../../src/model/eventFeed';
import type { Remotes } from '../../src/model/remotes';
import { addressOf, connectionTo, unhurried } from '../support/connect';
import { eachTarget, type Target, uniqueName } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';

/** One remote, which a test replaces or takes away. */
class OneRemote implements Remotes {
  private readonly changes = new Emitter<void>(assert.ifError);
  readonly onDidChange = this.changes.event;
  all: readonly Connection[] = [];

  set(connection: Connection | undefined): void {
    for (const old of this.all) old.dispose();
    this.all = connection ? [connection] : [];
    this.changes.fire();
  }

  get(name: string): Connection | undefined {
    return this.all.find((connection) => connection.name === name);
  }

  dispose(): void {
    this.set(undefined);
  }
}

/** A feed with what it has told so far. */
function follow(
  remotes: Remotes,
  options: Partial<EventFeedOptions> & { signal: AbortSignal },
): { ended: Promise<unknown>; actions: string[]; events: ServerEvent[]; opened: number; breaks: string[] } {
  const told = { actions: [] as string[], events: [] as ServerEvent[], opened: 0, breaks: [] as string[] };
  const ended = followEvents(remotes, 'r', {
    types: ['lifecycle'],
    clock: systemClock,
    ...options,
    onOpen: () => told.opened++,
    onBreak: ({ message }) => told.breaks.push(message),
    onEvent: (event) => {
      told.events.push(event);
      const lifecycle = asLifecycle(event);
      if (lifecycle) told.actions.push(`${lifecycle.action} ${lifecycle.source}`);
    },
  }).catch((error: unknown) => error);
  return Object.assign(told, { ended });
}

async function makeInstance({ cli }: Target, project = 'default'): Promise<string> {
  const name = uniqueName('feed');
  await cli(['init', '--empty', name, '--project', project]);
  await cli(['delete', name, '--project', project]);
  return `instance-created /1.0/instances/${name}`;
}

describe('event feed', () => {
  eachTarget((target) => {
    const own = uniqueName('feedpa');
    const foreign = uniqueName('feedpb');
    let remotes: OneRemote;
    let stop: AbortController;

    before(async () => {
      for (const project of [own, foreign]) {
        const config = ['-c', 'features.profiles=false', '-c', 'features.images=false'];
        await target.cli(['project', 'create', project, ...config]);
      }
    });
    after(async () => {
      for (const project of [own, foreign]) await target.cli(['project', 'delete', project]);
    });
    beforeEach(() => {
      remotes = new OneRemote();
      stop = new AbortController();
    });
    afterEach(() => {
      stop.abort();
      remotes.dispose();
    });

    it('tells of all projects, or of one, until it is aborted', async () => {
      remotes.set(connectionTo(addressOf(target)));
      const all = follow(remotes, { signal: stop.signal });
      const one = follow(remotes, { signal: stop.signal, project: own });
      await waitFor('both to open', () => all.opened === 1 && one.opened === 1, { timeout: 10_000 });
      const outside = await makeInstance(target, foreign);
      const inside = await makeInstance(target, own);
      await waitFor('the events', () => all.actions.includes(inside) && one.actions.includes(inside));
      assert.ok(all.actions.includes(outside));
      assert.ok(!one.actions.includes(outside));
      assert.deepEqual(new Set(one.events.map(({ project }) => project)), new Set([own]));
      stop.abort();
      assert.ok(isCancelled(await all.ended));
      assert.ok(isCancelled(await one.ended));
    });

    it('ends when the remote is gone, and goes on when it is replaced', async () => {
      const feed = follow(remotes, { signal: stop.signal });
      assert.ok(AppError.is(await feed.ended, 'notFound'));
      remotes.set(connectionTo(addressOf(target)));
      const other = follow(remotes, { signal: stop.signal });
      await waitFor('it to open', () => other.opened === 1, { timeout: 10_000 });
      remotes.set(connectionTo(addressOf(target)));
      await waitFor('it to open again', () => other.opened === 2, { timeout: 10_000 });
      const action = await makeInstance(target);
      await waitFor('the event', () => other.actions.includes(action));
      remotes.set(undefined);
      assert.match(String(await other.ended), /There is no remote "r"/);
    });

    it('is refused for a project that is not there', async () => {
      remotes.set(connectionTo(addressOf(target)));
      const feed = follow(remotes, { signal: stop.signal, project: 'nowhere' });
      const reason = await feed.ended;
      assert.ok(AppError.is(reason), String(reason));
      assert.match(reason.message, /not found/i);
      assert.equal(feed.opened, 0);
    });

    if (target.address.kind !== 'tls') return;
    const { host, port } = target.address;

    it('opens again after its connection was cut', async () => {
      const proxy = await TcpProxy.start({ host, port });
      try {
        remotes.set(connectionTo(addressOf(target, proxy.port)));
        const feed = follow(remotes, { signal: stop.signal });
        await waitFor('it to open', () => feed.opened === 1, { timeout: 10_000 });
        proxy.disturb({ refuse: true });
        proxy.cutAll();
        await waitFor('the loss', () => feed.breaks.length > 0, { timeout: 10_000 });
        proxy.disturb({});
        await waitFor('it to open again', () => feed.opened === 2, { timeout: 20_000 });
        const action = await makeInstance(target);
        await waitFor('the event', () => feed.actions.includes(action));
      } finally {
        await proxy.stop();
      }
    });

    describe('of a restricted client', () => {
      let address: Address;
      let fingerprint: string;

      before(async () => {
        const identity = await makeIdentity({ user: 'feed', host: 'test', now: new Date() });
        const certificate = new X509Certificate(identity.cert);
        fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
        const body = { type: 'client', name: own, restricted: true, projects: [own] };
        const data = JSON.stringify({ ...body, certificate: certificate.raw.toString('base64') });
        await target.cli(['query', '--request', 'POST', '/1.0/certificates', '--data', data]);
        address = { ...addressOf(target), identity } as Address;
      });
      after(() => target.cli(['config', 'trust', 'remove', fingerprint]));

      it('tells only of its own projects', async () => {
        const connection = connectionTo(address);
        remotes.set(connection);
        await connection.ready(unhurried());
        assert.deepEqual(await ownProjects(connection, unhurried()), new Set([own]));
        const all = follow(remotes, { signal: stop.signal });
        const mine = follow(remotes, { signal: stop.signal, project: own });
        await waitFor('both to open', () => all.opened === 1 && mine.opened === 1, { timeout: 10_000 });
        await makeInstance(target, foreign);
        await makeInstance(target);
        const inside = await makeInstance(target, own);
        await waitFor('the events', () => all.actions.includes(inside) && mine.actions.includes(inside));
        for (const { events } of [all, mine])
          assert.deepEqual([...new Set(events.map(({ project }) => project))], [own]);
      });

      it('is refused the log of the server', async () => {
        remotes.set(connectionTo(address));
        const feed = follow(remotes, { signal: stop.signal, types: ['logging'] });
        assert.ok(AppError.is(await feed.ended, 'forbidden'), String(await feed.ended));
      });
    });
  });
});
