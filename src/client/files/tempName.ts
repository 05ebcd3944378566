import { createHash } from 'node:crypto';

/** What Linux file systems allow, in bytes of UTF-8. */
const maxNameBytes = 255;

/** A temporary file that another session left is removed when it is older than this, in seconds: it may be in use. */
const foreignAgeSeconds = 60;

/**
 * Names for temporary files beside their target: `.<name>.lxd-<session>-<number>~`. They are hidden, sort beside the
 * target, and tell whose they are and which file they were for, so that what a torn save leaves is found again.
 */
export class TempNames {
  private counter = 0;
  private readonly inUse = new Set<string>();

  /** `session`: eight hex digits that no other running window has. */
  constructor(private readonly session: string) {}

  /** A new temporary name for `name`, in use until release(). */
  next(name: string): string {
    const temp = `${prefix(name)}${this.session}-${(this.counter++).toString(36)}~`;
    this.inUse.add(temp);
    return temp;
  }

  release(temp: string): void {
    this.inUse.delete(temp);
  }

  /**
   * True for what an earlier torn save of `name` left behind.
   * `age` is in seconds, by the instance's own clock.
   */
  isLeftover(candidate: string, name: string, age: number): boolean {
    if (!candidate.startsWith(prefix(name)) || this.inUse.has(candidate)) return false;
    const match = /^([0-9a-f]{8})-[0-9a-z]+~$/.exec(candidate.slice(prefix(name).length));
    return match !== null && (match[1] === this.session || age > foreignAgeSeconds);
  }
}

/** Longest tail: `-` and six digits in base 36, and `~`, after eight of the session. */
const tailBytes = 16;

function prefix(name: string): string {
  const whole = `.${name}.lxd-`;
  if (Buffer.byteLength(whole) + tailBytes <= maxNameBytes) return whole;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10);
  const end = `.${hash}.lxd-`;
  return `.${cut(name, maxNameBytes - tailBytes - end.length - 1)}${end}`;
}

/** The longest start of `text` that fits into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
