import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type WebSocket from 'ws';
import { resizeMessage, sendControl, signalMessage, watchSilence } from '../../../src/client/exec/control';
import { ManualClock } from '../../support/manualClock';

class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];
  pings = 0;
  answers = true;

  send(text: string): void {
    this.sent.push(text);
  }

  ping(): void {
    this.pings++;
    if (this.answers) this.emit('pong');
  }
}

const socketOf = (fake: FakeSocket): WebSocket => fake as unknown as WebSocket;

describe('the control socket of an exec', () => {
  it('sends sizes as texts, because the servers ignore numbers', () => {
    assert.equal(
      resizeMessage({ columns: 80, rows: 24 }),
      '{"command":"window-resize","args":{"width":"80","height":"24"}}',
    );
  });

  it('sends signals as numbers', () => {
    assert.equal(signalMessage(15), '{"command":"signal","signal":15}');
  });

  it('sends nothing once it is closed', () => {
    const fake = new FakeSocket();
    sendControl(socketOf(fake), 'one');
    fake.readyState = 3;
    sendControl(socketOf(fake), 'two');
    assert.deepEqual(fake.sent, ['one']);
  });

  it('finds out that nobody answers any more', async () => {
    const clock = new ManualClock();
    const fake = new FakeSocket();
    let silent: boolean | undefined;
    const watching = watchSilence(socketOf(fake), clock, { signal: new AbortController().signal });
    void watching.then((answer) => (silent = answer));
    await clock.pass(60_000);
    assert.deepEqual([fake.pings, silent], [6, undefined]);
    fake.answers = false;
    await clock.pass(40_000);
    assert.equal(silent, true);
  });

  it('stops watching when told', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const watching = watchSilence(socketOf(new FakeSocket()), clock, { signal: stop.signal });
    stop.abort();
    assert.equal(await watching, false);
    assert.equal(clock.waiting, 0);
  });
});
