import * as vscode from 'vscode';
import { cancelled, isCancelled, messageOf } from '../base/errors';
import { limit } from '../base/gate';
import type { Abortable } from '../base/signal';
import type { Progress } from '../client/operation';
import { withProgress } from './commands';
import { remotesView } from './contributions';
import { type BatchResult, type ErrorAction, type Presenter, leftBehind, removal } from './present';

/** How many servers' operations one command keeps going at once. */
const atOnce = 8;

/** What a batch says about itself, in whole sentences. */
export interface BatchTexts {
  /** "Stopping web1" */
  title(names: readonly string[]): string;
  /** "Could not stop web1" */
  failed(name: string): string;
  /** "Stopped 8 of 10 instances." */
  part(done: number, all: number): string;
  /** It was asked about, and is not done again without that: deletions. */
  readonly isOnce?: true;
  /** "Stopped 10 instances", where nothing else says that it is done. */
  all?(count: number): string;
}

export interface BatchItem {
  readonly name: string;
  /** What names its row: a KindRef or an InstanceRef. */
  readonly ref?: unknown;
}

export interface BatchFailure<T> {
  readonly item: T;
  readonly error: unknown;
}

/** Called for one item; progress of the item goes to `onProgress`, and what cannot be cancelled tells `onLeft`. */
export type BatchWork<T> = (
  item: T,
  options: Abortable & { onProgress: (progress: Progress) => void; onLeft: () => void },
) => Promise<void>;

/** @param retry does again what failed */
export type BatchActions<T> = (
  failures: readonly BatchFailure<T>[],
  retry: () => Promise<boolean>,
) => readonly ErrorAction[];

/**
 * Does the same to one or many: concurrently, with progress and cancel, and with the failures of all reported in one
 * message. The rest goes on when one fails; what has come of each of several is kept for "Show Results".
 * @param before what had come of all of them, where this does some of them again
 * @returns whether all of it was done; false where something failed, or the person cancelled first
 */
export async function runBatch<T extends BatchItem>(
  present: Presenter,
  items: readonly T[],
  texts: BatchTexts,
  work: BatchWork<T>,
  actions?: BatchActions<T>,
  before: readonly BatchResult<T>[] = [],
): Promise<boolean> {
  const results = new Map(before.map((result) => [result.item, result]));
  for (const item of items) results.set(item, { item, error: cancelled() });
  const left: string[] = [];
  const gate = limit(atOnce);
  let done = 0;
  const title = texts.title(items.map((item) => item.name));
  await withProgress(title, remotesView, async ({ signal, report }) => {
    await Promise.all(
      items.map((item) =>
        gate(async () => {
          if (signal.aborted) return;
          const onProgress = (progress: Progress): void => {
            if (items.length === 1) report(progress.text, progress.percent);
          };
          try {
            await work(item, { signal, onProgress, onLeft: () => void left.push(item.name) });
            results.set(item, { item });
          } catch (error) {
            results.set(item, { item, error });
          }
          done++;
          if (items.length > 1)
            report(vscode.l10n.t('{0} of {1}', done, items.length), (done / items.length) * 100);
        }),
      ),
    );
  });
  if (left.length)
    present.status(vscode.l10n.t('{0}: it can no longer be cancelled, the server goes on', left.join(', ')));
  const all = [...results.values()];
  const isDone = ({ error }: BatchResult<T>): boolean => error === undefined;
  const [whole, good] = [all.length, all.filter(isDone).length];
  const failures = all.filter((result): result is BatchFailure<T> => {
    return !isDone(result) && !isCancelled(result.error);
  });
  const retry = (): Promise<boolean> => {
    const again = failures.map(({ item }) => item);
    return runBatch(present, again, texts, work, actions, all);
  };
  if (whole > 1) {
    present.results = {
      text: texts.part(good, whole),
      all,
      retry: failures.length && !texts.isOnce ? retry : undefined,
    };
    if (good === whole && texts.all) present.status(texts.all(whole));
  }
  reportFailures(present, [good, whole], failures, texts, actions?.(failures, retry) ?? []);
  return good === whole;
}

function reportFailures<T extends BatchItem>(
  present: Presenter,
  [done, all]: readonly [done: number, all: number],
  failures: readonly BatchFailure<T>[],
  texts: BatchTexts,
  actions: readonly ErrorAction[],
): void {
  const [first] = failures;
  if (!first) return;
  if (all === 1) {
    present.error(texts.failed(first.item.name), first.error, actions);
    return;
  }
  const each = failures.map(({ item, error }) => `${item.name}: ${messageOf(error)}`).join('; ');
  const show = { title: vscode.l10n.t('Show Results'), run: () => present.showResults() };
  const lefts = failures.flatMap(({ error }) => leftBehind(error) ?? []);
  const remove = lefts.length ? [removal(lefts)] : [];
  present.failure(`${texts.part(done, all)} ${each}`, [...actions, ...remove, show]);
}
