import assert from 'node:assert/strict';
import { startExec } from '../../src/client/exec/piped';
import { startPty } from '../../src/client/exec/pty';
import { eachTarget } from '../support/targets';
import { Place, never, until } from './execSupport';

describe('a daemon that is killed under a command', function () {
  this.timeout(120_000);

  eachTarget((target) => {
    const place = new Place(target);
    before(() => place.launch());
    after(() => place.remove());
    afterEach(() => target.server.restart());

    it('is no quiet end of its output, nor an exit code', async () => {
      const script = 'echo begun; sleep 4741';
      const running = await startExec(place.transport, place.request(['sh', '-c', script], {}), {
        signal: never,
      });
      running.stderr.resume();
      const begun = new Promise((resolve) => running.stdout.once('data', resolve));
      const broken = new Promise((resolve) => running.stdout.once('error', resolve));
      const ended = assert.rejects(running.exit, { kind: 'unreachable' });
      await begun;
      await target.server.kill();
      await ended;
      assert.match(String(await broken), /stdout is truncated/);
    });

    it('ends a terminal, which says so', async () => {
      const request = place.request(['sh', '-l'], { size: { columns: 80, rows: 24 } });
      const shell = await startPty(place.transport, request, { signal: never });
      const broken = new Promise((resolve) => shell.output.once('error', resolve));
      const ended = assert.rejects(shell.exit, { kind: 'unreachable' });
      await new Promise((resolve) => shell.output.once('data', resolve));
      await target.server.kill();
      await ended;
      assert.match(String(await broken), /the output is truncated/);
    });

    it('is worked with again as soon as it is back', async () => {
      await until(async () => (await place.run(['echo', 'back'])).stdout.toString() === 'back\n');
    });
  });
});
