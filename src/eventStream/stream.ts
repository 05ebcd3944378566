import * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../base/disposable';
import { isCancelled, messageOf } from '../base/errors';
import type { Clock } from '../base/signal';
import { followEvents } from '../model/eventFeed';
import type { Remotes } from '../model/remotes';
import { type StreamChoice, describeChoice } from './choice';
import { formatEvent, matches } from './format';

export interface StreamOptions {
  readonly remotes: Remotes;
  readonly clock: Clock;
  readonly channel: vscode.OutputChannel;
  readonly remote: string;
  readonly choice: StreamChoice;
  /** Called when the stream has ended by itself: it was refused, or the remote is gone. */
  readonly onEnd: () => void;
}

/** Writes the events of a remote into an output channel until disposed. */
export function startStream(options: StreamOptions): Disposable {
  const { remotes, clock, channel, remote, choice, onEnd } = options;
  const stop = new AbortController();
  const say = (text: string): void => {
    channel.appendLine(`── ${text}`);
  };
  let broken = '';
  const follow = async (): Promise<void> => {
    try {
      await followEvents(remotes, remote, {
        types: choice.types,
        project: choice.project,
        clock,
        signal: stop.signal,
        onOpen: () => {
          broken = '';
          say(vscode.l10n.t('Events of {0}: {1}', remote, describeChoice(choice)));
        },
        onBreak: ({ message }) => {
          // A server that is away fails many attempts in the same way.
          if (message === broken) return;
          broken = message;
          say(vscode.l10n.t('{0} Nothing is shown of what happens until it is back.', sentence(message)));
        },
        onEvent: (event) => {
          const line = formatEvent(event);
          if (matches(line, choice.words)) channel.appendLine(line);
        },
      });
    } catch (error) {
      if (isCancelled(error)) return;
      say(vscode.l10n.t('The events of {0} cannot be shown: {1}', remote, messageOf(error)));
      onEnd();
    }
  };
  void follow();
  return toDisposable(() => {
    stop.abort();
    say(vscode.l10n.t('Stopped.'));
  });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
