import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EscapeState } from '../../../src/terminal/escapeState';
import { Pacer, windowSize } from '../../../src/terminal/pacer';
import { ManualClock, settled } from '../../support/manualClock';

const question = /\x1b\[\?(7\d{6})\$p/g;
const line = `${'x'.repeat(63)}\n`;
const { signal } = new AbortController();

/** A terminal that answers only when told to. */
class Screen {
  readonly clock = new ManualClock();
  readonly pacer = new Pacer(this.clock);
  shown = '';
  readonly asked: string[] = [];

  write(text: string): void {
    this.shown += this.pacer.output(text).replace(question, (_all, mode: string) => {
      this.asked.push(mode);
      return '';
    });
  }

  answer(count = this.asked.length): string {
    const replies = this.asked.splice(0, count).map((mode) => `\x1b[?${mode};0$y`);
    return this.pacer.input(replies.join(''));
  }

  async hasRoom(): Promise<boolean> {
    let room = false;
    const stop = new AbortController();
    const waiting = this.pacer.room({ signal: stop.signal }).then(
      () => (room = true),
      () => undefined,
    );
    await settled();
    stop.abort();
    await waiting;
    return room;
  }
}

describe('the pacer of a terminal', () => {
  it('adds nothing to what a person reads', () => {
    const screen = new Screen();
    for (let i = 0; i < 100; i++) screen.write(line);
    assert.equal(screen.asked.length, 0);
    assert.equal(screen.shown, line.repeat(100));
  });

  it('asks during a flood, and lets no more than a window be under way', async () => {
    const screen = new Screen();
    while (await screen.hasRoom()) screen.write(line.repeat(64));
    assert.ok(screen.pacer.underWay > windowSize && screen.pacer.underWay < windowSize + 8192);
    assert.equal(screen.asked.length, 8);
    screen.answer(1);
    assert.equal(await screen.hasRoom(), true);
    screen.answer();
    assert.ok(screen.pacer.underWay < 140_000);
  });

  it('goes on as soon as the answer comes', async () => {
    const screen = new Screen();
    while (screen.pacer.underWay <= windowSize) screen.write(line);
    let room = false;
    const waiting = screen.pacer.room({ signal }).then(() => (room = true));
    await settled();
    assert.equal(room, false);
    screen.answer();
    await waiting;
  });

  it('keeps the answers from the shell, and nothing else', () => {
    const screen = new Screen();
    while (screen.asked.length < 2) screen.write(line);
    const [first = '', second = ''] = screen.asked;
    const typed = screen.pacer.input(`a\x1b[?${first};0$y\x1b[A\x1b[?2026;2$y\x1b[?${second};0$y€`);
    assert.equal(typed, 'a\x1b[A\x1b[?2026;2$y€');
  });

  it('gives a terminal that never answers one window per two seconds', async () => {
    const screen = new Screen();
    while (screen.pacer.underWay <= windowSize) screen.write(line);
    let room = false;
    const waiting = screen.pacer.room({ signal }).then(() => (room = true));
    await screen.clock.pass(1_900);
    assert.equal(room, false);
    await screen.clock.pass(200);
    await waiting;
    assert.equal(await screen.hasRoom(), true);
  });

  it('waits long for one that has answered before', async () => {
    const screen = new Screen();
    while (screen.asked.length < 1) screen.write(line);
    screen.answer();
    while (screen.pacer.underWay <= windowSize) screen.write(line);
    let room = false;
    const waiting = screen.pacer.room({ signal }).then(() => (room = true));
    await screen.clock.pass(20_000);
    assert.equal(room, false);
    screen.answer();
    await waiting;
  });

  it('asks between lines and sequences, never within one', () => {
    const pieces = [
      'text',
      'é',
      '\n',
      '\r\n',
      '\x1b[31m',
      '\x1b[?25l',
      '\x1b]0;title\x07',
      '\x1b]8;;u\x1b\\',
    ];
    const more = ['\x1bPq#0~\x1b\\', '\x1b(B', '\x1bM', '\x9b1m', '\x1b_app\x9c', '\x1b[3\x18', '👩‍🚀'];
    const piece = fc.constantFrom(...pieces, ...more);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), fc.nat(), (parts, cut) => {
        const text = parts.join('');
        const state = new EscapeState();
        const at = cut % text.length;
        state.follow(text.slice(0, at));
        const place = state.follow(text.slice(at));
        const ends = new Set<number>();
        parts.reduce((sum, part) => {
          if (/^[\x1b\x9b]|\n$/.test(part)) ends.add(sum + part.length);
          return sum + part.length;
        }, 0);
        assert.ok(place < 0 || ends.has(at + place), JSON.stringify([text, at, place]));
        assert.equal(state.atRest, true);
      }),
    );
  });

  it('finds a place in output without lines, but not in an endless string', () => {
    const base64 = new Screen();
    for (let i = 0; i < 300; i++) base64.write('QUJD'.repeat(1024));
    assert.ok(base64.asked.length >= 2);
    const image = new Screen();
    image.write('\x1bPq');
    for (let i = 0; i < 300; i++) image.write('~~@@'.repeat(1024));
    assert.equal(image.asked.length, 0);
  });
});
