import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { AppError } from '../../../src/base/errors';
import { Emitter } from '../../../src/base/emitter';
import { silentLog } from '../../../src/base/log';
import type { PtyExec } from '../../../src/client/exec/pty';
import type { ExecExit, TerminalSize } from '../../../src/client/exec/request';
import { type InstanceEnd, ShellTerminal } from '../../../src/terminal/shellTerminal';
import { type Deferred, deferred } from '../../support/deferred';
import { ManualClock, settled } from '../../support/manualClock';

/** A shell whose every move a test makes. */
class FakeShell implements PtyExec {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly ends: Deferred<ExecExit> = deferred<ExecExit>();
  readonly exit = this.ends.promise;
  readonly sizes: TerminalSize[] = [];
  hungUp = 0;
  typed = '';

  constructor() {
    this.input.on('data', (data: Buffer) => (this.typed += data.toString()));
    this.exit.catch(() => undefined);
  }

  readonly resize = (size: TerminalSize): void => void this.sizes.push(size);
  readonly signal = (): void => undefined;
  readonly hangUp = (): Promise<void> => {
    this.hungUp++;
    return Promise.resolve();
  };

  async finish(code: number, failure?: string): Promise<void> {
    this.output.end();
    this.ends.resolve({ code, failure });
    await settled();
  }
}

class Panel {
  readonly clock = new ManualClock();
  readonly ends = new Emitter<InstanceEnd>(() => undefined);
  readonly shells: FakeShell[] = [];
  readonly sizes: TerminalSize[] = [];
  screen = '';
  codes: number[] = [];
  opened = 0;
  closed = 0;
  refuse: Error | undefined;
  readonly terminal = new ShellTerminal({
    start: (size, { signal }) => {
      this.sizes.push(size);
      if (this.refuse) return Promise.reject(this.refuse);
      const shell = new FakeShell();
      this.shells.push(shell);
      signal.addEventListener('abort', () => void shell.hangUp());
      return Promise.resolve(shell);
    },
    onInstanceEnd: this.ends.event,
    onOpened: () => this.opened++,
    onClosed: () => this.closed++,
    texts: {
      opening: 'OPENING',
      reopen: 'REOPEN',
      failed: (reason) => `FAILED ${reason}`,
      lost: (reason) => `LOST ${reason}`,
      signalled: (signal) => `SIGNALLED ${signal}`,
      ended: (how) => `ENDED ${how}`,
    },
    log: silentLog,
    clock: this.clock,
  });

  constructor() {
    this.terminal.onDidWrite((text) => (this.screen += text));
    this.terminal.onDidClose((code) => this.codes.push(code));
  }

  async open(
    size: { columns: number; rows: number } | undefined = { columns: 90, rows: 30 },
  ): Promise<FakeShell> {
    this.terminal.open(size);
    await settled();
    return this.shells[0] ?? new FakeShell();
  }
}

describe('a shell in a terminal', () => {
  it('opens at the size of the panel', async () => {
    const panel = new Panel();
    const shell = await panel.open();
    assert.deepEqual(panel.sizes, [{ columns: 90, rows: 30 }]);
    panel.terminal.setDimensions({ columns: 100, rows: 30 });
    assert.deepEqual(shell.sizes, [{ columns: 100, rows: 30 }]);
  });

  it('waits a moment for the size that is not known yet', async () => {
    const panel = new Panel();
    panel.terminal.open(undefined);
    await settled();
    assert.equal(panel.sizes.length, 0);
    panel.terminal.setDimensions({ columns: 70, rows: 20 });
    await settled();
    assert.deepEqual(panel.sizes, [{ columns: 70, rows: 20 }]);

    const hidden = new Panel();
    hidden.terminal.open(undefined);
    await hidden.clock.pass(200);
    assert.deepEqual(hidden.sizes, [{ columns: 80, rows: 24 }]);
  });

  it('does not tear characters that come in pieces', async () => {
    const panel = new Panel();
    const shell = await panel.open();
    const text = '👩‍🚀 é 漢字 \ufeff✓\r\n';
    for (const byte of Buffer.from(text)) {
      shell.output.write(Buffer.from([byte]));
      await settled();
    }
    assert.equal(panel.screen, text);
    shell.output.write(Buffer.from('é').subarray(0, 1));
    await shell.finish(0);
    assert.equal(panel.screen, `${text}\ufffd`);
  });

  it('passes on what is typed, also before the shell is there', async () => {
    const panel = new Panel();
    panel.terminal.open({ columns: 80, rows: 24 });
    panel.terminal.handleInput('ls');
    await settled();
    panel.terminal.handleInput('\r');
    await settled();
    assert.equal(panel.shells[0]?.typed, 'ls\r');
  });

  it('closes with the exit code', async () => {
    for (const code of [0, 3, 130]) {
      const panel = new Panel();
      await (await panel.open()).finish(code);
      assert.deepEqual([panel.codes, panel.opened, panel.closed], [[code], 1, 1]);
    }
  });

  it('hangs up when the panel is closed, and says nothing more', async () => {
    const panel = new Panel();
    const shell = await panel.open();
    panel.terminal.close();
    assert.equal(shell.hungUp, 1);
    await shell.finish(129);
    assert.deepEqual([panel.codes, panel.screen, panel.closed], [[], '', 1]);
  });

  it('says why it could not open, and tries again with Enter', async () => {
    const panel = new Panel();
    panel.refuse = new AppError('rejected', 'Instance is not running');
    await panel.open();
    assert.match(panel.screen, /FAILED Instance is not running[^]*REOPEN/);
    assert.deepEqual(panel.codes, []);
    panel.refuse = undefined;
    panel.terminal.handleInput('\r');
    await settled();
    panel.terminal.handleInput('x');
    await settled();
    assert.equal(panel.shells[0]?.typed, 'x');
  });

  it('says why a shell is gone that never was', async () => {
    const panel = new Panel();
    await (await panel.open()).finish(127, 'Command not found');
    assert.match(panel.screen, /FAILED Command not found/);
    panel.terminal.handleInput('\x04');
    assert.deepEqual(panel.codes, [0]); // why it failed has been said: a code would be said once more
  });

  it('says that the instance was stopped, whichever news comes first', async () => {
    const first = new Panel();
    const shell = await first.open();
    first.ends.fire('stopped');
    await shell.finish(137);
    assert.match(first.screen, /ENDED stopped[^]*REOPEN/);

    const second = new Panel();
    await (await second.open()).finish(137);
    second.ends.fire('deleted');
    await settled();
    assert.match(second.screen, /ENDED deleted/);

    const late = new Panel();
    await (await late.open()).finish(129);
    await late.clock.pass(3_100);
    assert.match(late.screen, /SIGNALLED SIGHUP[^]*REOPEN/);
    late.ends.fire('stopped');
    assert.match(late.screen, /ENDED stopped/);
  });

  it('says that the connection is lost, and ends what may be left', async () => {
    const panel = new Panel();
    const shell = await panel.open();
    shell.output.write('half');
    await settled();
    shell.output.destroy(new AppError('unreachable', 'no answer'));
    await settled();
    assert.match(panel.screen, /^half[^]*LOST no answer[^]*REOPEN/);
    assert.equal(shell.hungUp, 1);
    panel.terminal.close();
    assert.equal(panel.closed, 1);
  });
});
