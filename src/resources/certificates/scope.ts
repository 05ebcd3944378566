import * as vscode from 'vscode';
import type { Abortable } from '../../base/signal';
import type { Connection } from '../../model/connection';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Certificate } from './wire';

/** What a certificate may use: everything, or some projects. */
export type Scope = Required<Pick<Certificate, 'restricted' | 'projects'>>;

/** The names of the projects of a server, from the projects feature. */
export type ProjectNames = (connection: Connection, options: Abortable) => Promise<readonly string[]>;

/**
 * Asks which projects a certificate may use.
 * @param now what it may use before
 * @returns undefined when the person left
 */
export async function askForScope(
  title: string,
  connection: Connection,
  projectNames: ProjectNames,
  now: Scope = { restricted: false, projects: [] },
): Promise<Scope | undefined> {
  const names = await withProgress(title, remotesView, (options) => projectNames(connection, options));
  if (!names) return undefined;
  // A project that is gone stays in the certificate until somebody takes it out.
  const items = [...new Set([...names, ...now.projects])].map((label) => ({
    label,
    picked: now.restricted && now.projects.includes(label),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Which projects? None means the whole server'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked && { restricted: picked.length > 0, projects: picked.map(({ label }) => label) };
}
