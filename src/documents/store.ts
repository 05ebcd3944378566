import { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import { asObject } from '../client/decode';
import type { Answer } from '../client/envelope';
import { settle } from '../client/settle';
import { requestAt } from '../kinds/address';
import type { Kind, KindRef } from '../kinds/kind';
import type { Connection } from '../model/connection';
import { type ServerObject, bodyOf, editableOf } from './editable';
import { type Path, equal, merge } from './merge';

/** What a document was made from. */
export interface Origin {
  readonly object: ServerObject;
  /** Undefined where the server gives none. */
  readonly etag: string | undefined;
}

/** How a save has ended. */
export type Saved =
  | { readonly kind: 'saved'; readonly taken: readonly Path[] }
  | {
      readonly kind: 'conflict';
      readonly places: readonly Path[];
      readonly theirs: Origin;
      /** Mine, with what only they changed. */
      readonly merged: ServerObject;
    };

/** So often a save is tried again because somebody else was faster. */
const mostTries = 6;

/** One resource as it is edited: read, and saved so that nothing is lost that somebody else changed meanwhile. */
export class Resource {
  constructor(
    readonly connection: Connection,
    readonly kind: Kind,
    readonly ref: KindRef,
  ) {}

  /** Reads the object. @throws AppError, AbortError */
  async read(options: Abortable): Promise<Origin> {
    await this.connection.ready(options);
    const endpoint = { ...this.request(this.kind.operations.get), decode: (value: unknown) => value };
    const answer: Answer<unknown> = await this.connection.transport.send(endpoint, options);
    if (answer.kind === 'operation')
      throw new AppError('protocol', 'A GET was answered by an operation instead of an object');
    return { object: asObject(answer.value, this.kind.data.one), etag: answer.etag };
  }

  /**
   * Sends what was edited, with the ETag of what it was made from. Where the object is another one by now, both are
   * merged; what the server keeps in `config` for itself never is a conflict.
   * @param origin undefined where it is not known any more: then every difference to what is there is a conflict
   * @throws AppError with the server's reason, AbortError
   */
  async save(origin: Origin | undefined, mine: ServerObject, options: Abortable): Promise<Saved> {
    const base = origin && editableOf(origin.object, this.kind);
    // Some objects have no ETag, and some requests do not look at it: then what is there now is compared first.
    const blind = origin?.etag === undefined || this.kind.ignoresEtag === true;
    let theirs = blind ? await this.read(options) : origin;
    for (let tries = 0; ; tries++) {
      const now = editableOf(theirs.object, this.kind);
      const merged = merge(base ?? {}, mine, now);
      const value = merged.value as ServerObject;
      if (merged.conflicts.length)
        return { kind: 'conflict', places: merged.conflicts, theirs, merged: value };
      try {
        // What is there already need not be sent.
        if (!equal(value, now)) await this.put(theirs, value, options);
        return { kind: 'saved', taken: merged.taken };
      } catch (error) {
        if (!AppError.is(error, 'conflict') || tries === mostTries) throw error;
        const next = await this.read(options);
        // Another conflict than that of the ETag: the server's words say which.
        if (equal(next.object, theirs.object)) throw error;
        theirs = next;
      }
    }
  }

  private async put({ object, etag }: Origin, edited: ServerObject, options: Abortable): Promise<void> {
    const { put } = this.kind.operations;
    if (!put) throw new AppError('unsupported', 'It cannot be changed');
    const body = bodyOf(object, edited, this.kind);
    const { transport } = this.connection;
    const answer = await transport.send(
      this.request(put, { body, ...(etag === undefined ? {} : { ifMatch: etag }) }),
      options,
    );
    if (answer.kind === 'operation')
      await settle(transport, answer.operation, { ...options, updates: this.connection });
  }

  private request(operation: Kind['operations']['get'], extras: Readonly<Record<string, unknown>> = {}) {
    const { project, parents, parts, member } = this.ref;
    return requestAt(operation, { project, names: [...parents, ...parts], member }, extras);
  }
}
