import * as vscode from 'vscode';
import type { Presenter } from '../shell/present';
import { isObject } from '../client/decode';
import type { KindRef } from './kind';
import type { KindRegistry } from './registry';
import type { KindStore } from './kindStore';
import type { KindTargets } from './targets';
import type { Commands } from '../shell/commands';

/** What every command on kinds has to work with. */
export interface KindContext {
  readonly targets: KindTargets;
  readonly registry: KindRegistry;
  readonly store: KindStore;
  readonly present: Presenter;
  readonly commands: Commands;
  readonly reveal: (ids: readonly string[]) => Promise<void>;
}

/** Copies the names of what the command was called on, a line each. */
export async function copyNames(args: readonly unknown[], context: KindContext): Promise<void> {
  const rows = context.registry.all.map(({ data }) => ({ kind: data.id }));
  const names = (context.commands.targets(args, ...rows) ?? [])
    .filter(isRef)
    .map(({ parts }) => parts.at(-1) ?? '');
  if (!names.length) return;
  await vscode.env.clipboard.writeText(names.join('\n'));
  context.present.status(vscode.l10n.t('Copied {0}', names[0] ?? ''));
}

/** Selects the row of what a link leads to. */
export async function revealLinked([argument]: readonly unknown[], context: KindContext): Promise<void> {
  const ref = isObject(argument) && 'ref' in argument ? argument['ref'] : argument;
  if (isRef(ref)) await context.reveal(context.registry.pathTo(ref));
}

function isRef(value: unknown): value is KindRef {
  return isObject(value) && typeof value['kind'] === 'string' && Array.isArray(value['parts']);
}
