import * as vscode from 'vscode';
import { AppError, describeChain, isCancelled, messageOf } from '../base/errors';
import type { Log } from '../base/log';
import { LeftBehind } from '../model/leftBehind';

/** A button beside an error. */
export interface ErrorAction {
  readonly title: string;
  run(): unknown;
}

/** What has come of one of several that the same was done to: done where there is no error. */
export interface BatchResult<T = { readonly name: string; readonly ref?: unknown }> {
  readonly item: T;
  /** Also that it was cancelled. */
  readonly error?: unknown;
}

/** What has come of a command on several. */
export interface BatchResults {
  /** "Stopped 8 of 10 instances." */
  readonly text: string;
  readonly all: readonly BatchResult[];
  /** Does again what failed; undefined where nothing has. */
  readonly retry: (() => Promise<unknown>) | undefined;
}

/**
 * The only place that shows an error to a person: one line that says what failed, on what, and why; the whole chain
 * goes to the log. Cancelling is shown nowhere.
 */
export class Presenter {
  /** What has come of the last command on several. */
  results: BatchResults | undefined;

  constructor(
    private readonly log: Log,
    private readonly showLog: () => void,
    private readonly listResults: (present: Presenter) => Promise<void>,
  ) {}

  /** Lists what has come of each, until the person leaves it. */
  showResults(): Promise<void> {
    return this.listResults(this);
  }

  /** `what` is a whole phrase, like "Could not stop web1". */
  error(what: string, error: unknown, actions: readonly ErrorAction[] = []): void {
    if (isCancelled(error)) return;
    this.log.error(`${what}: ${describeChain(error)}`);
    const known = AppError.is(error) || error instanceof vscode.FileSystemError;
    const why = known ? messageOf(error) : vscode.l10n.t('Internal error: {0}', messageOf(error));
    const left = leftBehind(error);
    this.failure(vscode.l10n.t('{0}: {1}', what, why), [...actions, ...(left ? [removal([left])] : [])]);
  }

  /** A failure whose text is complete. */
  failure(text: string, actions: readonly ErrorAction[] = []): void {
    const all = [...actions, { title: vscode.l10n.t('Show Log'), run: this.showLog }];
    void this.offer(vscode.window.showErrorMessage(text, ...all.map((action) => action.title)), all);
  }

  /** A line in the status bar for five seconds. */
  status(text: string): void {
    vscode.window.setStatusBarMessage(text, 5_000);
  }

  /** What has come of long work, where a person may want more of it than that it is done. */
  done(text: string, actions: readonly ErrorAction[]): void {
    const titles = actions.map((action) => action.title);
    void this.offer(vscode.window.showInformationMessage(text, ...titles), actions);
  }

  /** Something that a person should know and may act on. */
  warning(text: string, actions: readonly ErrorAction[] = []): void {
    void this.offer(
      vscode.window.showWarningMessage(text, ...actions.map((action) => action.title)),
      actions,
    );
  }

  private async offer(answer: Thenable<string | undefined>, actions: readonly ErrorAction[]): Promise<void> {
    const title = await answer;
    const action = actions.find((candidate) => candidate.title === title);
    try {
      await action?.run();
    } catch (error) {
      this.error(title ?? '', error);
    }
  }
}

/** What an error says to have stayed on a server: itself, or what has led to it. */
export function leftBehind(error: unknown): LeftBehind | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof LeftBehind) return at;
  return undefined;
}

/** A button that takes away what stayed on a server; it is offered again where something still does. */
export function removal(lefts: readonly LeftBehind[]): ErrorAction {
  const title = lefts.length > 1 ? vscode.l10n.t('Remove Them') : vscode.l10n.t('Remove It');
  const run = async (): Promise<void> => {
    const ends = await Promise.allSettled(lefts.map((left) => left.remove()));
    const failed = ends.flatMap((end) => (end.status === 'rejected' ? [messageOf(end.reason)] : []));
    if (failed.length === 0) return;
    const again = removal(lefts.filter((_left, at) => ends[at]?.status === 'rejected'));
    throw new LeftBehind(failed.join('; '), async () => {
      await again.run();
    });
  };
  return { title, run };
}
