import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../../src/base/log';
import { startExec } from '../../src/client/exec/piped';
import { runCommand } from '../../src/client/exec/runCommand';
import { Transport } from '../../src/client/transport';
import { bytes, random } from '../support/seed';
import { eachTarget } from '../support/targets';
import { TcpProxy } from '../support/tcpProxy';
import { Place, addressOf, never, until } from './execSupport';

describe('commands in an instance', () => {
  eachTarget((target) => {
    const place = new Place(target);
    before(() => place.launch());
    after(() => place.remove());

    it('gives the exit code and both outputs apart', async () => {
      const { exitCode, stdout, stderr } = await place.run(['sh', '-c', 'echo out; echo err >&2; exit 7']);
      assert.deepEqual([exitCode, stdout.toString(), stderr.toString()], [7, 'out\n', 'err\n']);
    });

    it('ends well with nothing to say', async () => {
      const { exitCode, stdout, stderr } = await place.run(['true']);
      assert.deepEqual([exitCode, stdout.length, stderr.length], [0, 0, 0]);
    });

    it('tells what a signal ended', async () => {
      assert.equal((await place.run(['sh', '-c', 'kill -TERM $$'])).exitCode, 143);
      const running = await startExec(place.transport, place.request(['sleep', '4711'], {}), {
        signal: never,
      });
      running.stdout.resume();
      running.stderr.resume();
      await until(() => place.has('sleep 4711'));
      running.signal(15);
      assert.deepEqual(await running.exit, { code: 143, failure: undefined });
    });

    it('hands over arguments as they are', async () => {
      const hard = ['a b', '$HOME', '\'"', '', 'x\ny', '🚀', '-n', '*'];
      const { stdout } = await place.run(['sh', '-c', 'for a; do printf "%s\\0" "$a"; done', 'sh', ...hard]);
      assert.deepEqual(stdout.toString().split('\0').slice(0, -1), hard);
    });

    it('sets environment, directory and user', async () => {
      const said = await place.sh('echo "$GREETING|$(pwd)|$(id -u):$(id -g)"', {
        environment: { GREETING: 'grüß 👋\nzwei' },
        cwd: '/etc',
        user: 1000,
        group: 100,
      });
      assert.equal(said, 'grüß 👋\nzwei|/etc|1000:100\n');
    });

    it('echoes binary input and meets its end', async () => {
      const input = bytes(random(), 300_000);
      const { stdout, exitCode } = await place.run(['cat'], { stdin: input });
      assert.equal(exitCode, 0);
      assert.ok(stdout.equals(input));
    });

    it('takes no offence at a command that reads only part of its input', async () => {
      const { stdout, exitCode } = await place.run(['head', '-c', '3'], {
        stdin: Buffer.alloc(3_000_000, 97),
      });
      assert.deepEqual([exitCode, stdout.toString()], [0, 'aaa']);
    });

    it('says that a command is not there or cannot be run, in the words of the server', async () => {
      await assert.rejects(place.run(['no-such-command']), {
        kind: 'operationFailed',
        message: 'Command not found',
      });
      await assert.rejects(place.run(['/etc/passwd']), {
        kind: 'operationFailed',
        message: 'Command not executable',
      });
    });

    it('keeps 127 and the output of a shell that did run', async () => {
      const { exitCode, stderr } = await place.run(['sh', '-c', 'no-such-command']);
      assert.equal(exitCode, 127);
      assert.match(stderr.toString(), /no-such-command/);
    });

    it('says what the server says of a missing and of a stopped instance', async () => {
      const gone = { project: 'default', instance: 'ex-nobody', command: ['true'] };
      await assert.rejects(runCommand(place.transport, gone, { signal: never }), { kind: 'notFound' });
      const other = new Place(target);
      await target.cli(['init', 'busybox', other.instance]);
      try {
        await assert.rejects(other.run(['true']), { kind: 'rejected', message: /not running/i });
      } finally {
        await other.remove();
      }
    });

    it('kills a cancelled command', async () => {
      const stop = new AbortController();
      const running = runCommand(place.transport, place.request(['sleep', '4712'], {}), {
        signal: stop.signal,
      });
      const ended = assert.rejects(running, { name: 'AbortError' });
      await until(() => place.has('sleep 4712'));
      stop.abort();
      await ended;
      await until(async () => !(await place.has('sleep 4712')));
    });

    it('leaves nothing behind when cancelled at any moment of the start', async () => {
      for (let ms = 0; ms < 40; ms += 4) {
        const stop = new AbortController();
        const running = runCommand(place.transport, place.request(['sleep', '4713'], {}), {
          signal: stop.signal,
        });
        const ended = assert.rejects(running, { name: 'AbortError' });
        await sleep(ms);
        stop.abort();
        await ended;
      }
      await until(async () => !(await place.has('sleep 4713')));
    });

    it('stops a command that says more than is wanted', async () => {
      const request = place.request(['sh', '-c', 'yes 4714'], {});
      const running = runCommand(place.transport, request, { signal: never, maxOutput: 1_000_000 });
      await assert.rejects(running, { kind: 'rejected', message: /larger than 1000000 bytes/ });
      await until(async () => !(await place.has('yes 4714')));
    });

    it('says so when the instance is stopped under a command', async () => {
      const other = new Place(target);
      await other.launch();
      try {
        const running = await startExec(other.transport, other.request(['sleep', '4715'], {}), {
          signal: never,
        });
        running.stdout.resume();
        running.stderr.resume();
        await until(() => other.has('sleep 4715'));
        await target.cli(['stop', '--force', other.instance]);
        assert.equal((await running.exit).code, 137);
      } finally {
        await other.remove();
      }
    });

    if (target.address.kind !== 'tls') return;
    const { port } = target.address;

    it('says that output is truncated when the connection is cut', async () => {
      const proxy = await TcpProxy.start({ host: '127.0.0.1', port });
      const transport = new Transport(addressOf(target, proxy.port), silentLog);
      try {
        const request = place.request(['sh', '-c', 'yes 4716 | head -c 3000000; sleep 0.2'], {});
        proxy.disturb({ cutAfter: { direction: 'toClient', bytes: 1_000_000 } });
        await assert.rejects(runCommand(transport, request, { signal: never }), {
          kind: 'unreachable',
          message: /truncated|lost/,
        });
        assert.equal(proxy.cuts, 1);
        await until(async () => !(await place.has('yes 4716')));
      } finally {
        await transport.close();
        await proxy.stop();
      }
    });

    it('notices a network that went away in silence', async () => {
      const proxy = await TcpProxy.start({ host: '127.0.0.1', port });
      const transport = new Transport(addressOf(target, proxy.port), silentLog);
      // A clock that runs twelve times as fast: much faster, and a busy machine looks like a silent network.
      const clock = {
        now: () => performance.now() * 12,
        sleep: async (ms: number, { signal }: { signal: AbortSignal }) => {
          await sleep(ms / 12, undefined, { signal });
        },
      };
      try {
        const request = place.request(['sleep', '4717'], {});
        const running = await startExec(transport, request, { signal: never, clock });
        running.stdout.resume();
        running.stderr.resume();
        let ended = false;
        running.exit.then(
          () => (ended = true),
          () => (ended = true),
        );
        await sleep(4000);
        assert.equal(ended, false);
        proxy.disturb({ blackHole: true });
        await assert.rejects(running.exit, { kind: 'unreachable' });
      } finally {
        await transport.close();
        await proxy.stop();
      }
    });
  });
});
