import { setMaxListeners } from 'node:events';
import type { Disposable } from '../../base/disposable';
import { AppError, isCancelled } from '../../base/errors';
import { type Abortable, type Clock, raceAbort } from '../../base/signal';
import type { SftpChannel } from './channel';

/**
 * How long a connection stays open without a user, in milliseconds. Short on purpose: while it is open, LXD cannot
 * stop, start or snapshot the instance (seen on 5.0.2: `lxc stop` fails after 30 s). The server keeps its helper for
 * 10 s and more after the close, so that opening again within that time costs 6 to 10 ms, not 100.
 */
const idleMs = 250;

/** A first answer that takes longer is not worth asking again for, in milliseconds. */
const retryWithinMs = 5000;

export interface UseOptions extends Abortable {
  /** The work changes nothing, so that it may be done again when the connection breaks. */
  readonly repeatable: boolean;
}

interface Line {
  readonly opening: Promise<SftpChannel>;
  channel: SftpChannel | undefined;
  users: number;
  /** Aborted when somebody uses the line again. */
  idle: AbortController | undefined;
  retired: boolean;
}

/** One SFTP connection that all users of an instance share: opened when needed, closed soon after. */
export class SftpSession implements Disposable {
  private line: Line | undefined;
  private readonly life = new AbortController();

  constructor(
    private readonly open: (options: Abortable) => Promise<SftpChannel>,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` on the connection, which stays open until it has ended.
   * @throws what `work` throws, AppError by what opening says, AbortError
   */
  async use<T>(work: (channel: SftpChannel) => Promise<T>, options: UseOptions): Promise<T> {
    const { signal, repeatable } = options;
    const started = this.clock.now();
    // Every request in flight listens to it, and takes its listener away: Node would warn from the eleventh on.
    setMaxListeners(0, signal);
    for (let attempt = 0; ; attempt++) {
      const line = this.take();
      try {
        return await work(await raceAbort(line.opening, signal));
      } catch (error) {
        if (isCancelled(error) && !signal.aborted && this.life.signal.aborted) throw closed();
        const broke = AppError.is(error, 'unreachable') && (line.channel?.ended ?? true);
        const again = broke && repeatable && attempt === 0 && this.clock.now() - started < retryWithinMs;
        if (!again || signal.aborted || this.life.signal.aborted) throw error;
      } finally {
        this.giveBack(line);
      }
    }
  }

  /** True while no connection is open. */
  get idle(): boolean {
    return this.line === undefined;
  }

  /** Closes the connection as soon as its present users are done; later ones get a new one. */
  retire(): void {
    const { line } = this;
    if (!line) return;
    this.line = undefined;
    line.retired = true;
    if (line.users === 0) close(line);
  }

  /** Closes the connection now; its users fail. The next user opens a new one. */
  close(): void {
    const { line } = this;
    this.line = undefined;
    if (line) close(line);
  }

  dispose(): void {
    this.life.abort();
    this.close();
  }

  private take(): Line {
    if (this.life.signal.aborted) throw closed();
    if (!this.line || this.line.channel?.ended) this.line = this.dial();
    this.line.users++;
    this.line.idle?.abort();
    this.line.idle = undefined;
    return this.line;
  }

  private dial(): Line {
    const opening = this.open({ signal: this.life.signal });
    const line: Line = { opening, channel: undefined, users: 0, idle: undefined, retired: false };
    opening.then(
      (channel) => {
        line.channel = channel;
        if (line.retired && line.users === 0) channel.close();
      },
      () => {
        // Whoever waits for `opening` gets the error; the next user tries again.
        if (this.line === line) this.line = undefined;
      },
    );
    return line;
  }

  private giveBack(line: Line): void {
    line.users--;
    if (line.users > 0) return;
    if (line.retired) close(line);
    else if (this.line === line) void this.closeLater(line);
  }

  private async closeLater(line: Line): Promise<void> {
    const idle = new AbortController();
    line.idle = idle;
    try {
      await this.clock.sleep(idleMs, { signal: idle.signal });
    } catch (error) {
      if (isCancelled(error)) return; // in use again
      throw error;
    }
    if (this.line === line) this.retire();
  }
}

function close(line: Line): void {
  line.retired = true;
  line.idle?.abort();
  line.channel?.close();
}

/** For users of a session that has ended with its instance or its remote: they did not cancel anything. */
function closed(): AppError {
  return new AppError('unreachable', 'The connection to the files was closed');
}
