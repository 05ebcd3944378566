import assert from 'node:assert/strict';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import { AppError, isCancelled } from '../../src/base/errors';
import { FileError } from '../../src/client/files/fileError';
import type { Connection } from '../../src/model/connection';
import {
  type SnapshotCopy,
  SnapshotCopies,
  type SnapshotPlace,
} from '../../src/resources/instances/inside/copies';
import { readFile } from '../../src/resources/instances/inside/readFile';
import { LeftBehind } from '../../src/model/leftBehind';
import type { Instance } from '../../src/resources/instances/wire';
import { unhurried } from '../support/connect';
import { uniqueName } from '../support/targets';
import { ExportPlace, instanceNames, targetOf } from './exportSupport';
import { atCreation, filesOf, instanceOf } from './snapshotFilesSupport';

const key = 'user.lxd-explorer.look';
const everything = (): { signal: AbortSignal; mayRead: () => Promise<boolean> } => ({
  ...unhurried(),
  mayRead: () => Promise.resolve(true),
});

for (const id of ['lxd', 'lxd-tls', 'incus', 'incus-tls'])
  describe(`files of snapshots: ${id}`, function () {
    this.timeout(180_000);
    const target = targetOf(id);
    const { cli } = target;
    const place = new ExportPlace();
    let name = '';
    let existing: string[] = [];
    let connection: Connection;
    const at = (from = connection, snapshot = 'snap0'): SnapshotPlace => ({
      connection: from,
      project: 'default',
      name,
      snapshot,
    });
    /** All of the snapshot and the origin that must not change. */
    const untouched = async (): Promise<string> => {
      const root = join(
        target.server.dir,
        'storage-pools/default/containers-snapshots',
        name,
        'snap0/rootfs',
      );
      const sum = await exec('sh', ['-c', 'tar -C "$1" --sort=name -c . | sha256sum', 'sh', root]);
      const snapshots = await cli(['query', `/1.0/instances/${name}/snapshots?recursion=1`]);
      return [sum, snapshots, JSON.stringify(await instanceOf(target, name))].join('\n');
    };
    let origin = '';

    before(async () => {
      name = place.name(target, 'look');
      await cli([
        ...['launch', 'busybox', name, '--ephemeral', '-c', 'boot.autostart=true', '-c', 'user.mine=1'],
        ...['-c', 'security.protection.delete=true', '-c', 'snapshots.schedule=* * 1 1 *'],
        ...['-c', 'limits.memory=512MiB'],
      ]);
      const sh = (text: string): Promise<string> => cli(['exec', name, '--', 'sh', '-c', text]);
      await sh(
        'mkdir -p /srv/a && echo then > /srv/a/it && chown 1000:1000 /srv/a/it && ln -s a/it /srv/link',
      );
      await sh('dd if=/dev/urandom of=/srv/data bs=1M count=60 2>/dev/null; mkfifo /srv/pipe');
      await cli(['config', 'device', 'add', name, 'extra', 'nic', 'nictype=p2p', 'name=eth9']);
      await cli([...(target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot']), name, 'snap0']);
      await sh('echo now > /srv/a/it; echo new > /srv/a/new; rm /srv/data');
      connection = await place.connect(target);
      existing = await instanceNames(target);
      origin = await untouched();
    });
    afterEach(async () => {
      assert.deepEqual(await instanceNames(target), existing);
      assert.equal(await untouched(), origin);
    });
    after(async () => {
      await cli(['config', 'set', name, 'security.protection.delete=false']);
      await place.end();
    });

    it('are read from a copy that is stopped, has only its disk, and goes', async () => {
      const copies = new SnapshotCopies();
      let seen: Instance | undefined;
      const { value, left } = await copies.use(at(), unhurried(), async (copy) => {
        seen = await instanceOf(target, copy);
        assert.match(copy, new RegExp(`^${name}-look-[0-9a-f]{4}$`));
        const { files, dispose } = filesOf(connection, copy);
        try {
          const names = (await files.list('/srv', unhurried())).map((each) => each.name).sort();
          assert.deepEqual(names, ['a', 'data', 'link', 'pipe']);
          const { uid } = await files.stat('/srv/a/it', unhurried());
          assert.equal(uid, 1000);
          await assert.rejects(readFile(files, '/srv/pipe', everything()), (error) =>
            FileError.matches(error, 'special'),
          );
          await assert.rejects(readFile(files, '/srv/a', everything()), (error) =>
            FileError.matches(error, 'isDirectory'),
          );
          assert.equal(await readFile(files, '/srv/a/new', everything()), undefined);
          assert.equal(await readFile(files, '/srv/a/it/deeper', everything()), undefined);
          const sizes: number[] = [];
          const no = (size: number): Promise<boolean> => Promise.resolve(sizes.push(size) === 0);
          await assert.rejects(readFile(files, '/srv/data', { ...unhurried(), mayRead: no }), isCancelled);
          assert.deepEqual(sizes, [60 * 1024 * 1024]);
          return await Promise.all(
            ['/srv/a/it', '/srv/link'].map((path) => readFile(files, path, everything())),
          );
        } finally {
          dispose();
        }
      });
      assert.equal(left, undefined);
      assert.deepEqual(
        value.map((bytes) => Buffer.from(bytes ?? []).toString()),
        ['then\n', 'then\n'],
      );
      assert.ok(seen);
      const { config = {}, expanded_config = {}, expanded_devices = {}, profiles } = seen;
      assert.deepEqual([seen.status, seen.ephemeral, seen.stateful, profiles], ['Stopped', false, false, []]);
      assert.match(seen.description ?? '', new RegExp(`^Temporary copy of ${name}/snap0`));
      const real = Object.values(expanded_devices).filter(({ type }) => type !== 'none');
      assert.deepEqual(
        real.map(({ type, path }) => [type, path]),
        [['disk', '/']],
      );
      assert.notEqual(expanded_config['boot.autostart'], 'true');
      assert.notEqual(expanded_config['security.protection.delete'], 'true');
      assert.ok(!expanded_config['snapshots.schedule'], expanded_config['snapshots.schedule']);
      assert.equal(config['limits.memory'], '512MiB');
      assert.ok(Math.abs(Date.parse(config[key] ?? '') - Date.now()) < 120_000, config[key]);
    });

    it('are read in a project that restricts what instances may have', async () => {
      const project = uniqueName('p');
      const inside = ['--project', project];
      const limits = [
        'restricted=true',
        'restricted.devices.proxy=allow',
        'restricted.snapshots=allow',
        'limits.memory=1GiB',
      ];
      await cli([
        ...['project', 'create', project, '-c', 'features.images=false'],
        ...limits.flatMap((each) => ['-c', each]),
      ]);
      try {
        await cli(['init', 'busybox', 'one', '-s', 'default', '-c', 'limits.memory=256MiB', ...inside]);
        const proxy = ['proxy', 'listen=tcp:127.0.0.1:47011', 'connect=tcp:127.0.0.1:80'];
        await cli(['config', 'device', 'add', 'one', 'extra', ...proxy, ...inside]);
        const snapshot = target.kind === 'incus' ? ['snapshot', 'create'] : ['snapshot'];
        await cli([...snapshot, 'one', 'snap0', ...inside]);
        const of = { connection, project, name: 'one', snapshot: 'snap0' };
        const { value } = await new SnapshotCopies().use(of, unhurried(), async (copy) => {
          const { files, dispose } = filesOf(connection, copy, project);
          return readFile(files, '/etc/passwd', everything()).finally(dispose);
        });
        assert.match(Buffer.from(value ?? []).toString(), /^root:/);
        assert.equal(await cli(['list', '--format', 'csv', '--columns', 'n', ...inside]), 'one\n');
      } finally {
        await cli(['delete', '--force', 'one', ...inside]).catch(() => undefined); // it may never have been made
        await cli(['project', 'delete', project]);
      }
    });

    it('what fails while they are read fails as it did, and nothing stays', async () => {
      const copies = new SnapshotCopies();
      const why = new AppError('rejected', 'not today');
      await assert.rejects(
        copies.use(at(), unhurried(), () => Promise.reject(why)),
        (error) => error === why,
      );
      await assert.rejects(copies.make(at(connection, 'none'), unhurried()), (error) =>
        AppError.is(error, 'notFound'),
      );
    });

    it('cancelled while the server copies, and at other moments: nothing stays', async () => {
      const copies = new SnapshotCopies();
      let inTheMiddle = 0;
      for (let round = 0; round < 3; round++) {
        const stop = new AbortController();
        const listening = atCreation(connection, name, () => {
          inTheMiddle++;
          stop.abort();
        });
        await assert.rejects(copies.make(at(), stop), isCancelled);
        listening.dispose();
        assert.deepEqual(await instanceNames(target), existing);
      }
      assert.ok(inTheMiddle >= 3, String(inTheMiddle));
      for (const after of [0, 5, 30, 150]) {
        const stop = new AbortController();
        const timer = setTimeout(() => {
          stop.abort();
        }, after);
        await copies
          .use(at(), stop, () => Promise.resolve())
          .catch((error: unknown) => assert.ok(isCancelled(error), String(error)));
        clearTimeout(timer);
        assert.deepEqual(await instanceNames(target), existing);
      }
    });

    it('copies that nobody deleted are found, and only they are deleted', async () => {
      const closed = new SnapshotCopies();
      const copies = new SnapshotCopies();
      const there = await closed.make(at(), unhurried());
      assert.deepEqual(await closed.leftovers(at(), unhurried()), []);
      const [leftover, ...more] = await copies.leftovers(at(), unhurried());
      assert.deepEqual([leftover?.name, more], [there.name, []]);
      assert.ok(Math.abs(Date.parse(leftover?.made ?? '') - Date.now()) < 120_000);
      // Of the same name, and made by another.
      await cli(['config', 'set', there.name, `${key}=2001-01-01T00:00:00.000Z`]);
      await leftover?.remove();
      assert.equal(await there.removed(), undefined);
      assert.ok((await instanceNames(target)).includes(there.name));
      const [other] = await copies.leftovers(at(), unhurried());
      await other?.remove();
      await other?.remove(); // it is gone: that is what was wanted
    });

    if (id.endsWith('tls')) {
      it('cut off and back at once: it says so, and nothing stays', async () => {
        for (const after of [0, 100]) {
          const [proxy, cut] = await place.proxied(target);
          let cuts = 0;
          const listening = atCreation(connection, name, () => {
            setTimeout(() => {
              cuts += proxy.open;
              proxy.cutAll();
            }, after);
          });
          // Whether the server's answer was on its way is not in our hands; that nothing stays is.
          const made = await new SnapshotCopies().make(at(cut), unhurried()).catch((error: unknown) => error);
          listening.dispose();
          assert.ok(cuts > 0);
          if (made instanceof LeftBehind) {
            assert.match(made.message, /the copy \S+ stays on the server: .*busy/);
            await waitFor('its end', () =>
              made.remove().then(
                () => true,
                () => false,
              ),
            );
          } else if (made instanceof Error) assert.ok(AppError.is(made, 'unreachable'), String(made));
          else assert.equal(await (made as SnapshotCopy).removed(), undefined);
          assert.deepEqual(await instanceNames(target), existing);
        }
      });

      for (const when of ['while the server copies', 'while files are read'] as const)
        it(`cut off for good ${when}: the copy is named, and deleted later`, async () => {
          const [proxy, cut] = await place.proxied(target);
          const lose = (): void => {
            proxy.disturb({ refuse: true });
            proxy.cutAll();
          };
          const listening =
            when === 'while the server copies' ? atCreation(connection, name, lose) : undefined;
          const copies = new SnapshotCopies();
          const left = await copies
            .use(at(cut), unhurried(), async (copy) => {
              lose();
              const { files, dispose } = filesOf(cut, copy);
              return readFile(files, '/srv/a/it', everything()).finally(dispose);
            })
            .catch((error: unknown) => error);
          listening?.dispose();
          assert.ok(left instanceof LeftBehind, String(left));
          const [, copy = ''] = /; the copy (\S+) stays on the server: ./.exec(left.message) ?? [];
          assert.ok(copy.startsWith(`${name}-look-`), left.message);
          await waitFor('the copy', async () => (await instanceNames(target)).includes(copy));
          await assert.rejects(left.remove(), (error) => AppError.is(error));
          const others = await new SnapshotCopies().leftovers(at(), unhurried());
          assert.deepEqual(
            others.map((each) => each.name),
            [copy],
          );
          proxy.disturb({});
          await left.remove();
        });
    }
  });
