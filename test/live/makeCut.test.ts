import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import { AppError, isCancelled } from '../../src/base/errors';
import type { ActionOptions } from '../../src/model/carryOut';
import type { Connection } from '../../src/model/connection';
import { LeftBehind } from '../../src/model/leftBehind';
import * as api from '../../src/resources/instances/api';
import { baseImageOf, copyBody } from '../../src/resources/instances/copy/body';
import { copyInstance } from '../../src/resources/instances/copy/copyInstance';
import { makeInstance } from '../../src/resources/instances/makeInstance';
import { unhurried } from '../support/connect';
import { contentsOf } from '../support/contents';
import { uniqueName } from '../support/targets';
import type { TcpProxy } from '../support/tcpProxy';
import { ExportPlace, instanceNames, targetOf } from './exportSupport';

/** What is interrupted: makes something of a name, and says whether it is there, and whole. */
interface Verb {
  readonly what: string;
  make(connection: Connection, name: string, options: ActionOptions, pool?: string): Promise<unknown>;
  isThere(name: string): Promise<boolean>;
  /** All that is in it, as text. */
  seen(name: string): Promise<string>;
  remove(name: string): Promise<unknown>;
}

const points = (count: number): number[] => [...Array(count).keys()].map((at) => (at + 0.5) / count);

describe('making instances, cut off', function () {
  this.timeout(300_000);
  const place = new ExportPlace();
  after(() => place.end());

  for (const id of ['lxd-tls', 'incus-tls'])
    describe(id, () => {
      const target = targetOf(id);
      let origin = '';
      let image = '';
      let contents = '';
      let proxy: TcpProxy;
      let connection: Connection;
      before(async () => {
        origin = await place.make(target);
        contents = await contentsOf(target, origin);
        image = uniqueName('image');
        await target.cli(['publish', origin, '--alias', image, '--compression', 'none']);
        [proxy, connection] = await place.proxied(target);
      });
      after(() => target.cli(['image', 'delete', image]));

      const isThere = async (name: string): Promise<boolean> => (await instanceNames(target)).includes(name);
      const remove = (name: string): Promise<unknown> => target.cli(['delete', '--force', name]);
      const verbs: Verb[] = [
        {
          what: 'create',
          make: (to, name, options, pool) => {
            const source = { type: 'image', alias: image };
            const devices = pool ? { root: { type: 'disk', path: '/', pool } } : {};
            const request = api.createInstance({ project: 'default', body: { name, source, devices } });
            return makeInstance({ connection: to, project: 'default', name }, request, options);
          },
          isThere,
          seen: (name) => contentsOf(target, name),
          remove,
        },
        {
          what: 'copy',
          make: async (to, name, options, pool) => {
            const where = { project: 'default', name: origin };
            const instance = await to.transport.value(api.getInstance(where), unhurried());
            const profiles = instance.profiles ?? [];
            const migration = {
              from: { connection: to, ...where, snapshot: '' },
              to: { connection: to, project: 'default' },
              body: copyBody(instance, { name, profiles, pool }),
              baseImage: baseImageOf(instance),
              instanceOnly: false,
              isRunning: false,
            };
            await copyInstance(migration, [], options);
          },
          isThere,
          seen: (name) => contentsOf(target, name),
          remove,
        },
      ];

      /** What came of it is told by the result, and no other. */
      const judge = async (
        verb: Verb,
        whole: string,
        name: string,
        outcome: unknown,
        why: string,
      ): Promise<string> => {
        let said = 'done';
        if (outcome instanceof LeftBehind) {
          said = outcome.message;
          assert.ok(said.includes(name) && !said.includes('\n'), said);
          await outcome.remove();
        } else if (outcome instanceof Error) {
          said = outcome.message;
          assert.ok(AppError.is(outcome) || isCancelled(outcome), `${why}: ${String(outcome)}`);
        }
        if (outcome === undefined) {
          assert.equal(await verb.seen(name), whole);
          await verb.remove(name);
        }
        assert.equal(await verb.isThere(name), false, `${why}: ${said}`);
        assert.equal(await contentsOf(target, origin), contents, why);
        return said;
      };

      for (const verb of verbs)
        describe(verb.what, () => {
          let [lasts, whole] = [0, ''];
          const outcomes: string[] = [];
          before(async () => {
            const name = place.name(target, 'first');
            const begun = performance.now();
            await verb.make(connection, name, unhurried());
            lasts = performance.now() - begun;
            whole = await verb.seen(name);
            await verb.remove(name);
          });
          after(() => {
            console.log(`        ${String(Math.round(lasts))} ms; ${[...new Set(outcomes)].join(' | ')}`);
          });
          const tried = async (
            why: string,
            disturb: (stop: AbortController) => unknown,
            pool?: string,
          ): Promise<unknown> => {
            const name = place.name(target, 'cut');
            const stop = new AbortController();
            const making = verb.make(connection, name, stop, pool).then(
              () => undefined,
              (error: unknown) => error,
            );
            await disturb(stop);
            const outcome = await making;
            outcomes.push(`${why.split(' ')[0] ?? ''}: ${await judge(verb, whole, name, outcome, why)}`);
            return outcome;
          };

          it('at eight points, by the network', async () => {
            for (const point of points(8)) {
              const why = `cut at ${String(point)}`;
              const outcome = await tried(why, async () => {
                await sleep(lasts * point);
                proxy.cutAll();
              });
              await connection.ready(unhurried());
              assert.ok(outcome === undefined || AppError.is(outcome), why);
            }
          });

          it('at eight points, by the person', async () => {
            for (const point of points(8))
              await tried(`cancelled at ${String(point)}`, async (stop) => {
                await sleep(lasts * point);
                stop.abort();
              });
          });

          it('at three points, by the end of the server', async () => {
            for (const point of points(3)) {
              await tried(`killed at ${String(point)}`, async () => {
                await sleep(lasts * point);
                await target.server.restart();
              });
              await connection.ready(unhurried());
            }
          });

          it('without room on the server', async () => {
            const mount = mkdtempSync(join(place.folder, 'small-'));
            await exec('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', mount]);
            const pool = uniqueName('small');
            try {
              await target.cli(['storage', 'create', pool, 'dir', `source=${mount}`]);
              const outcome = await tried('full', () => undefined, pool);
              assert.match(String(outcome), /no space|out of disk space/i);
              await target.cli(['storage', 'delete', pool]);
            } finally {
              await waitFor('unmount', () =>
                exec('umount', [mount]).then(
                  () => true,
                  () => false,
                ),
              );
            }
          });
        });
    });
});
