import * as vscode from 'vscode';
import { progressOf } from '../../client/operation';
import { colors, contextValue } from '../../shell/contributions';
import { busyIcon } from '../../shell/icons';
import type { Row } from '../../shell/node';
import { type Activity, isRunning, mayCancel } from './activity';
import { operationCommands, operationKind } from './contribution';

/** The row of an operation: the server's own description, then what it works on and how it goes. */
export function operationRow(activity: Activity): Row {
  const { remote, operation, state, instances } = activity;
  const label = titleOf(activity);
  return {
    label,
    description: [shortText(activity), noteOf(activity), remote].filter(Boolean).join(' · '),
    icon: iconOf(activity),
    context: contextValue(operationKind, [
      state,
      ...(mayCancel(activity) ? ['cancellable'] : []),
      ...(instances.length ? ['instance'] : []),
    ]),
    expand: 'none',
    command: {
      command: operationCommands.showDetails.id,
      title: operationCommands.showDetails.title,
      arguments: [{ remote, operation: operation.id }],
    },
    tooltip: tooltipOf(activity),
    spoken: [label, subjectText(activity), spokenState(activity), remote].filter(Boolean).join(', '),
  };
}

/** What is done, in the server's words. */
export function titleOf({ operation }: Activity): string {
  return operation.description || vscode.l10n.t('Operation');
}

/** What it works on and how far it is: "web2 42%". */
export function shortText(activity: Activity): string {
  const percent = percentOf(activity);
  return [subjectText(activity), percent === undefined ? '' : `${String(percent)}%`]
    .filter(Boolean)
    .join(' ');
}

function subjectText({ subjects }: Activity): string {
  const [first = '', ...others] = subjects;
  return others.length ? vscode.l10n.t('{0} and {1} more', first, others.length) : first;
}

function percentOf(activity: Activity): number | undefined {
  const percent = isRunning(activity) ? progressOf(activity.operation)?.percent : undefined;
  return percent === undefined ? undefined : Math.round(percent);
}

/** What stands beside the subject: how it ended, or how far it is where the server counts no per cent. */
function noteOf(activity: Activity): string {
  const { state, operation } = activity;
  if (state === 'failed') return operation.error.replace(/\s+/g, ' ') || stateText(activity);
  if (state !== 'running') return stateText(activity);
  const progress = progressOf(operation);
  return progress?.percent === undefined ? (progress?.text ?? '') : '';
}

function stateText({ state }: Activity): string {
  const texts = {
    running: vscode.l10n.t('running'),
    cancelling: vscode.l10n.t('cancelling…'),
    done: vscode.l10n.t('done'),
    failed: vscode.l10n.t('failed'),
    cancelled: vscode.l10n.t('cancelled'),
  };
  return texts[state];
}

/** A screen reader reads each change: so the progress changes by quarters. */
function spokenState(activity: Activity): string {
  const percent = percentOf(activity);
  const quarter = percent === undefined ? '' : ` ${String(Math.floor(percent / 25) * 25)}%`;
  const error = activity.state === 'failed' ? activity.operation.error : '';
  return `${stateText(activity)}${quarter}${error && `, ${error}`}`;
}

function iconOf({ state, operation }: Activity): NonNullable<Row['icon']> {
  if (state === 'done') return { id: 'pass' };
  if (state === 'failed') return { id: 'error', color: colors.error };
  if (state === 'cancelled') return { id: 'circle-slash' };
  // A shell is open for hours: nothing that turns.
  return { id: operation.class === 'websocket' ? 'plug' : busyIcon() };
}

function tooltipOf(activity: Activity): string {
  const { remote, operation, subjects, instances, begun } = activity;
  const projects = [...new Set(instances.map(({ project }) => project))].filter((name) => name !== 'default');
  const progress = isRunning(activity) ? progressOf(operation)?.text : undefined;
  return [
    `${titleOf(activity)} · ${stateText(activity)}`,
    subjects.join(', '),
    [remote, ...projects].join(' / '),
    progress,
    operation.error,
    begun > 0 ? vscode.l10n.t('Begun {0}', timeText(begun)) : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function timeText(time: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}
