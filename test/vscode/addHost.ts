import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RemotesView } from '../../src/shell/remotesView';
import { type Target, targets } from '../support/targets';
import { rowText } from './extensionHost';

type Entries = Record<string, Record<string, unknown>>;

/** The setting of the remotes, as it stands in the person's settings. */
export function remoteSettings(): Entries {
  return vscode.workspace.getConfiguration('lxd').inspect<Entries>('remotes')?.globalValue ?? {};
}

export async function setRemotes(value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('lxd').update('remotes', value, vscode.ConfigurationTarget.Global);
}

export function targetCalled(id: string): Target {
  const found = targets().find((each) => each.id === id);
  assert.ok(found);
  return found;
}

/** The row of a remote as text. */
export async function remoteRow(view: RemotesView, name: string): Promise<string | undefined> {
  return (await view.tree.getChildren())
    .map((node) => rowText(view.tree.getTreeItem(node)))
    .find((text) => text.startsWith(`${name} |`));
}

/** A token that lets one client in. */
export async function tokenOf({ kind, cli }: Target, client: string): Promise<string> {
  const named = kind === 'lxd' ? ['--name', client] : [client];
  const text = await cli(['config', 'trust', 'add', ...named, '--quiet']);
  return text.trim().split('\n').at(-1) ?? '';
}

interface Trusted {
  readonly fingerprint: string;
  readonly name: string;
}

/** The client certificates that a server trusts. */
export async function trustedBy({ cli }: Target): Promise<readonly Trusted[]> {
  return JSON.parse(await cli(['query', '/1.0/certificates?recursion=1'])) as Trusted[];
}

/** Makes a server trust nobody but these. */
export async function trustOnly(server: Target, kept: readonly Trusted[]): Promise<void> {
  for (const { fingerprint } of await trustedBy(server)) {
    if (!kept.some((each) => each.fingerprint === fingerprint))
      await server.cli(['config', 'trust', 'remove', fingerprint]);
  }
}

const variables = ['LXD_CONF', 'INCUS_CONF'] as const;

/** A machine without a configuration of the clients, until undone. */
export async function withoutClients(): Promise<() => Promise<void>> {
  const before = variables.map((name) => process.env[name]);
  const folder = mkdtempSync(join(process.env['TMPDIR'] ?? tmpdir(), 'no-clients-'));
  for (const name of variables) process.env[name] = join(folder, name);
  await vscode.commands.executeCommand('lxd.view.refresh');
  return async () => {
    for (const [at, name] of variables.entries()) process.env[name] = before[at];
    await vscode.commands.executeCommand('lxd.view.refresh');
  };
}
