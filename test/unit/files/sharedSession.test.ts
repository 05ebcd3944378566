import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import type { SftpChannel } from '../../../src/client/files/channel';
import { SftpSession } from '../../../src/client/files/session';
import { ManualClock, settled } from '../../support/manualClock';

const signal = new AbortController().signal;

describe('the shared connection of an instance', () => {
  interface Fake {
    ended: boolean;
    closed: number;
    close(): void;
  }

  function session() {
    const clock = new ManualClock();
    const channels: Fake[] = [];
    const make = (): Fake => ({
      ended: false,
      closed: 0,
      close() {
        this.ended = true;
        this.closed++;
      },
    });
    const shared = new SftpSession(() => {
      const channel = make();
      channels.push(channel);
      return Promise.resolve(channel as unknown as SftpChannel);
    }, clock);
    return { clock, channels, shared };
  }

  const look = { signal, repeatable: true };
  const change = { signal, repeatable: false };
  const lost = () => Promise.reject(new AppError('unreachable', 'gone'));

  it('is opened once for all, and closed a moment after the last', async () => {
    const { clock, channels, shared } = session();
    await Promise.all([1, 2, 3].map(() => shared.use(() => Promise.resolve(), look)));
    assert.equal(channels.length, 1);
    await clock.pass(200);
    await shared.use(() => Promise.resolve(), look);
    await clock.pass(200);
    assert.equal(channels[0]?.closed, 0);
    await clock.pass(100);
    assert.equal(channels.at(0)?.closed, 1);
    assert.equal(shared.idle, true);
    await shared.use(() => Promise.resolve(), look);
    assert.equal(channels.length, 2);
  });

  it('lets its users finish when it is to be let go, and gives others a new one', async () => {
    const { channels, shared } = session();
    let finish = (): void => undefined;
    const user = shared.use(() => new Promise<void>((resolve) => (finish = resolve)), change);
    await settled();
    shared.retire();
    await shared.use(() => Promise.resolve(), look);
    assert.deepEqual(
      channels.map(({ closed }) => closed),
      [0, 0],
    );
    finish();
    await user;
    assert.equal(channels.at(0)?.closed, 1);
  });

  it('does what changes nothing again when it broke, and nothing else', async () => {
    const { channels, shared } = session();
    const once = (): ((channel: SftpChannel) => Promise<string>) => {
      let tries = 0;
      return (channel) => {
        if (tries++ > 0) return Promise.resolve('done');
        channel.close();
        return lost();
      };
    };
    assert.equal(await shared.use(once(), look), 'done');
    assert.equal(channels.length, 2);
    await assert.rejects(shared.use(once(), change), (error) => AppError.is(error, 'unreachable'));
    const twice = (channel: SftpChannel) => {
      channel.close();
      return lost();
    };
    await assert.rejects(shared.use(twice, look), (error) => AppError.is(error, 'unreachable'));
  });

  it('fails whoever waits for it to open when it is disposed: nobody has cancelled', async () => {
    const shared = new SftpSession(
      (options) =>
        new Promise((_resolve, reject) => {
          options.signal.addEventListener('abort', () => {
            reject(new DOMException('Cancelled', 'AbortError'));
          });
        }),
      new ManualClock(),
    );
    const waiting = assert.rejects(
      shared.use(() => Promise.resolve(), look),
      (error) => AppError.is(error, 'unreachable'),
    );
    shared.dispose();
    await waiting;
  });

  it('opens nothing more when it is disposed', async () => {
    const { channels, shared } = session();
    await shared.use(() => Promise.resolve(), look);
    shared.dispose();
    assert.equal(channels.at(0)?.closed, 1);
    await assert.rejects(
      shared.use(() => Promise.resolve(), look),
      (error) => AppError.is(error, 'unreachable'),
    );
  });
});
