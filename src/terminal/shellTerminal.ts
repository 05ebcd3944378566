import type * as vscode from 'vscode';
import { AppError, describeChain, isCancelled, messageOf } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import type { Disposable } from '../base/disposable';
import type { Log } from '../base/log';
import type { Abortable, Clock } from '../base/signal';
import type { PtyExec } from '../client/exec/pty';
import type { ExecExit, TerminalSize } from '../client/exec/request';
import { Pacer } from './pacer';

/** What happened to the instance while its shell was open. */
export type InstanceEnd = 'stopped' | 'restarted' | 'deleted';

/** What a terminal says by itself, one line each. */
export interface ShellTexts {
  readonly opening: string;
  readonly reopen: string;
  failed(reason: string): string;
  lost(reason: string): string;
  signalled(signal: string): string;
  ended(how: InstanceEnd): string;
}

export interface ShellOptions {
  /** Starts the shell. */
  readonly start: (size: TerminalSize, options: Abortable) => Promise<PtyExec>;
  /** Fires when the instance ends, whoever ends it. */
  readonly onInstanceEnd: Event<InstanceEnd>;
  /** Called once each, when the terminal is there and when it is gone. */
  readonly onOpened: () => void;
  readonly onClosed: () => void;
  readonly texts: ShellTexts;
  readonly log: Log;
  readonly clock: Clock;
}

/** Until VS Code knows the panel's size. */
const defaultSize: TerminalSize = { columns: 80, rows: 24 };
/** How long to wait for that size, for the first progress, and for the reason of a sudden end, in milliseconds. */
const sizeMs = 150;
const slowMs = 400;
const reasonMs = 3_000;
/** Typed ahead while the shell opens, in characters. */
const maxAhead = 64 * 1024;
/** Exit codes of a shell that something else ended: 128 + the signal. */
const endingSignals = new Map([
  [129, 'SIGHUP'],
  [137, 'SIGKILL'],
  [143, 'SIGTERM'],
]);
/** Ends a sequence that was cut, leaves the alternate screen, turns mouse and paste reports off, resets the rest. */
const calm = '\x18\x1b[?1047l\x1b[?1000;1002;1003;1004;1006;2004l\x1b[!p\x1b[m';

/**
 * A shell in a terminal of VS Code. It closes with the shell's exit code; a shell that did not end by itself leaves its
 * reason there, and Enter opens a new one.
 */
export class ShellTerminal implements vscode.Pseudoterminal {
  private readonly writes: Emitter<string>;
  private readonly closes: Emitter<number>;
  private readonly names: Emitter<string>;
  private readonly pacer: Pacer;
  private life = new AbortController();
  private listening: Disposable | undefined;
  private size: TerminalSize | undefined;
  private onSize: (() => void) | undefined;
  private onEnd: (() => void) | undefined;
  private end: InstanceEnd | undefined;
  private ahead = '';
  private shell: PtyExec | undefined;
  private state: 'open' | 'ended' | 'closed' = 'open';
  private code = 1;

  constructor(private readonly options: ShellOptions) {
    const report = (error: unknown): void => {
      options.log.error(describeChain(error));
    };
    this.writes = new Emitter(report);
    this.closes = new Emitter(report);
    this.names = new Emitter(report);
    this.pacer = new Pacer(options.clock);
  }

  get onDidWrite(): Event<string> {
    return this.writes.event;
  }

  /** Fires once, with the exit code. */
  get onDidClose(): Event<number> {
    return this.closes.event;
  }

  get onDidChangeName(): Event<string> {
    return this.names.event;
  }

  open(initialDimensions: vscode.TerminalDimensions | undefined): void {
    this.size = initialDimensions;
    this.listening = this.options.onInstanceEnd((end) => {
      this.end = end;
      this.onEnd?.();
      if (this.state === 'ended') this.say(this.options.texts.ended(end));
    });
    this.options.onOpened();
    void this.run();
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.size = dimensions;
    this.onSize?.();
    this.shell?.resize(dimensions);
  }

  handleInput(data: string): void {
    const text = this.pacer.input(data);
    if (text === '') return;
    if (this.state === 'ended') this.choose(text);
    else if (this.shell) this.shell.input.write(text);
    else if (this.ahead.length < maxAhead) this.ahead += text;
  }

  /** The panel was closed: ends the shell. */
  close(): void {
    if (this.state === 'closed') return;
    this.leave();
    this.life.abort();
    this.hangUp();
  }

  /** Changes the terminal's title. */
  rename(name: string): void {
    this.names.fire(name);
  }

  /** One shell, from its start to its end. */
  private async run(): Promise<void> {
    const { texts } = this.options;
    const life = new AbortController();
    this.life = life;
    this.end = undefined;
    this.state = 'open';
    let begun = false;
    try {
      const shell = await this.start(life.signal);
      begun = true;
      const received = await this.show(shell, life.signal);
      this.shell = undefined;
      await this.finish(await shell.exit, received);
    } catch (error) {
      this.hangUp();
      if (isCancelled(error) || this.isClosed) return;
      if (!AppError.is(error)) this.options.log.error(describeChain(error));
      this.stay(begun ? texts.lost(messageOf(error)) : texts.failed(messageOf(error)));
    } finally {
      life.abort();
    }
  }

  private async start(signal: AbortSignal): Promise<PtyExec> {
    if (!this.size) await this.waitFor((go) => (this.onSize = go), sizeMs);
    const asked = this.size ?? defaultSize;
    const progress = this.sayIfSlow();
    // Its own signal: closing the panel hangs up instead of killing, so that the shell can save its history.
    const opening = new AbortController();
    const stop = (): void => {
      opening.abort();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const shell = await this.options.start(asked, { signal: opening.signal });
      this.shell = shell;
      if (this.size && (this.size.columns !== asked.columns || this.size.rows !== asked.rows)) {
        shell.resize(this.size);
      }
      if (this.ahead !== '') shell.input.write(this.ahead);
      this.ahead = '';
      return shell;
    } finally {
      signal.removeEventListener('abort', stop);
      progress.dispose();
    }
  }

  /** Shows the output, as fast as the terminal shows it. @returns false where there was none */
  private async show(shell: PtyExec, signal: AbortSignal): Promise<boolean> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let received = false;
    for await (const piece of shell.output as AsyncIterable<Buffer>) {
      received = true;
      this.write(decoder.decode(piece, { stream: true }));
      if (this.isClosed) return received;
      await this.pacer.room({ signal });
    }
    this.write(decoder.decode());
    return received;
  }

  private async finish({ code, failure }: ExecExit, received: boolean): Promise<void> {
    if (this.isClosed) return;
    const { texts } = this.options;
    this.code = code;
    const signal = endingSignals.get(code);
    if (signal !== undefined) {
      if (!this.end) await this.waitFor((go) => (this.onEnd = go), reasonMs);
      this.stay(this.end ? texts.ended(this.end) : texts.signalled(signal));
    } else if (failure !== undefined && !received) {
      this.stay(texts.failed(failure));
    } else {
      this.shut();
    }
  }

  /** Keeps the terminal open with the reason of the end. */
  private stay(reason: string): void {
    if (this.isClosed) return;
    this.state = 'ended';
    this.write(calm);
    this.say(reason);
    this.write(`\x1b[2m${this.options.texts.reopen}\x1b[m\r\n`);
  }

  /** Enter opens a new shell; Ctrl+C and Ctrl+D close the terminal. */
  private choose(text: string): void {
    if (text.includes('\r')) {
      this.write('\r\n');
      void this.run();
    } else if (/[\x03\x04]/.test(text)) {
      // How the shell ended has been said; a code now would be said once more, as an error.
      this.code = 0;
      this.shut();
    }
  }

  private shut(): void {
    this.leave();
    this.closes.fire(this.code);
  }

  private leave(): void {
    this.state = 'closed';
    this.listening?.dispose();
    this.options.onClosed();
  }

  /** Ends the shell, if one is there. */
  private hangUp(): void {
    const { shell } = this;
    this.shell = undefined;
    shell?.hangUp().catch((error: unknown) => {
      this.options.log.warn(`A shell was closed, but may still run: ${messageOf(error)}`);
    });
  }

  private get isClosed(): boolean {
    return this.state === 'closed';
  }

  private say(line: string): void {
    this.write(`\r\n\x1b[K${line}\r\n`);
  }

  private write(text: string): void {
    if (text !== '' && !this.isClosed) this.writes.fire(this.pacer.output(text));
  }

  private sayIfSlow(): Disposable {
    let said = false;
    const timer = setTimeout(() => {
      said = true;
      this.write(`\x1b[2m${this.options.texts.opening}\x1b[m`);
    }, slowMs);
    return {
      dispose: () => {
        clearTimeout(timer);
        if (said) this.write('\r\x1b[2K');
      },
    };
  }

  /** Waits until `listen`'s callback is called, `ms` milliseconds at most. */
  private async waitFor(listen: (go: () => void) => void, ms: number): Promise<void> {
    const early = new AbortController();
    listen(() => {
      early.abort();
    });
    const either = AbortSignal.any([early.signal, this.life.signal]);
    try {
      await this.options.clock.sleep(ms, { signal: either });
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
  }
}
