import { describeChain } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import type { Log } from '../base/log';

/** What a row is looked for by, beside its name. */
export interface FilterSubject {
  readonly name: string;
  readonly project?: string;
  /** As the server says it: "Running". */
  readonly state?: string;
  /** Like `virtual-machine` or `bridge`. */
  readonly type?: string;
  /** What it was made from: description, alias, fingerprint. */
  readonly image?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

type Test = (subject: FilterSubject) => boolean;

/** What people call types. */
const typeNames: Readonly<Record<string, string>> = { vm: 'virtual-machine' };

/**
 * The text that the tree is filtered by: every word must stand in the name, upper and lower case alike. `state:`, `type:`,
 * `project:` and `image:` look there instead, and `key=value` in the configuration.
 */
export class Filter {
  private all: readonly string[] = [];
  /** Those that are looked for in the name. */
  private words: readonly string[] = [];
  private tests: readonly Test[] = [];
  private readonly changes: Emitter<string>;

  constructor(log: Log) {
    this.changes = new Emitter((error) => {
      log.error(describeChain(error));
    });
  }

  get text(): string {
    return this.all.join(' ');
  }

  get onDidChange(): Event<string> {
    return this.changes.event;
  }

  set(text: string): void {
    this.all = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.tests = this.all.flatMap((word) => testOf(word) ?? []);
    this.words = this.all.filter((word) => !testOf(word));
    this.changes.fire(this.text);
  }

  matches(subject: FilterSubject): boolean {
    const low = subject.name.toLowerCase();
    return this.words.every((word) => low.includes(word)) && this.tests.every((test) => test(subject));
  }

  /** The ranges of `name` that the words cover. */
  highlights(name: string): [number, number][] {
    const low = name.toLowerCase();
    return this.words
      .map((word): [number, number] => [low.indexOf(word), low.indexOf(word) + word.length])
      .filter(([start]) => start >= 0);
  }
}

/** What a word looks for outside the name; undefined where it is one for the name. */
function testOf(word: string): Test | undefined {
  const has = (text: string | undefined, part: string): boolean =>
    text?.toLowerCase().includes(part) ?? false;
  const [, field = '', value = ''] = /^(state|type|project|image):(.*)$/.exec(word) ?? [];
  switch (field) {
    case 'state':
      return ({ state }) => has(state, value);
    case 'type':
      return ({ type }) => has(type, typeNames[value] ?? value);
    case 'project':
      return ({ project }) => has(project, value);
    case 'image':
      return ({ image }) => has(image, value);
  }
  const [, key, wanted = ''] = /^([^=]+\.[^=]+)=(.*)$/.exec(word) ?? [];
  if (key === undefined) return undefined;
  return ({ config = {} }) =>
    Object.entries(config).some(([name, text]) => name.toLowerCase() === key && has(String(text), wanted));
}
