import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Target } from '../support/targets';
import { openDocument, query, saveWith } from './editing';
import type { Dialogs } from './extensionHost';

/** How a kind is created, edited, renamed and deleted by commands. */
export interface Verbs {
  readonly kind: string;
  readonly parents?: string[];
  readonly name: string;
  readonly type?: string;
  /** The cluster member that it is on. */
  readonly member?: string;
  readonly choices?: string[];
  readonly path: (name: string) => string;
  readonly renamed?: string;
  /** Does not say what is described. */
  readonly plain?: boolean;
  /** What else its creation says. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Creates, edits, renames and deletes one by the commands; after each the server's own client is asked. */
export async function doAll(
  { target, remote, dialogs }: { target: Target; remote: string; dialogs: Dialogs },
  { kind, parents = [], name, type, member = '', choices = [], path, renamed, plain, body }: Verbs,
): Promise<void> {
  const place = { remote, project: 'default', parents, member };
  const named = (own: string) => ({ ...place, parts: type ? [type, own] : [own] });
  const run = (verb: string, ...args: unknown[]) =>
    vscode.commands.executeCommand(`lxd.${kind}.${verb}`, ...args);
  await run('create', { ...place, name, choices, body });
  assert.deepEqual(dialogs.errors, []);
  assert.ok(await query(target, path(name)), `${path(name)} is not there`);
  if (!plain) {
    const before = (await query(target, path(name))) as Record<string, unknown>;
    const document = await openDocument(kind, named(name));
    const described = (text: string) => text.replace(/^description: .*$/m, 'description: described');
    await saveWith(document, described, dialogs);
    // Field by field, those that we know nothing of too.
    const after = (await query(target, path(name))) as Record<string, unknown>;
    assert.deepEqual(after, { ...before, description: 'described' });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  }
  let now = name;
  if (renamed !== undefined) {
    await run('rename', named(name), renamed);
    assert.deepEqual(dialogs.errors, []);
    assert.equal(await query(target, path(name)), undefined);
    assert.ok(await query(target, path(renamed)), `${path(renamed)} is not there`);
    now = renamed;
  }
  await run('delete', named(now));
  assert.ok(await query(target, path(now)), 'deleted without an answer');
  dialogs.answer = 'Delete';
  await run('delete', named(now));
  assert.match(dialogs.warnings.at(-1)?.text ?? '', new RegExp(`Delete the .* ${now} on ${remote}\\?`));
  assert.deepEqual(dialogs.errors, []);
  assert.equal(await query(target, path(now)), undefined);
}
