import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/base/errors';
import { limit } from '../../src/base/gate';
import { startExec } from '../../src/client/exec/piped';
import { between, random, scaled } from '../support/seed';
import { eachTarget } from '../support/targets';
import { Place, never } from './execSupport';

const megabyte = 1024 * 1024;
/** What the process may need above what it had, in MB: buffers on the way, and garbage not yet collected. */
const flatMb = 150;

/** Reads to the end, pausing for `pauseMs` after the first piece. @returns SHA-256 and length */
async function digest(stream: AsyncIterable<Buffer>, pauseMs: number): Promise<[string, number]> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of stream) {
    if (length === 0 && pauseMs > 0) await sleep(pauseMs);
    hash.update(piece);
    length += piece.length;
  }
  return [hash.digest('hex'), length];
}

/** Runs `work` and tells how far the memory of this process rose meanwhile, in MB. */
async function risen(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return Math.round((peak - before) / megabyte);
}

function speed(bytes: number, started: number): string {
  return `${Math.round(bytes / 1e6 / ((performance.now() - started) / 1000))} MB/s`;
}

describe('integrity of what commands say and are told', function () {
  this.timeout(15 * 60_000);

  eachTarget((target) => {
    const place = new Place(target);
    before(() => place.launch());
    after(() => place.remove());

    it(`brings every byte of ${scaled(400)} outputs of 1 MB, 8 at once`, async () => {
      const source = random();
      await place.run(['sh', '-c', 'dd if=/dev/urandom of=/tmp/data bs=64k count=16 2>/dev/null']);
      const expected = (await place.sh('sha256sum /tmp/data')).slice(0, 64);
      const counts = { whole: 0, truncated: 0, paused: 0 };
      const one = async (): Promise<void> => {
        // One in four pauses, some of them far past the command's end.
        const pauseMs = between(source, 0, 3) === 0 ? between(source, 1, 400) : 0;
        if (pauseMs > 0) counts.paused++;
        const running = await startExec(place.transport, place.request(['cat', '/tmp/data'], {}), {
          signal: never,
        });
        running.stdin.end();
        running.stderr.resume();
        try {
          const [hash, length] = await digest(running.stdout as AsyncIterable<Buffer>, pauseMs);
          assert.deepEqual([hash, length], [expected, megabyte], 'silently short');
          counts.whole++;
        } catch (error) {
          if (!AppError.is(error, 'unreachable') || !error.message.includes('truncated')) throw error;
          counts.truncated++;
        }
        assert.equal((await running.exit).code, 0);
      };
      const gate = limit(8);
      await Promise.all(Array.from({ length: scaled(400) }, () => gate(one)));
      console.log(`        ${counts.whole} whole, ${counts.truncated} truncated, ${counts.paused} paused`);
      assert.equal(counts.whole + counts.truncated, scaled(400));
      assert.ok(counts.truncated <= counts.whole / 100, 'truncation is to be the rare exception');
    });

    const size = scaled(1000) * megabyte;

    it(`reads ${size / megabyte} MB in flat memory`, async () => {
      const started = performance.now();
      const rise = await risen(async () => {
        const command = ['dd', 'if=/dev/zero', 'bs=1M', `count=${size / megabyte}`];
        const running = await startExec(place.transport, place.request(command, {}), { signal: never });
        running.stdin.end();
        running.stderr.resume();
        let length = 0;
        for await (const piece of running.stdout as AsyncIterable<Buffer>) length += piece.length;
        assert.equal(length, size);
        assert.equal((await running.exit).code, 0);
      });
      console.log(`        ${speed(size, started)}, memory +${rise} MB`);
      assert.ok(rise < flatMb, `memory rose by ${rise} MB`);
    });

    it(`writes ${size / megabyte} MB in flat memory, at the pace of the command`, async () => {
      const started = performance.now();
      const block = Buffer.alloc(megabyte, 'lxd');
      const expected = createHash('sha256');
      for (let i = 0; i < size / megabyte; i++) expected.update(block);
      const rise = await risen(async () => {
        const running = await startExec(place.transport, place.request(['sha256sum'], {}), { signal: never });
        running.stderr.resume();
        for (let i = 0; i < size / megabyte; i++) {
          if (!running.stdin.write(block))
            await new Promise((resolve) => running.stdin.once('drain', resolve));
        }
        running.stdin.end();
        const said = Buffer.concat((await running.stdout.toArray()) as Buffer[]).toString();
        assert.equal(said.slice(0, 64), expected.digest('hex'));
        assert.equal((await running.exit).code, 0);
      });
      console.log(`        ${speed(size, started)} into sha256sum, memory +${rise} MB`);
      assert.ok(rise < flatMb, `memory rose by ${rise} MB`);
    });
  });
});
