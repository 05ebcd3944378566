import type { AppError } from '../base/errors';
import type { Abortable } from '../base/signal';
import type { Lifecycle } from '../client/events';

/** How one kind of resource is listed, fetched, and recognised in events. Items are values: replaced, never edited. */
export interface CollectionSource<T> {
  nameOf(item: T): string;
  list(options: Abortable): Promise<readonly T[]>;
  /** One item, or undefined when it is gone. */
  get(name: string, options: Abortable): Promise<T | undefined>;
  /**
   * The names that an event invalidates; none where it is about something else, 'all' where it may be about any.
   * @param known the names of the items that are there
   */
  touches(event: Lifecycle, known: readonly string[]): readonly string[] | 'all';
  /** Whether an event may come before the change that it tells of. */
  toldEarly?(event: Lifecycle): boolean;
  /** Whether all is listed again when an operation with this description has ended. */
  relistAfter?(description: string): boolean;
  /** Facts that the list leaves out, fetched after the items are shown already. */
  complete?(items: readonly T[], options: Abortable): Promise<readonly T[]>;
  /** The listed item with what the list leaves out and `known` still tells truly, until complete() has been asked. */
  keep?(known: T, listed: T): T;
  /** True while a fact is missing that the server will have soon without an event (an address after a start). */
  unsettled?(item: T): boolean;
}

export type CollectionStatus =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** What changed: names of items, or everything (a first list, a lost connection, an error). */
export interface CollectionChange {
  readonly names: readonly string[];
  /** True when items came, went, or the whole may differ. */
  readonly structure: boolean;
}
