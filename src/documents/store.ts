import { AppError } from '../base/errors';
import { type Abortable, systemClock } from '../base/signal';
import type { AnyOperation } from '../client/apiOperation';
import { asObject } from '../client/decode';
import type { Answer } from '../client/envelope';
import { requireExtension } from '../client/server';
import { requestAt } from '../kinds/address';
import type { Kind, KindRef } from '../kinds/kind';
import { carryOut } from '../model/carryOut';
import type { Connection } from '../model/connection';
import { type ServerObject, bodyOf, editableOf } from './editable';
import { type Merged, type Path, differences, equal, means, merge, valueAt } from './merge';

/** What a document was made from. */
export interface Origin {
  readonly object: ServerObject;
  /** Undefined where the server gives none. */
  readonly etag: string | undefined;
}

/** How a save has ended. */
export type Saved =
  | {
      readonly kind: 'saved';
      readonly taken: readonly Path[];
      /** What is on the server. */
      readonly now: Origin;
      /** Where that is something else than what was sent: the server made it, or somebody who came right after. */
      readonly other: readonly Path[];
    }
  | {
      readonly kind: 'conflict';
      readonly places: readonly Path[];
      readonly theirs: Origin;
      /** Mine, with what only they changed. */
      readonly merged: ServerObject;
    };

/** So often a save is tried again because somebody else was faster. */
const mostTries = 6;
/** So often what was lost is sent again. */
const mostLost = 2;
/** By then a server has done what it had checked before ours came, in milliseconds. */
const overtakenMs = 100;

/** One resource as it is edited: read, and saved so that nothing is lost that somebody else changed meanwhile. */
export class Resource {
  constructor(
    readonly connection: Connection,
    readonly kind: Kind,
    readonly ref: KindRef,
  ) {}

  /** Reads the object. @throws AppError, AbortError */
  async read(options: Abortable): Promise<Origin> {
    return this.fetch(this.kind.operations.get, options);
  }

  /** What is true of it now, like addresses and usage. @throws AppError, AbortError */
  async readState(options: Abortable): Promise<ServerObject> {
    const { state } = this.kind.operations;
    if (!state) throw new AppError('unsupported', 'It has no state of its own');
    return (await this.fetch(state, options)).object;
  }

  /**
   * Sends what was edited, with the ETag of what is there now. Where that is another object than the one that was
   * edited, both are merged; what the server keeps in `config` for itself never is a conflict.
   *
   * It is read before, as ETags do not cover everything (that of an instance leaves out its description) and some
   * requests do not look at them. It is read afterwards too: of two requests in the same moment with the same ETag a
   * server takes both, and the first is lost; its sender sees that here, and sends it again with what the other one did.
   * @param origin undefined where it is not known any more: then every difference to what is there is a conflict
   * @throws AppError with the server's reason, AbortError
   */
  async save(origin: Origin | undefined, mine: ServerObject, options: Abortable): Promise<Saved> {
    let base = origin && editableOf(origin.object, this.kind);
    let wanted = mine;
    let taken: readonly Path[] = [];
    let theirs = await this.read(options);
    for (let tries = 0; ; tries++) {
      const now = editableOf(theirs.object, this.kind);
      const merged = base ? merge(base, wanted, now) : unknownBase(wanted, now);
      const value = merged.value as ServerObject;
      if (merged.conflicts.length)
        return { kind: 'conflict', places: merged.conflicts, theirs, merged: value };
      const news = [...taken, ...merged.taken];
      // What is there already need not be sent.
      if (equal(value, now)) return { kind: 'saved', taken: news, now: theirs, other: [] };
      const next = await this.tryPut(theirs, value, options, tries);
      if (next.sent) {
        const { other, lost } = compare(now, value, editableOf(next.origin.object, this.kind));
        // A server that makes something else of it than what was sent would do so again.
        if (!lost || tries >= mostLost) return { kind: 'saved', taken: news, now: next.origin, other };
        [base, wanted, taken] = [now, value, news];
      }
      theirs = next.origin;
    }
  }

  /** Sends it once. @returns what is there then, and whether it was sent; else somebody else was faster */
  private async tryPut(
    theirs: Origin,
    value: ServerObject,
    options: Abortable,
    tries: number,
  ): Promise<{ sent: boolean; origin: Origin }> {
    try {
      await this.put(theirs, value, options);
    } catch (error) {
      if (!AppError.is(error, 'conflict') || tries >= mostTries) throw error;
      const origin = await this.read(options);
      // Another conflict than that of the ETag: the server's words say which.
      if (equal(origin.object, theirs.object)) throw error;
      return { sent: false, origin };
    }
    await systemClock.sleep(overtakenMs, options);
    return { sent: true, origin: await this.read(options) };
  }

  private async put({ object, etag }: Origin, edited: ServerObject, options: Abortable): Promise<void> {
    const { put } = this.kind.operations;
    if (!put) throw new AppError('unsupported', 'It cannot be changed');
    const extras = {
      body: bodyOf(object, edited, this.kind),
      ...(etag === undefined ? {} : { ifMatch: etag }),
    };
    await carryOut(this.connection, this.request(put, extras), options);
  }

  private async fetch(operation: AnyOperation, options: Abortable): Promise<Origin> {
    const endpoint = { ...this.request(operation), decode: (value: unknown) => value };
    requireExtension(await this.connection.ready(options), endpoint);
    const answer: Answer<unknown> = await this.connection.transport.send(endpoint, options);
    if (answer.kind === 'operation')
      throw new AppError('protocol', 'A GET was answered by an operation instead of an object');
    return { object: asObject(answer.value, this.kind.data.one), etag: answer.etag };
  }

  private request(operation: AnyOperation, extras: Readonly<Record<string, unknown>> = {}) {
    const { project, parents, parts, member } = this.ref;
    return requestAt(operation, { project, names: [...parents, ...parts], member }, extras);
  }
}

/** Nobody knows who changed what: each difference is for a person to decide. */
function unknownBase(mine: ServerObject, theirs: ServerObject): Merged {
  return { value: merge({}, mine, theirs).value, conflicts: differences(theirs, mine), taken: [] };
}

/** Where what was sent is not what is there, and whether what is there is what was there before. */
function compare(
  before: ServerObject,
  sent: ServerObject,
  now: ServerObject,
): { other: Path[]; lost: boolean } {
  const other = differences(before, sent).filter((path) => !means(valueAt(now, path), valueAt(sent, path)));
  return { other, lost: other.some((path) => equal(valueAt(now, path), valueAt(before, path))) };
}
