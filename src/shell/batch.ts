import * as vscode from 'vscode';
import { isCancelled, messageOf } from '../base/errors';
import { limit } from '../base/gate';
import type { Abortable } from '../base/signal';
import type { Progress } from '../client/operation';
import { LeftBehind } from '../model/leftBehind';
import { withProgress } from './commands';
import { remotesView } from './contributions';
import type { ErrorAction, Presenter } from './present';

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
}

export interface BatchItem {
  readonly name: string;
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

/**
 * Does the same to one or many: concurrently, with progress and cancel, and with the failures of all reported in one
 * message. The rest goes on when one fails.
 * @returns whether all of it was done; false where something failed, or the person cancelled first
 */
export async function runBatch<T extends BatchItem>(
  present: Presenter,
  items: readonly T[],
  texts: BatchTexts,
  work: BatchWork<T>,
  actions?: (failures: readonly BatchFailure<T>[]) => readonly ErrorAction[],
): Promise<boolean> {
  const failures: BatchFailure<T>[] = [];
  const left: string[] = [];
  const gate = limit(atOnce);
  let [done, succeeded] = [0, 0];
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
            succeeded++;
          } catch (error) {
            if (!isCancelled(error)) failures.push({ item, error });
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
  const removals = failures.flatMap(({ error }) => (error instanceof LeftBehind ? [error] : []));
  const all = [...(actions?.(failures) ?? []), ...(removals.length ? [removal(...removals)] : [])];
  reportFailures(present, items.length, failures, texts, all);
  return succeeded === items.length;
}

/** A button that takes away what stayed on a server. */
export function removal(...lefts: readonly LeftBehind[]): ErrorAction {
  const run = (): Promise<unknown> => Promise.all(lefts.map((left) => left.remove()));
  return { title: vscode.l10n.t('Remove It'), run };
}

function reportFailures<T extends BatchItem>(
  present: Presenter,
  all: number,
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
  present.failure(`${texts.part(all - failures.length, all)} ${each}`, actions);
}
