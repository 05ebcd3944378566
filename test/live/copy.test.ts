import assert from 'node:assert/strict';
import { waitFor } from '../../scripts/lib/wait';
import type { Connection } from '../../src/model/connection';
import * as api from '../../src/resources/instances/api';
import { baseImageOf, copyBody } from '../../src/resources/instances/copy/body';
import { type Migration, type Mode, migrate, modesBetween } from '../../src/resources/instances/copy/migrate';
import { cluster } from '../support/cluster';
import { addressOf, connectionTo, unhurried } from '../support/connect';
import { type Target, targets, uniqueName } from '../support/targets';

/** Every file of an instance but what a running one makes: names, modes, owners, links, contents. */
const listing =
  'cd / && find . -xdev \\( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./etc/hostname -o -path ./etc/hosts \\) -prune -o -print | sort | ' +
  'while read -r f; do stat -c "%n %f %u %g" "$f"; [ -L "$f" ] && readlink "$f"; [ -f "$f" ] && ! [ -L "$f" ] && sha256sum < "$f"; done; true';

describe('copying an instance to another server', function () {
  this.timeout(120_000);
  const [lxd, overTls, incus, incusOverTls] = ['lxd', 'lxd-tls', 'incus', 'incus-tls'].map((id) =>
    targets().find((target) => target.id === id),
  );
  const made: [Target, string][] = [];
  const open: Connection[] = [];

  const connect = async (target: Target | undefined): Promise<Connection> => {
    assert.ok(target);
    const connection = connectionTo(addressOf(target));
    open.push(connection);
    await connection.ready(unhurried());
    return connection;
  };
  /** An instance with a little of everything in it, and a snapshot of before. */
  const make = async (target: Target | undefined): Promise<string> => {
    assert.ok(target);
    const name = uniqueName('origin');
    made.push([target, name]);
    const sh = (text: string): Promise<string> => target.cli(['exec', name, '--', 'sh', '-c', text]);
    await target.cli(['launch', 'busybox', name, '-c', 'user.note=mine', '-c', 'limits.processes=500']);
    await sh(
      'mkdir -p /srv/a && echo one > /srv/a/one && chmod 4750 /srv/a/one && chown 1000:1000 /srv/a/one',
    );
    await target.cli([...(target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot']), name, 'before']);
    await sh(
      'echo two > "/srv/a/zwei 😀" && ln -s ../a/one /srv/link && mkfifo /srv/pipe && chmod 1777 /srv',
    );
    await sh('dd if=/dev/urandom of=/srv/data bs=1M count=8 2>/dev/null');
    return name;
  };
  const contents = async ({ cli }: Target, name: string): Promise<string> =>
    cli(['exec', name, '--', 'sh', '-c', listing]);
  const planOf = async (
    [from, source]: [Connection, string],
    to: Connection,
    changes: Partial<Migration> = {},
  ): Promise<Migration & { name: string }> => {
    const instance = await from.transport.value(
      api.getInstance({ project: 'default', name: source }),
      unhurried(),
    );
    const name = uniqueName('copy');
    return {
      name,
      from: { connection: from, project: 'default', name: source, snapshot: '' },
      to: { connection: to, project: 'default' },
      body: copyBody(instance, { name, profiles: instance.profiles ?? [] }),
      baseImage: baseImageOf(instance),
      instanceOnly: false,
      isRunning: false,
      ...changes,
    };
  };
  const exists = async ({ cli }: Target, name: string): Promise<boolean> =>
    (await cli(['list', '--format', 'csv', '--columns', 'n'])).split('\n').includes(name);

  after(async () => {
    for (const connection of open) connection.dispose();
    for (const [target, name] of made) await target.cli(['delete', '--force', name]).catch(() => undefined);
  });

  const ways: [
    what: string,
    from: Target | undefined,
    to: () => Target | undefined,
    mode: Mode,
    alone?: true,
  ][] = [
    ['LXD to LXD, by pull', overTls, () => cluster()[0], 'pull'],
    ['LXD to LXD, through us', lxd, () => cluster()[0], 'relay'],
    ['LXD to Incus, by pull', overTls, () => incusOverTls, 'pull'],
    ['LXD to Incus, by push', lxd, () => incusOverTls, 'push'],
    ['LXD to Incus, through us', lxd, () => incus, 'relay'],
    ['Incus to LXD, without its snapshots', incusOverTls, () => lxd, 'relay', true],
  ];
  for (const [what, source, target, mode, alone] of ways)
    it(`${what}: every file, mode, owner and link is the same, the settings and snapshots too`, async () => {
      const to = target();
      assert.ok(source && to);
      const origin = await make(source);
      const before = await contents(source, origin);
      await source.cli(['stop', '--force', origin]);
      const [a, b] = [await connect(source), await connect(to)];
      const plan = await planOf([a, origin], b, { instanceOnly: alone === true });
      made.push([to, plan.name]);
      const seen: string[] = [];
      await migrate(plan, [mode], { ...unhurried(), onProgress: ({ text }) => seen.push(text) });
      const copy = JSON.parse(await to.cli(['query', `/1.0/instances/${plan.name}`])) as {
        config: Record<string, string>;
      };
      assert.deepEqual([copy.config['user.note'], copy.config['limits.processes']], ['mine', '500']);
      const snapshots = await to.cli(['query', `/1.0/instances/${plan.name}/snapshots`]);
      assert.equal(snapshots.includes('/before'), alone !== true);
      await to.cli(['start', plan.name]);
      assert.equal(await contents(to, plan.name), before);
      assert.ok(await exists(source, origin));
    });

  it('goes through us where the servers cannot reach each other', async () => {
    assert.ok(lxd && incus);
    const origin = await make(lxd);
    await lxd.cli(['stop', '--force', origin]);
    const [a, b] = [await connect(lxd), await connect(incus)];
    assert.deepEqual(modesBetween(a, b), ['relay']);
    const plan = await planOf([a, origin], b);
    made.push([incus, plan.name]);
    // Its address is another machine's.
    const server = await a.ready(unhurried());
    Object.assign(server, { addresses: ['127.0.0.1:9'] });
    await migrate(plan, ['pull', 'relay'], unhurried());
    assert.ok(await exists(incus, plan.name));
  });

  it('that fails leaves the origin, and nothing on the other side', async () => {
    assert.ok(lxd && incusOverTls);
    const origin = await make(lxd);
    await lxd.cli(['stop', '--force', origin]);
    const [a, b] = [await connect(lxd), await connect(incusOverTls)];
    const plan = await planOf([a, origin], b);
    const bad = { ...plan, body: { ...plan.body, profiles: ['not-there'] } };
    for (const mode of ['push', 'relay'] as const) {
      await assert.rejects(migrate(bad, [mode], unhurried()), /not-there/);
    }
    assert.equal(await exists(incusOverTls, plan.name), false);
    assert.ok(await exists(lxd, origin));
    await assert.rejects(
      migrate({ ...plan, from: { ...plan.from, name: 'gone' } }, ['relay'], unhurried()),
      /not found/i,
    );
    await waitFor('nothing to be left', async () => !(await exists(incusOverTls, plan.name)), {
      timeout: 20_000,
    });
  });

  for (const mode of ['pull', 'push', 'relay'] as const)
    it(`that is cancelled (${mode}) leaves the origin, and nothing on the other side, where it does not come too late`, async () => {
      assert.ok(lxd && overTls && incusOverTls);
      const origin = await make(lxd);
      await lxd.cli([
        'exec',
        origin,
        '--',
        'sh',
        '-c',
        'dd if=/dev/urandom of=/srv/large bs=1M count=300 2>/dev/null',
      ]);
      await lxd.cli(['stop', '--force', origin]);
      const [a, b] = [await connect(mode === 'pull' ? overTls : lxd), await connect(incusOverTls)];
      const plan = await planOf([a, origin], b);
      made.push([incusOverTls, plan.name]);
      const stop = new AbortController();
      let isMoving = false;
      const copying = migrate(plan, [mode], {
        signal: stop.signal,
        onProgress: () => {
          isMoving = true;
        },
      });
      copying.catch(() => undefined);
      await waitFor('something to move', () => isMoving);
      stop.abort();
      // By push the servers do not let it be cancelled: then it ends well, and not before it has ended.
      if (mode === 'push') await copying;
      else await assert.rejects(copying, { name: 'AbortError' });
      assert.equal(await exists(incusOverTls, plan.name), mode === 'push');
      assert.ok(await exists(lxd, origin));
      await lxd.cli(['start', origin]);
    });
});
