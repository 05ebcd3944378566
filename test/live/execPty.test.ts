import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPty, type PtyExec } from '../../src/client/exec/pty';
import type { ExecRequest } from '../../src/client/exec/request';
import { loginShell, terminalEnvironment } from '../../src/terminal/loginShell';
import { eachTarget } from '../support/targets';
import { Place, never, until } from './execSupport';

describe('a terminal in an instance', () => {
  eachTarget((target) => {
    const place = new Place(target);
    let shell: PtyExec | undefined;
    let text = '';
    before(() => place.launch());
    after(() => place.remove());
    afterEach(() => shell?.hangUp());

    const open = async (more: Partial<ExecRequest> = {}): Promise<PtyExec> => {
      const request = place.request(loginShell, { environment: terminalEnvironment, ...more });
      text = '';
      const opened = await startPty(
        place.transport,
        { ...request, size: { columns: 91, rows: 33 } },
        { signal: never },
      );
      opened.output.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      return (shell = opened);
    };
    const shows = (what: string | RegExp) =>
      until(() => (typeof what === 'string' ? text.includes(what) : what.test(text)));

    it('opens at the size of the panel and follows it', async () => {
      const { input, resize } = await open();
      input.write('stty size\r');
      await shows(/^33 91\r$/m);
      resize({ columns: 120, rows: 40 });
      input.write('stty size\r');
      await shows(/^40 120\r$/m);
    });

    it('is a login shell with a terminal that has colours', async () => {
      const { input } = await open();
      input.write('echo "<$TERM|$COLORTERM|$SHELL|$HOME|$0>"\r');
      await shows(/<xterm-256color\|truecolor\|\/bin\/sh\|\/root\|.*sh>/);
    });

    it('takes sh where the login shell turns people away or is not there', async () => {
      for (const bad of ['/sbin/nologin', '/bin/zsh']) {
        await place.sh(`cp /etc/passwd /tmp/p; sed -i 's,^\\(root:.*:\\)[^:]*$,\\1${bad},' /etc/passwd`);
        try {
          const { input } = await open();
          input.write('echo "<$SHELL>"\r');
          await shows('</bin/sh>');
        } finally {
          await place.sh('cp /tmp/p /etc/passwd');
        }
      }
    });

    it('carries a line of emoji both ways', async () => {
      const { input } = await open();
      input.write('stty -echo\r');
      input.write('echo "[👩‍🚀 🏳️‍🌈 é 漢字 ✓]"\r');
      await shows('[👩‍🚀 🏳️‍🌈 é 漢字 ✓]');
    });

    it('interrupts with Ctrl+C, also in a flood', async () => {
      const { input } = await open();
      input.write('yes 4720\r');
      await until(() => text.length > 1_000_000);
      input.write('\x03');
      input.write('echo "over: $?"\r');
      await shows('over: 130');
      assert.equal(await place.has('yes 4720'), false);
    });

    it('ends with the exit code of the shell', async () => {
      const { input, exit } = await open();
      input.write('exit 3\r');
      assert.deepEqual(await exit, { code: 3, failure: undefined });
    });

    it('meets the end of input with Ctrl+D', async () => {
      const { input, exit } = await open();
      await shows('#');
      input.write('\x04');
      assert.equal((await exit).code, 0);
    });

    it('takes the process with it when it is closed, also one that ignores SIGHUP', async () => {
      const { input, hangUp, exit } = await open();
      input.write('sleep 4721\r');
      await until(() => place.has('sleep 4721'));
      await hangUp();
      assert.ok((await exit).code > 128);
      await until(async () => !(await place.has('sleep 4721')));

      const deaf = await open({ command: ['sh', '-c', 'trap : HUP; while :; do sleep 4722; done'] });
      await until(() => place.has('sleep 4722'));
      await deaf.hangUp();
      assert.equal((await deaf.exit).code, 137);
      await until(async () => !(await place.has('sleep 4722')));
    });

    it('closes although something in it asked to go on, and lets that', async () => {
      const { input, hangUp, exit } = await open();
      input.write('(trap "" HUP; exec sleep 4724)\r');
      await until(() => place.has('sleep 4724'));
      await hangUp();
      await Promise.allSettled([exit]);
      assert.equal(await place.has('sleep 4724'), true);
      await place.sh('pkill -f "sleep 4724"');
    });

    it('holds the process back while nobody reads', async () => {
      const script = 'stty raw; dd if=/dev/zero bs=64k count=300 2>/dev/null; sleep 0.2';
      const request = place.request(['sh', '-c', script], { size: { columns: 80, rows: 24 } });
      const paused = await startPty(place.transport, request, { signal: never });
      shell = paused;
      await once(paused.output, 'readable');
      await sleep(300);
      assert.ok(paused.output.readableLength < 1_000_000);
      assert.equal(await place.has('dd if=/dev/zero'), true);
      let length = 0;
      for await (const piece of paused.output as AsyncIterable<Buffer>) length += piece.length;
      assert.equal(length, 300 * 65536);
      assert.equal((await paused.exit).code, 0);
    });
  });
});
