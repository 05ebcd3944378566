import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { namesOf, remotesOf, toldApart } from '../../kinds/asking';
import { type BatchFailure, type BatchTexts, runBatch } from '../../shell/batch';
import type { RowTest } from '../../shell/contributions';
import type { ErrorAction, Presenter } from '../../shell/present';
import { settings } from '../../shell/settings';
import { changeState } from './actions';
import type { StateAction } from './api';
import { lookUp } from './lookUp';
import type { InstanceTarget, InstanceTargets } from './targets';

/** A change of state as a person asks for it. */
export interface LifecycleVerb {
  readonly action: StateAction;
  readonly force?: true;
  /** True where the instance gets time to end by itself. */
  readonly graceful?: true;
  /** Rows that it can do something for. */
  readonly row: RowTest;
  readonly placeholder: string;
  readonly texts: BatchTexts;
  /** "Already running", for the rest of a mixed selection. */
  readonly unneeded: string;
  /** Set where it can cost work: the question, and its button. */
  readonly confirm?: { ask(what: string, where: string): string; button: string };
}

/** Runs a verb on what the command was called on. */
export async function runLifecycle(
  verb: LifecycleVerb,
  args: readonly unknown[],
  { targets, present }: { targets: InstanceTargets; present: Presenter },
): Promise<void> {
  const chosen = await targets.resolve(args, verb.row, verb.placeholder);
  const named = toldApart(verb.action === 'stop' ? await known(chosen, verb, present) : chosen);
  const fitting = named.length === 1 ? named : named.filter((target) => targets.fits(target, verb.row));
  const rest = named.filter((target) => !fitting.includes(target));
  if (rest.length) present.status(`${verb.unneeded}: ${namesOf(rest)}`);
  if (!fitting.length || !(await confirmed(verb, fitting))) return;
  await apply(verb, fitting, present, settings.stopTimeout());
}

/** Where no list has told of an instance its server is asked: stopping it may delete it. */
async function known(
  chosen: readonly InstanceTarget[],
  { texts }: LifecycleVerb,
  present: Presenter,
): Promise<readonly InstanceTarget[]> {
  const unknown = chosen.filter(({ instance }) => !instance);
  if (!unknown.length) return chosen;
  const title = vscode.l10n.t('Looking at what would be stopped');
  const found = await lookUp(unknown, title, texts, present);
  return found ? [...chosen.filter(({ instance }) => instance), ...found] : [];
}

async function apply(
  verb: LifecycleVerb,
  items: readonly InstanceTarget[],
  present: Presenter,
  seconds: number,
): Promise<void> {
  await runBatch(
    present,
    items,
    verb.texts,
    async (target, options) => {
      const how = verb.force ? { force: true } : verb.graceful ? { timeout: seconds } : {};
      const body = { action: verb.action, ...how };
      try {
        await changeState(target.connection, target.ref, body, options);
      } catch (error) {
        throw verb.graceful && !verb.force && isTimeout(error) ? timedOut(seconds, error) : error;
      }
    },
    (failures, retry) => buttons(verb, failures, retry, present, seconds),
  );
}

/** "Force Stop" and "Keep Waiting" where time ran out, else "Retry". */
function buttons(
  verb: LifecycleVerb,
  failures: readonly BatchFailure<InstanceTarget>[],
  retry: () => Promise<boolean>,
  present: Presenter,
  seconds: number,
): readonly ErrorAction[] {
  const late = verb.graceful ? failures.filter(({ error }) => isLate(error)).map(({ item }) => item) : [];
  if (!late.length) return [{ title: vscode.l10n.t('Retry'), run: retry }];
  const title = verb.action === 'restart' ? vscode.l10n.t('Force Restart') : vscode.l10n.t('Force Stop');
  return [
    { title, run: () => apply({ ...verb, force: true }, late, present, seconds) },
    { title: vscode.l10n.t('Keep Waiting'), run: retry },
  ];
}

function isLate(error: unknown): boolean {
  return error instanceof AppError && error.cause !== undefined && isTimeout(error.cause);
}

function timedOut(seconds: number, cause: unknown): AppError {
  return new AppError('operationFailed', vscode.l10n.t('it did not stop within {0} seconds', seconds), {
    cause,
  });
}

/** How both servers word a shutdown that took too long. */
function isTimeout(error: unknown): boolean {
  return AppError.is(error) && /deadline exceeded|timed? ?out|Failed shutting down/i.test(error.message);
}

/** Asks before stopping an ephemeral instance (that deletes it), and where the setting says so. */
async function confirmed(verb: LifecycleVerb, items: readonly InstanceTarget[]): Promise<boolean> {
  const { confirm, action } = verb;
  if (!confirm) return true;
  const goes = ({ instance }: InstanceTarget): boolean => action === 'stop' && instance?.ephemeral === true;
  const gone = items.filter(goes);
  if (gone.length) {
    const others = items.filter((target) => !goes(target));
    const question =
      gone.length === 1
        ? vscode.l10n.t('Stopping {0} deletes it: it is ephemeral.', namesOf(gone))
        : vscode.l10n.t('Stopping these deletes them, they are ephemeral: {0}', namesOf(gone));
    const also = vscode.l10n.t('Also stopped, on {0}: {1}.', remotesOf(others), namesOf(others));
    return asked(question, vscode.l10n.t('Stop and Delete'), others.length ? also : undefined);
  }
  const mode = settings.confirmStop();
  const asks =
    mode === 'always' ||
    (mode === 'remote' && items.some(({ connection }) => connection.config.kind !== 'socket'));
  if (!asks) return true;
  const names = namesOf(items);
  const what = items.length === 1 ? names : vscode.l10n.t('{0} instances ({1})', items.length, names);
  return asked(confirm.ask(what, remotesOf(items)), confirm.button);
}

async function asked(question: string, button: string, detail?: string): Promise<boolean> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail }) };
  return (await vscode.window.showWarningMessage(question, options, button)) === button;
}
