import { describeChain } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import type { Log } from '../base/log';

/** The text that the tree is filtered by: every word must stand in the name, upper and lower case alike. */
export class Filter {
  private words: readonly string[] = [];
  private readonly changes: Emitter<string>;

  constructor(log: Log) {
    this.changes = new Emitter((error) => {
      log.error(describeChain(error));
    });
  }

  get text(): string {
    return this.words.join(' ');
  }

  get onDidChange(): Event<string> {
    return this.changes.event;
  }

  set(text: string): void {
    this.words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.changes.fire(this.text);
  }

  matches(name: string): boolean {
    const low = name.toLowerCase();
    return this.words.every((word) => low.includes(word));
  }

  /** The ranges of `name` that the words cover. */
  highlights(name: string): [number, number][] {
    const low = name.toLowerCase();
    return this.words
      .map((word): [number, number] => [low.indexOf(word), low.indexOf(word) + word.length])
      .filter(([start]) => start >= 0);
  }
}
