import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import { AppError, isCancelled } from '../../src/base/errors';
import type { Connection } from '../../src/model/connection';
import { LeftBehind, exportInstance } from '../../src/resources/instances/transfer/exportInstance';
import { importInstance } from '../../src/resources/instances/transfer/importInstance';
import { addressOf, connectionTo, unhurried } from '../support/connect';
import { contentsOf, onMachine } from '../support/contents';
import { type Target, targets, uniqueName } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';

const all = { instanceOnly: false, optimized: false };
/** Quick to make, and the bytes are the same number every time, but for a few. */
const plain = { ...all, compression: 'none' };

interface Told {
  readonly config: Readonly<Record<string, string>>;
  readonly devices: unknown;
  readonly profiles: unknown;
  readonly description: string;
}

describe('exports of instances to files, and imports from them', function () {
  this.timeout(180_000);
  const made: [Target, string][] = [];
  const open: Connection[] = [];
  const proxies: TcpProxy[] = [];
  let folder = '';

  const targetOf = (id: string): Target => {
    const target = targets().find((each) => each.id === id);
    assert.ok(target, id);
    return target;
  };
  const connect = async (target: Target, port?: number): Promise<Connection> => {
    const connection = connectionTo(addressOf(target, port));
    open.push(connection);
    await connection.ready(unhurried());
    return connection;
  };
  const cut = async (target: Target): Promise<[TcpProxy, Connection]> => {
    const { host, port } = target.server;
    const proxy = await TcpProxy.start({ host, port });
    proxies.push(proxy);
    return [proxy, await connect(target, proxy.port)];
  };
  const names = async ({ cli }: Target): Promise<string[]> =>
    (await cli(['list', '--format', 'csv', '--columns', 'n'])).split('\n').filter(Boolean);
  const backups = async ({ cli }: Target, name: string): Promise<string[]> =>
    JSON.parse(await cli(['query', `/1.0/instances/${name}/backups`])) as string[];
  const told = async ({ cli }: Target, name: string): Promise<Told & { snapshots: string }> => {
    const { config, devices, profiles, description } = JSON.parse(
      await cli(['query', `/1.0/instances/${name}`]),
    ) as Told;
    const own = Object.entries(config).filter(([key]) => !key.startsWith('volatile.'));
    const snapshots = await cli(['query', `/1.0/instances/${name}/snapshots`]);
    return { config: Object.fromEntries(own), devices, profiles, description, snapshots };
  };
  const hwaddr = async ({ cli }: Target, name: string): Promise<string> =>
    (await cli(['config', 'get', name, 'volatile.eth0.hwaddr'])).trim();
  /** A name that is deleted at the end. */
  const named = (target: Target, prefix: string): string => {
    const name = uniqueName(prefix);
    made.push([target, name]);
    return name;
  };
  /** Stopped, with a little of everything in it, and a snapshot of before. */
  const make = async (target: Target): Promise<string> => {
    const name = named(target, 'whole');
    const sh = (text: string): Promise<string> => target.cli(['exec', name, '--', 'sh', '-c', text]);
    await target.cli(['launch', 'busybox', name, '-c', 'user.note=mine 😀', '-c', 'limits.processes=500']);
    await sh(
      'mkdir -p /srv/a && echo one > /srv/a/one && chmod 4750 /srv/a/one && chown 1000:1000 /srv/a/one',
    );
    await target.cli([...(target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot']), name, 'before']);
    await sh(
      'echo two > "/srv/a/zwei 😀" && ln -s ../a/one /srv/link && ln /srv/a/one /srv/hard && chmod 1777 /srv && mkfifo /srv/pipe',
    );
    await sh('dd if=/dev/urandom of=/srv/data bs=1M count=3 2>/dev/null');
    await target.cli(['stop', '--force', name]);
    await exec('setfattr', ['-n', 'user.kept', '-v', 'yes', onMachine(target, name, 'srv/data')]);
    return name;
  };

  before(() => {
    folder = mkdtempSync(join(targetOf('lxd').server.run, 'exports-'));
  });
  after(async () => {
    for (const connection of open) connection.dispose();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    for (const [target, name] of made) await target.cli(['delete', '--force', name]).catch(() => undefined);
  });

  for (const id of ['lxd', 'lxd-tls', 'incus-tls'])
    it(`${id}: exported, deleted and imported, everything is as before`, async () => {
      const target = targetOf(id);
      const name = await make(target);
      const connection = await connect(target);
      const origin = { connection, project: 'default', name };
      const [files, facts] = [await contentsOf(target, name), await told(target, name)];
      assert.ok(files.includes('user.kept="yes"') && facts.snapshots.includes('/before'));
      const path = join(folder, `${name}.tar.gz`);
      const seen: string[] = [];
      const onProgress = ({ text }: { text: string }): void => void seen.push(text);
      const { bytes, sha256, left } = await exportInstance(origin, all, path, { ...unhurried(), onProgress });
      const file = readFileSync(path);
      assert.deepEqual([left, bytes], [undefined, file.length]);
      assert.equal(sha256, createHash('sha256').update(file).digest('hex'));
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.ok(
        seen.some((text) => text.includes(' / ')),
        seen.join(),
      );
      assert.deepEqual(await backups(target, name), []);
      await target.cli(['delete', name]);
      assert.deepEqual(await importInstance(origin, path, {}, unhurried()), []);
      assert.equal(await contentsOf(target, name), files);
      assert.deepEqual(await told(target, name), facts);
    });

  for (const id of ['lxd-tls', 'incus-tls'])
    it(`${id}: imported beside what it was made of, it has addresses of its own, and both run`, async () => {
      const target = targetOf(id);
      const name = named(target, 'origin');
      await target.cli(['launch', 'busybox', name]);
      const connection = await connect(target);
      const path = join(folder, `${name}.tar`);
      await exportInstance({ connection, project: 'default', name }, plain, path, unhurried());
      const copy = named(target, 'beside');
      const to = { connection, project: 'default', name: copy };
      assert.deepEqual(await importInstance(to, path, { pool: 'default' }, unhurried()), ['eth0']);
      assert.notEqual(await hwaddr(target, copy), await hwaddr(target, name));
      assert.equal((await target.cli(['config', 'get', copy, 'volatile.last_state.power'])).trim(), '');
      await target.cli(['start', copy]);
      await assert.rejects(importInstance(to, path, {}, unhurried()), /exists/);
    });

  it('LXD to Incus, by file', async () => {
    const [from, to] = [targetOf('lxd'), targetOf('incus')];
    const name = await make(from);
    const path = join(folder, `${name}.tar.gz`);
    const files = await contentsOf(from, name);
    const origin = { connection: await connect(from), project: 'default', name };
    await exportInstance(origin, all, path, unhurried());
    made.push([to, name]);
    await importInstance({ ...origin, connection: await connect(to) }, path, {}, unhurried());
    assert.equal(await contentsOf(to, name), files);
  });

  for (const id of ['lxd-tls', 'incus-tls'])
    describe(`${id}, cut off`, () => {
      const target = targetOf(id);
      let name = '';
      let path = '';
      let size = 0;
      before(async () => {
        name = await make(target);
        path = join(folder, `${name}-all.tar`);
        const origin = { connection: await connect(target), project: 'default', name };
        size = (await exportInstance(origin, plain, path, unhurried())).bytes;
      });
      const points = [...Array(10).keys()].map((at) => (at + 0.5) / 10);

      it('at ten points of a download: it goes on where it was', async () => {
        const [proxy, connection] = await cut(target);
        const origin = { connection, project: 'default', name };
        for (const point of points) {
          const copy = join(folder, `${name}-cut.tar`);
          proxy.disturb({ cutAfter: { direction: 'toClient', bytes: Math.round(size * point) + 4000 } });
          const { sha256, left } = await exportInstance(origin, plain, copy, unhurried());
          assert.equal(left, undefined);
          assert.equal(proxy.cuts, points.indexOf(point) + 1);
          assert.equal(sha256, createHash('sha256').update(readFileSync(copy)).digest('hex'));
          await exec('tar', ['-tf', copy]);
        }
        assert.deepEqual(await backups(target, name), []);
      });

      it('at ten points of an upload: nothing of it is there, and it says so', async () => {
        const [proxy, connection] = await cut(target);
        const copy = named(target, 'cut');
        const before = await names(target);
        for (const point of points) {
          proxy.disturb({ cutAfter: { direction: 'toServer', bytes: Math.round(size * point) } });
          const to = { connection, project: 'default', name: copy };
          await assert.rejects(importInstance(to, path, {}, unhurried()), (error) =>
            AppError.is(error, 'unreachable'),
          );
        }
        await waitFor('nothing', async () => (await names(target)).join() === before.join());
      });

      it('cancelled at ten points: no file, no backup, no instance is left', async () => {
        const connection = await connect(target);
        const copy = named(target, 'gone');
        const before = await names(target);
        const files = readdirSync(folder);
        let cancellations = 0;
        for (const point of points) {
          const stop = new AbortController();
          const onProgress = ({ percent }: { percent: number | undefined }): void => {
            if (percent !== undefined && percent >= point * 100) stop.abort();
          };
          const options = { signal: stop.signal, onProgress };
          const out = join(folder, `${name}-gone.tar`);
          const origin = { connection, project: 'default', name };
          await assert.rejects(exportInstance(origin, plain, out, options), isCancelled);
          const again = new AbortController();
          const onSent = ({ percent }: { percent: number | undefined }): void => {
            if (percent !== undefined && percent >= point * 100) again.abort();
          };
          const into = { ...origin, name: copy };
          await assert.rejects(
            importInstance(into, path, {}, { signal: again.signal, onProgress: onSent }),
            isCancelled,
          );
          cancellations++;
        }
        assert.equal(cancellations, points.length);
        assert.deepEqual(readdirSync(folder), files);
        assert.deepEqual(await backups(target, name), []);
        await waitFor('nothing', async () => (await names(target)).join() === before.join());
      });

      it('at its beginning, before and after the server has answered', async () => {
        const connection = await connect(target);
        const origin = { connection, project: 'default', name };
        for (const after of [0, 5, 50]) {
          const stop = new AbortController();
          setTimeout(() => {
            stop.abort();
          }, after);
          const out = join(folder, `${name}-never.tar`);
          await assert.rejects(exportInstance(origin, all, out, stop), isCancelled);
        }
        assert.deepEqual(await backups(target, name), []);
      });

      it('for good: what stays on the server is named, and can be taken away later', async () => {
        const [proxy, connection] = await cut(target);
        const origin = { connection, project: 'default', name };
        const onProgress = ({ percent }: { percent: number | undefined }): void => {
          if (percent === undefined || percent < 30) return;
          proxy.disturb({ refuse: true });
          proxy.cutAll();
        };
        const out = join(folder, `${name}-lost.tar`);
        let left: unknown;
        await exportInstance(origin, plain, out, { ...unhurried(), onProgress }).catch((error: unknown) => {
          left = error;
        });
        assert.ok(left instanceof LeftBehind, String(left));
        const stays = (await backups(target, name)).map((url) => url.split('/').at(-1) ?? '');
        assert.equal(stays.length, 1);
        const [backup = ''] = stays;
        assert.match(
          left.message,
          new RegExp(`cannot be reached.*the backup ${backup} stays on the server for a day`),
        );
        assert.ok(!readdirSync(folder).some((file) => file.endsWith('.part') || file.includes('lost')));
        proxy.disturb({});
        await left.remove();
        assert.deepEqual(await backups(target, name), []);
      });
    });

  for (const id of ['lxd', 'incus'])
    describe(`${id}, without room`, () => {
      const target = targetOf(id);
      let mount = '';
      before(async () => {
        mount = mkdtempSync(join(folder, 'small-'));
        await exec('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', mount]);
      });
      after(() => exec('umount', [mount]));

      it('on this machine: what was there stays, no backup is left', async () => {
        const name = await make(target);
        const path = join(mount, 'it.tar');
        writeFileSync(path, 'of before');
        const origin = { connection: await connect(target), project: 'default', name };
        await assert.rejects(exportInstance(origin, plain, path, unhurried()), (error) => {
          assert.ok(AppError.is(error, 'rejected'));
          assert.equal(error.message, `${path}: no space left on device`);
          return true;
        });
        assert.deepEqual([readFileSync(path, 'utf8'), readdirSync(mount)], ['of before', ['it.tar']]);
        assert.deepEqual(await backups(target, name), []);
        const nowhere = join(folder, 'not', 'there.tar');
        await assert.rejects(
          exportInstance(origin, plain, nowhere, unhurried()),
          /not\/there\.tar: no such file/,
        );
      });

      it('on the server: the words of the server, and no instance', async () => {
        const name = await make(target);
        const path = join(folder, `${name}.tar`);
        const connection = await connect(target);
        await exportInstance({ connection, project: 'default', name }, plain, path, unhurried());
        const source = mkdtempSync(join(mount, 'pool-'));
        const pool = uniqueName('small');
        await target.cli(['storage', 'create', pool, 'dir', `source=${source}`]);
        try {
          const copy = named(target, 'full');
          const to = { connection, project: 'default', name: copy };
          await assert.rejects(importInstance(to, path, { pool }, unhurried()), /no space/i);
          assert.ok(!(await names(target)).includes(copy));
        } finally {
          await target.cli(['storage', 'delete', pool]);
        }
      });
    });

  it('what is no backup is refused, by us or in the words of the server', async () => {
    const target = targetOf('lxd');
    const connection = await connect(target);
    const to = { connection, project: 'default', name: named(target, 'bad') };
    const bad = async (path: string, words: RegExp): Promise<void> => {
      await assert.rejects(importInstance(to, path, {}, unhurried()), words);
      assert.ok(!(await names(target)).includes(to.name));
    };
    await bad(folder, /not a file/);
    await bad(join(folder, 'none.tar'), /no such file/);
    const empty = join(folder, 'empty.tar');
    writeFileSync(empty, '');
    await bad(empty, /the file is empty/);
    writeFileSync(empty, 'no backup');
    await bad(empty, /./);
    const name = await make(target);
    const path = join(folder, `${name}.tar`);
    await exportInstance({ connection, project: 'default', name }, plain, path, unhurried());
    truncateSync(path, Math.round(statSync(path).size / 2));
    await bad(path, /EOF|tar|index/i);
  });
});
