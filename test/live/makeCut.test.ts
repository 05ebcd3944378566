import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, Unanswered, isCancelled, messageOf } from '../../src/base/errors';
import type { Connection } from '../../src/model/connection';
import { LeftBehind } from '../../src/model/leftBehind';
import { unhurried } from '../support/connect';
import { contentsOf } from '../support/contents';
import { soak } from '../support/seed';
import { uniqueName } from '../support/targets';
import type { TcpProxy } from '../support/tcpProxy';
import { ExportPlace, targetOf } from './exportSupport';
import { type Verb, verbsOf } from './makeCutSupport';

const servers = ['lxd-tls', 'incus-tls'];

/** Points of the time that something takes: in all runs every one on some server, in the soak run every one on each. */
function points(count: number, id: string): number[] {
  const all = [...Array(count).keys()].map((at) => (at + 0.5) / count);
  return all.filter((_point, at) => soak || at % servers.length === servers.indexOf(id));
}

/** Twenty each: eight cuts of the network, eight cancels, three ends of the server, a full disk on both. */
describe('making instances and images, interrupted', function () {
  this.timeout(300_000);
  const place = new ExportPlace();
  after(() => place.end());

  for (const id of servers)
    describe(id, () => {
      const target = targetOf(id);
      let [instance, image, contents] = ['', '', ''];
      let proxy: TcpProxy;
      let connection: Connection;
      before(async () => {
        instance = await place.make(target);
        contents = await contentsOf(target, instance);
        image = uniqueName('image');
        // Of another content than what is published later.
        const properties = ['--compression', 'none', '--public'];
        await target.cli(['publish', `${instance}/before`, '--alias', image, ...properties]);
        [proxy, connection] = await place.proxied(target);
      });
      after(() => target.cli(['image', 'delete', image]));

      for (const verb of verbsOf(target, place, () => ({ instance, image })))
        describe(verb.what, () => {
          let [lasts, whole] = [0, ''];
          before(async () => {
            const name = place.name(target, 'first');
            const begun = performance.now();
            await verb.make(connection, name, unhurried());
            lasts = performance.now() - begun;
            whole = await verb.seen(name);
            await verb.remove(name);
          });
          afterEach('the origin is as it was', async () => {
            assert.equal(await contentsOf(target, instance), contents);
          });

          const tried = async (
            disturb: (stop: AbortController) => unknown,
            pool?: string,
          ): Promise<string> => {
            const name = place.name(target, 'cut');
            const stop = new AbortController();
            const making = verb.make(connection, name, stop, pool).then(
              () => undefined,
              (error: unknown) => error ?? 'nothing',
            );
            await disturb(stop);
            return judge(verb, whole, name, await making);
          };

          it('by the network: it is made all the same, or nothing of it is there', async () => {
            for (const point of points(8, id)) {
              await tried(async () => {
                await sleep(lasts * point);
                proxy.cutAll();
              });
              await connection.ready(unhurried());
            }
          });

          it('by the person: nothing of it is there', async () => {
            for (const point of points(8, id))
              await tried(async (stop) => {
                await sleep(lasts * point);
                stop.abort();
              });
          });

          it('by the end of the server: nothing half-made is there, or it is named and can be removed', async () => {
            for (const point of points(3, id)) {
              await tried(async () => {
                await sleep(lasts * point);
                await target.server.restart();
              });
              await connection.ready(unhurried());
            }
          });

          it('by a full disk: the words of the server, and nothing of it is there', () =>
            verb.withoutRoom(async (pool) => {
              assert.match(await tried(() => undefined, pool), /no space|out of disk space/i);
            }));
        });
    });
});

/** What came of it is told by the outcome. @returns what a person is told */
async function judge(verb: Verb, whole: string, name: string, outcome: unknown): Promise<string> {
  const said = outcome === undefined ? 'done' : messageOf(outcome);
  if (outcome instanceof LeftBehind) {
    assert.ok(said.includes(name), said);
    await outcome.remove();
  } else if (outcome !== undefined) assert.ok(AppError.is(outcome) || isCancelled(outcome), said);
  // An image is there or not: no server has a part of one.
  const mayBeThere = outcome === undefined || (verb.what === 'publish' && outcome instanceof Unanswered);
  const isThere = await verb.isThere(name);
  assert.ok(mayBeThere || !isThere, `${said}, but ${name} is there`);
  assert.ok(outcome !== undefined || isThere, `done, but ${name} is not there`);
  if (!isThere) return said;
  assert.equal(await verb.seen(name), whole, said);
  await verb.remove(name);
  return said;
}
