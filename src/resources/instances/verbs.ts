import * as vscode from 'vscode';
import type { BatchTexts } from '../../shell/batch';
import { instanceKind } from './contribution';
import type { LifecycleVerb } from './lifecycle';

type Words = Record<'one' | 'many' | 'failed' | 'part' | 'all', string>;

/** Whole sentences, so that a translation can order its words. {0} is a name, or how many of {1}. */
function texts(words: Words): BatchTexts {
  return {
    title: (names) =>
      names.length === 1 ? vscode.l10n.t(words.one, names[0] ?? '') : vscode.l10n.t(words.many, names.length),
    failed: (name) => vscode.l10n.t(words.failed, name),
    part: (done, all) => vscode.l10n.t(words.part, done, all),
    all: (count) => vscode.l10n.t(words.all, count),
  };
}

const running = { kind: instanceKind, all: ['running'], none: ['lost'] };
const stopped = { kind: instanceKind, none: ['running', 'frozen', 'lost'] };
const frozen = { kind: instanceKind, all: ['frozen'], none: ['lost'] };
const notStopped = { kind: instanceKind, none: ['stopped', 'lost'] };

const starting = texts({
  one: 'Starting {0}',
  many: 'Starting {0} instances',
  failed: 'Could not start {0}',
  part: 'Started {0} of {1} instances.',
  all: 'Started {0} instances',
});
const stopping = texts({
  one: 'Stopping {0}',
  many: 'Stopping {0} instances',
  failed: 'Could not stop {0}',
  part: 'Stopped {0} of {1} instances.',
  all: 'Stopped {0} instances',
});
const restarting = texts({
  one: 'Restarting {0}',
  many: 'Restarting {0} instances',
  failed: 'Could not restart {0}',
  part: 'Restarted {0} of {1} instances.',
  all: 'Restarted {0} instances',
});
const pausing = texts({
  one: 'Pausing {0}',
  many: 'Pausing {0} instances',
  failed: 'Could not pause {0}',
  part: 'Paused {0} of {1} instances.',
  all: 'Paused {0} instances',
});
const resuming = texts({
  one: 'Resuming {0}',
  many: 'Resuming {0} instances',
  failed: 'Could not resume {0}',
  part: 'Resumed {0} of {1} instances.',
  all: 'Resumed {0} instances',
});

function question(sentence: string, button: string): NonNullable<LifecycleVerb['confirm']> {
  return { ask: (what, where) => vscode.l10n.t(sentence, what, where), button: vscode.l10n.t(button) };
}

/** Made when called: their words are translated then. */
export function lifecycleVerbs() {
  return {
    start: {
      action: 'start',
      row: stopped,
      placeholder: vscode.l10n.t('Instance to start'),
      texts: starting,
      unneeded: vscode.l10n.t('Already running'),
    },
    stop: {
      action: 'stop',
      graceful: true,
      row: notStopped,
      placeholder: vscode.l10n.t('Instance to stop'),
      texts: stopping,
      unneeded: vscode.l10n.t('Already stopped'),
      confirm: question('Stop {0} on {1}?', 'Stop'),
    },
    restart: {
      action: 'restart',
      graceful: true,
      row: running,
      placeholder: vscode.l10n.t('Instance to restart'),
      texts: restarting,
      unneeded: vscode.l10n.t('Not running'),
      confirm: question('Restart {0} on {1}?', 'Restart'),
    },
    pause: {
      action: 'freeze',
      row: running,
      placeholder: vscode.l10n.t('Instance to pause'),
      texts: pausing,
      unneeded: vscode.l10n.t('Not running'),
      confirm: question('Pause {0} on {1}?', 'Pause'),
    },
    resume: {
      action: 'unfreeze',
      row: frozen,
      placeholder: vscode.l10n.t('Instance to resume'),
      texts: resuming,
      unneeded: vscode.l10n.t('Not paused'),
    },
    forceStop: {
      action: 'stop',
      force: true,
      row: notStopped,
      placeholder: vscode.l10n.t('Instance to stop at once'),
      texts: stopping,
      unneeded: vscode.l10n.t('Already stopped'),
      confirm: question('Force {0} on {1} to stop?', 'Force Stop'),
    },
    forceRestart: {
      action: 'restart',
      force: true,
      row: running,
      placeholder: vscode.l10n.t('Instance to restart at once'),
      texts: restarting,
      unneeded: vscode.l10n.t('Not running'),
      confirm: question('Force {0} on {1} to restart?', 'Force Restart'),
    },
  } as const satisfies Record<string, LifecycleVerb>;
}

/** Sentences of deletion. */
export const deleting = {
  ...texts({
    one: 'Deleting {0}',
    many: 'Deleting {0} instances',
    failed: 'Could not delete {0}',
    part: 'Deleted {0} of {1} instances.',
    all: 'Deleted {0} instances',
  }),
  isOnce: true,
} as const;
