import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/emitter';
import { silentLog } from '../../src/base/log';
import { systemClock } from '../../src/base/signal';
import { startPty } from '../../src/client/exec/pty';
import { loginShell, terminalEnvironment } from '../../src/terminal/loginShell';
import { windowSize } from '../../src/terminal/pacer';
import { type InstanceEnd, ShellTerminal } from '../../src/terminal/shellTerminal';
import { Place, until } from '../live/execSupport';
import { soak } from '../support/seed';
import { eachServerSomeWay, targets, remoteOf } from '../support/targets';

const question = /\x1b\[\?7\d{6}\$p/g;
const answer = /\x1b\[\?7\d{6};\d\$y/g;
const megabyte = 1024 * 1024;

/** A shell of our own class in a real terminal, with everything that goes through it seen. */
class Seen implements vscode.Pseudoterminal {
  readonly ends = new Emitter<InstanceEnd>(assert.ifError);
  private readonly inner: ShellTerminal;
  readonly onDidWrite: vscode.Event<string>;
  readonly onDidClose: vscode.Event<number>;
  /** The last part of the output. */
  tail = '';
  length = 0;
  questions = 0;
  answers = 0;
  /** Most characters that were written and not yet answered for. */
  mostUnderWay = 0;
  readonly hash = createHash('sha256');
  size: vscode.TerminalDimensions | undefined;
  private readonly askedAt: number[] = [];

  constructor(place: Place, command: readonly string[]) {
    const request = place.request(command, { environment: terminalEnvironment });
    this.inner = new ShellTerminal({
      start: (size, { signal }) => {
        this.size = { columns: size.columns, rows: size.rows };
        return startPty(place.transport, { ...request, size }, { signal });
      },
      onInstanceEnd: this.ends.event,
      onOpened: () => undefined,
      onClosed: () => undefined,
      texts: {
        opening: '',
        reopen: 'REOPEN',
        failed: (reason) => `FAILED ${reason}`,
        lost: (reason) => `LOST ${reason}`,
        signalled: (signal) => `SIGNALLED ${signal}`,
        ended: (how) => `ENDED ${how}`,
      },
      log: silentLog,
      clock: systemClock,
    });
    this.onDidWrite = this.inner.onDidWrite;
    this.onDidClose = this.inner.onDidClose;
    this.inner.onDidWrite((text) => this.see(text));
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    this.inner.open(size);
  }

  close(): void {
    this.inner.close();
  }

  setDimensions(size: vscode.TerminalDimensions): void {
    this.size = size;
    this.inner.setDimensions(size);
  }

  handleInput(text: string): void {
    const got = text.match(answer)?.length ?? 0;
    this.answers += got;
    this.askedAt.splice(0, got);
    this.inner.handleInput(text);
  }

  private see(text: string): void {
    const asked = text.match(question)?.length ?? 0;
    this.questions += asked;
    for (let i = 0; i < asked; i++) this.askedAt.push(this.length);
    const plain = text.replace(question, '');
    this.length += plain.length;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.length - (this.askedAt[0] ?? this.length));
    this.hash.update(plain);
    this.tail = (this.tail + plain).slice(-4000);
  }
}

function closing(terminal: vscode.Terminal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listening = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      listening.dispose();
      resolve(closed.exitStatus?.code);
    });
  });
}

describe('shells in terminals of VS Code', function () {
  this.timeout(300_000);

  eachServerSomeWay((target) => {
    const place = new Place(target);
    const open: vscode.Terminal[] = [];
    before(() => place.launch());
    after(async () => {
      for (const terminal of open) terminal.dispose();
      await place.remove();
    });

    const start = (command: readonly string[] = loginShell): { seen: Seen; terminal: vscode.Terminal } => {
      const seen = new Seen(place, command);
      const terminal = vscode.window.createTerminal({ name: place.instance, pty: seen });
      open.push(terminal);
      terminal.show();
      return { seen, terminal };
    };

    it('opens at the size of the panel, and closes with the exit code', async () => {
      const { seen, terminal } = start();
      await until(() => seen.tail.includes('#'));
      terminal.sendText('stty size');
      await until(() => /^\d+ \d+\r$/m.test(seen.tail));
      const { columns = 0, rows = 0 } = seen.size ?? {};
      assert.match(seen.tail, new RegExp(`^${rows} ${columns}\r$`, 'm'));
      const code = closing(terminal);
      terminal.sendText('exit 3');
      assert.equal(await code, 3);
    });

    it('ends the process when the panel is closed', async () => {
      const { seen, terminal } = start();
      await until(() => seen.tail.includes('#'));
      terminal.sendText('sleep 4731');
      await until(() => place.has('sleep 4731'));
      terminal.dispose();
      await until(async () => !(await place.has('sleep 4731')));
    });

    it('stays with its reason when the instance is stopped, and opens again with Enter', async () => {
      const { seen, terminal } = start();
      await until(() => seen.tail.includes('#'));
      await target.cli(['restart', '--force', place.instance]);
      seen.ends.fire('restarted');
      // The news and the end of the shell come in either order.
      await until(() => seen.tail.includes('ENDED restarted') && seen.tail.includes('REOPEN'));
      terminal.sendText('');
      await until(() => /REOPEN[^]*#/.test(seen.tail));
      const code = closing(terminal);
      terminal.sendText('exit 4');
      assert.equal(await code, 4);
    });

    const megabytes = soak ? 100 : target === targets()[0] ? 20 : 10;

    it(`shows ${megabytes} MB without losing a byte, in bounded memory`, async () => {
      // 57 bytes are a line of 77; LXD loses the tail of a terminal that closes at once.
      const blocks = Math.ceil((megabytes * megabyte) / 77);
      const make = `dd if=/tmp/data bs=57k count=${Math.ceil(blocks / 1024)} 2>/dev/null | base64 -w 76`;
      const bytes = Math.ceil(blocks / 1024) * 57 * 1024;
      await place.sh(`dd if=/dev/urandom of=/tmp/data bs=57k count=${bytes / 57 / 1024} 2>/dev/null`);
      const expected = (await place.sh(`${make} | sha256sum`)).slice(0, 64);

      const before = process.memoryUsage.rss();
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
      const started = performance.now();
      const { seen, terminal } = start(['sh', '-c', `stty raw -echo; ${make}; sleep 0.5`]);
      const code = await closing(terminal);
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1000;
      const rise = Math.round((peak - before) / megabyte);
      console.log(
        `        ${(seen.length / megabyte).toFixed(0)} MB in ${seconds.toFixed(1)} s, memory +${rise} MB, ` +
          `${seen.answers} of ${seen.questions} questions answered, at most ${seen.mostUnderWay} characters under way`,
      );
      assert.equal(code, 0);
      assert.equal(seen.hash.digest('hex'), expected);
      // How many fit depends on how the output comes in pieces: 399 to 423 were seen for 100 MB, as `npm run test:soak` shows them.
      assert.ok(seen.questions >= megabytes * 3, `${seen.questions} questions`);
      assert.ok(seen.answers >= seen.questions - 9, 'the terminal answers');
      assert.ok(seen.mostUnderWay < windowSize + 512 * 1024, 'no more than a window under way');
      assert.ok(rise < 200, `memory rose by ${rise} MB`);
    });

    it('opens by command and by plain reference, with its title and icon', async () => {
      const opened = new Promise<vscode.Terminal>((resolve) => {
        const listening = vscode.window.onDidOpenTerminal((terminal) => {
          listening.dispose();
          resolve(terminal);
        });
      });
      const remote = remoteOf(target);
      const reference = { remote, project: 'default', instance: place.instance };
      await vscode.commands.executeCommand('lxd.instance.openShell', reference);
      const terminal = await opened;
      assert.equal(terminal.name, place.instance);
      const { iconPath } = terminal.creationOptions;
      assert.ok(iconPath instanceof vscode.ThemeIcon);
      assert.match(iconPath.id, /^terminal-/);
      const code = closing(terminal);
      terminal.sendText('sleep 0.2; exit 5');
      assert.equal(await code, 5);
    });

    it('is interrupted by Ctrl+C in a flood', async () => {
      const { seen, terminal } = start();
      await until(() => seen.tail.includes('#'));
      terminal.sendText('yes "a line of a flood that does not end by itself"');
      await until(() => seen.length > 3 * megabyte, 60_000);
      const started = performance.now();
      terminal.sendText('\x03', false);
      terminal.sendText('echo "over: $?"');
      await until(() => seen.tail.includes('over: 130'), 30_000);
      console.log(`        prompt after ${(performance.now() - started).toFixed(0)} ms`);
      terminal.dispose();
    });
  });
});
