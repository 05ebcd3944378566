import * as vscode from 'vscode';
import { isObject } from '../client/decode';
import type { EventType } from '../client/events';

/** What somebody wants to see of a remote's events. */
export interface StreamChoice {
  readonly types: readonly EventType[];
  /** undefined: all of them. */
  readonly project: string | undefined;
  /** A line is shown where it has every word. */
  readonly words: readonly string[];
}

export const usualTypes: readonly EventType[] = ['lifecycle', 'operation'];

const allTypes: readonly EventType[] = ['lifecycle', 'operation', 'logging'];

/** A choice that a keybinding or another extension made: `{ remote, types?, project?, text? }`. */
export function choiceOf(argument: unknown): { remote: string; choice: StreamChoice } | undefined {
  if (!isObject(argument) || typeof argument['remote'] !== 'string') return undefined;
  const { remote, types, project, text } = argument;
  const wanted = allTypes.filter((type) => Array.isArray(types) && types.includes(type));
  return {
    remote,
    choice: {
      types: wanted.length ? wanted : usualTypes,
      project: typeof project === 'string' ? project : undefined,
      words: wordsOf(typeof text === 'string' ? text : ''),
    },
  };
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** In words: "lifecycle and operation events · all projects · only with "web1"". */
export function describeChoice({ types, project, words }: StreamChoice): string {
  const parts = [
    vscode.l10n.t('{0} events', new Intl.ListFormat(vscode.env.language).format(types)),
    project === undefined ? vscode.l10n.t('all projects') : vscode.l10n.t('project {0}', project),
    ...(words.length ? [vscode.l10n.t('only with "{0}"', words.join(' '))] : []),
  ];
  return parts.join(' · ');
}
