import type WebSocket from 'ws';
import { isCancelled } from '../../base/errors';
import type { Abortable, Clock } from '../../base/signal';
import type { TerminalSize } from './request';

/** Time between two pings, in milliseconds. */
const pingEveryMs = 10_000;
/** Silence after which a connection counts as cut, in milliseconds. */
export const silenceMs = 25_000;

/** The message that resizes the terminal. The numbers go as texts: the servers ignore real ones in silence. */
export function resizeMessage({ columns, rows }: TerminalSize): string {
  return JSON.stringify({ command: 'window-resize', args: { width: String(columns), height: String(rows) } });
}

/** The message that sends a signal to the process, by its Linux number. */
export function signalMessage(number: number): string {
  return JSON.stringify({ command: 'signal', signal: number });
}

/** Sends a control message; a closed socket means that the command is over, so there is nobody to tell. */
export function sendControl(control: WebSocket, message: string): void {
  if (control.readyState === control.OPEN) control.send(message);
}

/**
 * Pings the control socket, the one that the server always reads, until `signal` is aborted.
 * Never on fds 1 and 2: what the server leaves unread there makes its close a reset, which loses output.
 * @returns true when nothing came back for `silenceMs`, false when the signal was aborted
 */
export async function watchSilence(
  control: WebSocket,
  clock: Clock,
  { signal }: Abortable,
): Promise<boolean> {
  let heard = clock.now();
  control.on('pong', () => {
    heard = clock.now();
  });
  try {
    for (;;) {
      await clock.sleep(pingEveryMs, { signal });
      if (clock.now() - heard >= silenceMs) return true;
      if (control.readyState === control.OPEN) control.ping();
    }
  } catch (error) {
    if (isCancelled(error)) return false;
    throw error;
  }
}
