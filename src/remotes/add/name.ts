import { isIP } from 'node:net';
import * as vscode from 'vscode';
import { checkRemoteName } from '../../client/auth/remoteInput';
import type { Step } from '../../shell/steps';
import type { FlowContext } from './context';

/** Asks for the remote's name, unless it is known and good; `next` gets it. */
export function nameStep(
  context: Pick<FlowContext, 'name' | 'taken' | 'draft'>,
  suggestion: string,
  next: (name: string) => Step,
): Step {
  const { draft } = context;
  let isKnown = context.name !== undefined;
  return async (ui) => {
    const given = context.name;
    if (isKnown && given !== undefined && checkRemoteName(given, context.taken()) === undefined) {
      isKnown = false;
      return next(given);
    }
    const check = (name: string): string | undefined => checkRemoteName(name.trim(), context.taken());
    const isNew = draft.name === undefined;
    draft.name = await ui.input({
      prompt: vscode.l10n.t('Name of the remote'),
      value: draft.name ?? given ?? freeName(suggestion, context.taken()),
      ...(isNew && given !== undefined ? { problem: check(given) } : {}),
      check,
    });
    return next(draft.name.trim());
  };
}

/** A name for a server at this host: its first label, or what it is where it has only an address. */
export function suggestName(host: string, product: string): string {
  const [label = ''] = host.split('.');
  if (isIP(host) || label === 'localhost' || label === '')
    return product === 'simplestreams' ? 'images' : product;
  return label;
}

function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let count = 2; taken.includes(free); count++) free = `${name}-${String(count)}`;
  return free;
}
