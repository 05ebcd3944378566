type State = 'ground' | 'escape' | 'control' | 'command' | 'string';

/** Where a sequence of several characters begins, in text between sequences. */
const introducer = /[\x1b\x90\x98\x9b\x9d-\x9f]/g;

/**
 * Follows terminal output just far enough (ECMA-48, 5.4 and 5.6; the states of DEC's VT500 parser) to know where
 * something of our own can stand without breaking what the program sends: between sequences, never within one.
 */
export class EscapeState {
  private state: State = 'ground';

  /**
   * Reads on through `text`.
   * @returns the last place in it behind a line end or a complete sequence, as an index to insert at; -1 where there
   * is none. Elsewhere even between sequences an insertion could part a letter from its accent.
   */
  follow(text: string): number {
    let best = -1;
    let at = 0;
    while (at < text.length) {
      if (this.state === 'ground') {
        introducer.lastIndex = at;
        const next = introducer.exec(text)?.index ?? text.length;
        const line = next > at ? text.lastIndexOf('\n', next - 1) : -1;
        if (line >= at) best = line + 1;
        at = next;
        if (at < text.length) this.state = entered(text.charCodeAt(at++));
      } else {
        this.state = followed(this.state, text.charCodeAt(at++));
        if (this.state === 'ground') best = at;
      }
    }
    return best;
  }

  /** True between sequences. */
  get atRest(): boolean {
    return this.state === 'ground';
  }
}

/** The state after an 8-bit introducer or ESC. */
function entered(code: number): State {
  if (code === 0x1b) return 'escape';
  if (code === 0x9b) return 'control';
  return code === 0x9d ? 'command' : 'string';
}

function followed(state: State, code: number): State {
  if (code === 0x1b) return 'escape'; // also the first half of the string terminator ESC \
  if (code === 0x18 || code === 0x1a || code === 0x9c) return 'ground'; // CAN, SUB, ST
  switch (state) {
    case 'escape':
      if (code === 0x5b) return 'control';
      if (code === 0x5d) return 'command';
      if (code === 0x50 || code === 0x58 || code === 0x5e || code === 0x5f) return 'string';
      return code >= 0x30 && code <= 0x7e ? 'ground' : 'escape';
    case 'control':
      return code >= 0x40 && code <= 0x7e ? 'ground' : 'control';
    case 'command':
      return code === 0x07 ? 'ground' : 'command';
    case 'string':
    case 'ground':
      return state;
  }
}
