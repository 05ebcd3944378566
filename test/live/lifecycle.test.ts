import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
import { AppError, isCancelled } from '../../src/base/errors';
import { systemClock } from '../../src/base/signal';
import { Collection } from '../../src/model/collection';
import type { Connection } from '../../src/model/connection';
import { Jobs } from '../../src/model/jobs';
import { carryOut } from '../../src/model/carryOut';
import { changeState } from '../../src/resources/instances/actions';
import * as api from '../../src/resources/instances/api';
import type { Instance, InstanceStatus } from '../../src/resources/instances/instance';
import { instanceSource } from '../../src/resources/instances/source';
import { addressOf, connectionTo, MemoryLog, unhurried } from '../support/connect';
import { eachTarget, uniqueName } from '../support/targets';

/** What the tree promises: a change is seen within this time, in milliseconds. */
const seen = { timeout: 1000, interval: 5 };

describe('lifecycle of a container', () => {
  eachTarget((target) => {
    const log = new MemoryLog();
    let connection: Connection;
    let collection: Collection<Instance>;
    let jobs: Jobs;
    let name: string;

    before(async () => {
      connection = connectionTo(addressOf(target), 'r', log);
      jobs = new Jobs(log);
      jobs.follow(connection);
      collection = new Collection(connection, instanceSource(connection, 'default'), {
        log,
        clock: systemClock,
      });
      collection.open();
      await collection.loaded(unhurried());
    });
    beforeEach(async () => {
      name = uniqueName(target.id);
      await target.cli(['init', 'busybox', name]);
    });
    afterEach(async () => {
      await target.cli(['delete', '--force', name]).catch(() => undefined);
    });
    after(() => {
      connection.dispose();
      jobs.dispose();
    });

    const ref = (instance = name) => ({ remote: 'r', project: 'default', instance });
    const shows = (status: InstanceStatus | undefined, of = name): Promise<unknown> =>
      waitFor(`${of} to be shown ${status ?? 'no more'}`, () => collection.item(of)?.status === status, seen);
    const change = (body: Parameters<typeof changeState>[2]): Promise<void> =>
      changeState(connection, ref(), body, unhurried());
    const start = (): Promise<void> => change({ action: 'start' });

    it('start, pause, resume, restart, force stop', async () => {
      await start();
      await shows('running');
      await change({ action: 'freeze' });
      await shows('frozen');
      await change({ action: 'unfreeze' });
      await shows('running');
      const pid = async () => (await target.cli(['exec', name, '--', 'stat', '-c', '%Y', '/proc/1'])).trim();
      const before = await pid();
      assert.ok(before);
      await change({ action: 'restart', force: true });
      await shows('running');
      await change({ action: 'stop', force: true });
      await shows('stopped');
      // The operation's own end can come after the news of what it changed.
      await waitFor('the job to end', () => jobs.get(ref()) === undefined, seen);
    });

    it('a graceful stop that the instance does not follow fails after its time, and leaves it running', async () => {
      // Nothing in it listens for the signal.
      await target.cli(['config', 'set', name, 'raw.lxc', 'lxc.signal.halt = SIGCONT']);
      await start();
      await shows('running');
      const started = performance.now();
      await assert.rejects(change({ action: 'stop', timeout: 1 }), (error) => {
        assert.ok(AppError.is(error, 'operationFailed'), String(error));
        assert.match(error.message, /deadline exceeded|timed? ?out|Failed shutting down/i);
        return true;
      });
      assert.ok(performance.now() - started < 10_000);
      await shows('running');
    });

    it('a graceful stop that it follows', async () => {
      await target.cli(['config', 'set', name, 'raw.lxc', 'lxc.signal.halt = SIGKILL']);
      await start();
      await shows('running');
      await change({ action: 'stop', timeout: 20 });
      await shows('stopped');
    });

    it('a job is shown while it runs, and gone when it has ended', async () => {
      const texts = new Set<string>();
      const listening = jobs.onDidChange((changed) => {
        if (changed.instance === name) texts.add(jobs.get(changed)?.text ?? 'ended');
      });
      await start();
      await change({ action: 'stop', force: true });
      await shows('stopped');
      await waitFor('the last job to end', () => jobs.get(ref()) === undefined, seen);
      listening.dispose();
      assert.deepEqual([...texts].sort(), ['ended', 'starting', 'stopping']);
    });

    it('cancelled, the wait ends at once', async () => {
      await target.cli(['config', 'set', name, 'raw.lxc', 'lxc.signal.halt = SIGCONT']);
      await start();
      const stop = new AbortController();
      const stopping = changeState(
        connection,
        ref(),
        { action: 'stop', timeout: 10 },
        { signal: stop.signal },
      );
      await waitFor('the job', () => jobs.get(ref())?.text === 'stopping', seen);
      stop.abort();
      await assert.rejects(stopping, isCancelled);
    });

    it('rename', async () => {
      const old = name;
      const renamed = uniqueName(target.id);
      await carryOut(connection, api.postInstance({ name: old, body: { name: renamed } }), unhurried());
      name = renamed;
      await shows('stopped', renamed);
      await shows(undefined, old);
    });

    it('rename to a name that is taken, or is none: the server’s words', async () => {
      const other = uniqueName(target.id);
      await target.cli(['init', 'busybox', other]);
      try {
        for (const [wrong, words] of [
          [other, /in use|exists/i],
          ['not valid', /name/i],
        ] as const) {
          await assert.rejects(
            carryOut(connection, api.postInstance({ name: name, body: { name: wrong } }), unhurried()),
            (error) => AppError.is(error) && words.test(error.message),
          );
        }
      } finally {
        await target.cli(['delete', other]);
      }
    });

    it('delete', async () => {
      await shows('stopped');
      await carryOut(connection, api.deleteInstance({ name }), unhurried());
      await shows(undefined);
    });

    it('delete of a running one is refused', async () => {
      await start();
      await assert.rejects(
        carryOut(connection, api.deleteInstance({ name }), unhurried()),
        (error) => AppError.is(error) && /running|stopped/i.test(error.message),
      );
      await shows('running');
    });

    it('what others do is seen as fast', async () => {
      await shows('stopped');
      await target.cli(['start', name]);
      await shows('running');
      await target.cli(['pause', name]);
      await shows('frozen');
      await target.cli(target.kind === 'lxd' ? ['start', name] : ['resume', name]);
      await shows('running');
      await target.cli(['stop', '--force', name]);
      await shows('stopped');
      const renamed = uniqueName(target.id);
      await target.cli(['rename', name, renamed]);
      await shows(undefined);
      await shows('stopped', renamed);
      await target.cli([...(target.kind === 'lxd' ? ['snapshot'] : ['snapshot', 'create']), renamed, 's0']);
      await waitFor('the snapshot', () => collection.item(renamed)?.snapshots === 1, seen);
      await target.cli(['delete', renamed]);
      await shows(undefined, renamed);
    });

    it('an ephemeral one is gone when it has stopped', async () => {
      const short = uniqueName(target.id);
      await target.cli(['launch', 'busybox', short, '--ephemeral']);
      await shows('running', short);
      await changeState(connection, ref(short), { action: 'stop', force: true }, unhurried());
      await shows(undefined, short);
    });

    it('thirty at once: the collection is what the server has', async function () {
      this.timeout(120_000);
      const names = Array.from({ length: 30 }, () => uniqueName(target.id));
      const create = async (instance: string): Promise<void> => {
        const body = { name: instance, source: { type: 'none' }, profiles: ['default'] };
        const endpoint = { method: 'POST', path: '/1.0/instances', body, decode: () => undefined } as const;
        await carryOut(connection, endpoint, unhurried());
      };
      const remove = (instance: string): Promise<void> =>
        carryOut(connection, api.deleteInstance({ name: instance }), unhurried());
      await Promise.all(names.map(create));
      await waitFor('all to be shown', () => names.every((each) => collection.item(each)), seen);
      await Promise.all(names.map(remove));
      await waitFor('none to be shown', () => names.every((each) => !collection.item(each)), seen);
    });

    it('nothing of all this was worth a warning', () => {
      // Incus trips over an instance that is just stopping; the collection asks again.
      const warnings = log.lines.filter(
        (line) => /^(warn|error)/.test(line) && !line.includes('Invalid PID'),
      );
      assert.deepEqual(warnings, []);
    });
  });
});
