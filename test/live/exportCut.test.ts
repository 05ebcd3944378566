import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import { AppError, isCancelled } from '../../src/base/errors';
import { LeftBehind } from '../../src/model/leftBehind';
import { exportInstance } from '../../src/resources/instances/transfer/exportInstance';
import { importInstance } from '../../src/resources/instances/transfer/importInstance';
import { unhurried } from '../support/connect';
import { uniqueName } from '../support/targets';
import { ExportPlace, backupsOf, everything, instanceNames, targetOf, unpacked } from './exportSupport';

/** What was thrown; undefined where it went well. */
function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error ?? 'nothing',
  );
}

describe('exports and imports that do not come to their end', function () {
  this.timeout(180_000);
  const place = new ExportPlace();
  after(() => place.end());

  for (const id of ['lxd-tls', 'incus-tls'])
    describe(`${id}, cut off`, () => {
      const target = targetOf(id);
      let name = '';
      let path = '';
      let size = 0;
      before(async () => {
        name = await place.make(target);
        path = join(place.folder, `${name}-all.tar`);
        const origin = { connection: await place.connect(target), project: 'default', name };
        size = (await exportInstance(origin, unpacked, path, unhurried())).bytes;
      });
      const points = [...Array(10).keys()].map((at) => (at + 0.5) / 10);

      it('at ten points of a download: it goes on where it was', async () => {
        const [proxy, connection] = await place.proxied(target);
        const origin = { connection, project: 'default', name };
        for (const point of points) {
          const copy = join(place.folder, `${name}-cut.tar`);
          proxy.disturb({ cutAfter: { direction: 'toClient', bytes: Math.round(size * point) + 4000 } });
          const { sha256, left } = await exportInstance(origin, unpacked, copy, unhurried());
          assert.equal(left, undefined);
          assert.equal(proxy.cuts, points.indexOf(point) + 1);
          assert.equal(sha256, createHash('sha256').update(readFileSync(copy)).digest('hex'));
          await exec('tar', ['-tf', copy]);
        }
        assert.deepEqual(await backupsOf(target, name), []);
      });

      it('at ten points of an upload: nothing of it is there, and it says so', async () => {
        const [proxy, connection] = await place.proxied(target);
        const copy = place.name(target, 'cut');
        const before = await instanceNames(target);
        for (const point of points) {
          proxy.disturb({ cutAfter: { direction: 'toServer', bytes: Math.round(size * point) } });
          const to = { connection, project: 'default', name: copy };
          await assert.rejects(importInstance(to, path, {}, unhurried()), (error) =>
            AppError.is(error, 'unreachable'),
          );
        }
        await waitFor('nothing', async () => (await instanceNames(target)).join() === before.join());
      });

      it('cancelled at ten points: no file, no backup, no instance is left', async () => {
        const connection = await place.connect(target);
        const copy = place.name(target, 'gone');
        const before = await instanceNames(target);
        const files = readdirSync(place.folder);
        let cancellations = 0;
        for (const point of points) {
          const stop = new AbortController();
          const onProgress = ({ percent }: { percent: number | undefined }): void => {
            if (percent !== undefined && percent >= point * 100) stop.abort();
          };
          const options = { signal: stop.signal, onProgress };
          const out = join(place.folder, `${name}-gone.tar`);
          const origin = { connection, project: 'default', name };
          await assert.rejects(exportInstance(origin, unpacked, out, options), isCancelled);
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
        assert.deepEqual(readdirSync(place.folder), files);
        assert.deepEqual(await backupsOf(target, name), []);
        await waitFor('nothing', async () => (await instanceNames(target)).join() === before.join());
      });

      it('by the end of the server, at two points each: what stays is named, and can be taken away later', async () => {
        const connection = await place.connect(target);
        const before = await instanceNames(target);
        const origin = { connection, project: 'default', name };
        for (const wait of [50, 400]) {
          const ends = sleep(wait).then(() => target.server.restart());
          const out = join(place.folder, `${name}-killed-${String(wait)}.tar`);
          let left: LeftBehind | undefined;
          const exporting = exportInstance(origin, unpacked, out, unhurried());
          const problem = await outcomeOf(exporting.then((whole) => (left = whole.left)));
          await ends;
          if (problem instanceof LeftBehind) left = problem;
          await left?.remove();
          assert.deepEqual([existsSync(out), await backupsOf(target, name)], [!problem, []], String(problem));
          await connection.ready(unhurried());
        }
        for (const wait of [50, 400]) {
          const copy = place.name(target, 'killed');
          const ends = sleep(wait).then(() => target.server.restart());
          const into = { ...origin, name: copy };
          const imported = await outcomeOf(importInstance(into, path, {}, unhurried()));
          await ends;
          if (imported instanceof LeftBehind) await imported.remove();
          const isThere = (await instanceNames(target)).includes(copy);
          assert.equal(isThere, !imported, String(imported));
          if (isThere) await target.cli(['delete', copy]);
          await connection.ready(unhurried());
        }
        assert.deepEqual(await instanceNames(target), before);
      });

      it('at its beginning, before and after the server has answered', async () => {
        const connection = await place.connect(target);
        const origin = { connection, project: 'default', name };
        for (const after of [0, 5, 50]) {
          const stop = new AbortController();
          setTimeout(() => {
            stop.abort();
          }, after);
          const out = join(place.folder, `${name}-never.tar`);
          await assert.rejects(exportInstance(origin, everything, out, stop), isCancelled);
        }
        assert.deepEqual(await backupsOf(target, name), []);
      });

      it('for good: what stays on the server is named, and can be taken away later', async () => {
        const [proxy, connection] = await place.proxied(target);
        const origin = { connection, project: 'default', name };
        const onProgress = ({ percent }: { percent: number | undefined }): void => {
          if (percent === undefined || percent < 30) return;
          proxy.disturb({ refuse: true });
          proxy.cutAll();
        };
        const out = join(place.folder, `${name}-lost.tar`);
        let left: unknown;
        await exportInstance(origin, unpacked, out, { ...unhurried(), onProgress }).catch(
          (error: unknown) => {
            left = error;
          },
        );
        assert.ok(left instanceof LeftBehind, String(left));
        const stays = (await backupsOf(target, name)).map((url) => url.split('/').at(-1) ?? '');
        assert.equal(stays.length, 1);
        const [backup = ''] = stays;
        assert.match(
          left.message,
          new RegExp(`cannot be reached.*the backup ${backup} stays on the server for a day`),
        );
        assert.ok(!readdirSync(place.folder).some((file) => file.endsWith('.part') || file.includes('lost')));
        proxy.disturb({});
        await left.remove();
        assert.deepEqual(await backupsOf(target, name), []);
      });
    });

  for (const id of ['lxd', 'incus'])
    describe(`${id}, without room`, () => {
      const target = targetOf(id);
      let mount = '';
      before(async () => {
        mount = mkdtempSync(join(place.folder, 'small-'));
        await exec('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', mount]);
      });
      after(() => exec('umount', [mount]));

      it('on this machine: what was there stays, no backup is left', async () => {
        const name = await place.make(target);
        const path = join(mount, 'it.tar');
        writeFileSync(path, 'of before');
        const origin = { connection: await place.connect(target), project: 'default', name };
        await assert.rejects(exportInstance(origin, unpacked, path, unhurried()), (error) => {
          assert.ok(AppError.is(error, 'rejected'));
          assert.equal(error.message, `${path}: no space left on device`);
          return true;
        });
        assert.deepEqual([readFileSync(path, 'utf8'), readdirSync(mount)], ['of before', ['it.tar']]);
        assert.deepEqual(await backupsOf(target, name), []);
        const nowhere = join(place.folder, 'not', 'there.tar');
        await assert.rejects(
          exportInstance(origin, unpacked, nowhere, unhurried()),
          /not\/there\.tar: no such file/,
        );
      });

      it('on the server: the words of the server, and no instance', async () => {
        const name = await place.make(target);
        const path = join(place.folder, `${name}.tar`);
        const connection = await place.connect(target);
        await exportInstance({ connection, project: 'default', name }, unpacked, path, unhurried());
        const source = mkdtempSync(join(mount, 'pool-'));
        const pool = uniqueName('small');
        await target.cli(['storage', 'create', pool, 'dir', `source=${source}`]);
        try {
          const copy = place.name(target, 'full');
          const to = { connection, project: 'default', name: copy };
          await assert.rejects(importInstance(to, path, { pool }, unhurried()), /no space/i);
          assert.ok(!(await instanceNames(target)).includes(copy));
        } finally {
          await target.cli(['storage', 'delete', pool]);
        }
      });
    });
});
