import { isCancelled } from '../base/errors';
import type { Abortable, Clock } from '../base/signal';
import { EscapeState } from './escapeState';

/** Characters between two questions to the terminal. */
const questionEvery = 128 * 1024;
/** Characters that may be under way to the terminal. VS Code's terminal throws output away at 50 million. */
export const windowSize = 1024 * 1024;
/** How long an answer may take, in milliseconds, from a terminal that has answered before, or has not. */
const patienceMs = { answers: 30_000, silent: 2_000 };

/**
 * Private modes that no terminal has, from here on, one a question: so each answer says which question it is for,
 * and no program in the shell can have asked it.
 */
const firstMode = 7_000_000;
const modes = 1_000_000;
const answers = /\x1b\[\?7(\d{6});\d\$y/g;

/**
 * Flow control for a terminal that has none. VS Code's Pseudoterminal cannot tell how much of the output was shown: the
 * extension host drops the workbench's acknowledgements, and xterm.js drops the output itself when 50 MB wait. But a
 * terminal answers questions in order, when it has shown all that was written before them. So every `questionEvery`
 * characters the output carries a DECRQM (VT510, "request mode"), which shows nothing; the answer comes back as input,
 * and no more than `windowSize` characters are ever under way.
 * A terminal that does not answer gets one window per `patienceMs`.
 */
export class Pacer {
  private readonly escape = new EscapeState();
  private written = 0;
  private shown = 0;
  private askedAt = 0;
  private next = 0;
  /** Questions without an answer: mode minus firstMode -> characters written before it. */
  private readonly open = new Map<number, number>();
  private hasAnswered = false;
  private onRoom: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Characters under way: written, and not known to be shown. */
  get underWay(): number {
    return this.written - this.shown;
  }

  /** Takes output for the terminal. @returns what to write instead: the same, now and then with a question in it */
  output(text: string): string {
    const place = this.escape.follow(text);
    const before = this.written;
    this.written += text.length;
    const since = this.written - this.askedAt;
    if (since < questionEvery) return text;
    if (place >= 0) return this.ask(text, place, before);
    // Output without lines, like that of base64 -w0: anywhere between sequences has to do.
    return since >= 4 * questionEvery && this.escape.atRest ? this.ask(text, text.length, before) : text;
  }

  /** Takes what the terminal sends as input. @returns it without the answers */
  input(text: string): string {
    if (!text.includes('\x1b[?7')) return text;
    return text.replace(answers, (_all, number: string) => {
      this.answered(Number(number));
      return '';
    });
  }

  /** Resolves when more may be written. @throws AbortError */
  async room({ signal }: Abortable): Promise<void> {
    while (this.underWay > windowSize) {
      const patience = new AbortController();
      const either = AbortSignal.any([signal, patience.signal]);
      this.onRoom = () => {
        patience.abort();
      };
      try {
        await this.clock.sleep(this.hasAnswered ? patienceMs.answers : patienceMs.silent, { signal: either });
        this.shown = this.written;
      } catch (error) {
        if (!isCancelled(error) || signal.aborted) throw error;
      } finally {
        this.onRoom = undefined;
      }
    }
  }

  private ask(text: string, place: number, before: number): string {
    const number = this.next;
    this.next = (this.next + 1) % modes;
    this.open.set(number, before + place);
    this.askedAt = before + place;
    return `${text.slice(0, place)}\x1b[?${String(firstMode + number)}$p${text.slice(place)}`;
  }

  private answered(number: number): void {
    const at = this.open.get(number);
    if (at === undefined) return;
    this.hasAnswered = true;
    // In order: an answer stands for all questions before it.
    for (const other of this.open.keys()) {
      this.open.delete(other);
      if (other === number) break;
    }
    this.shown = Math.max(this.shown, at);
    if (this.underWay <= windowSize) this.onRoom?.();
  }
}
