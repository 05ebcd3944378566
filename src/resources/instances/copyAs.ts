import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Presenter } from '../../shell/present';
import { anyInstance } from './contribution';
import type { InstanceTarget, InstanceTargets } from './targets';

/** What of an instance goes to the clipboard. */
export const copyForms = {
  name: ({ name }: InstanceTarget) => name,
  address: ({ name, instance }: InstanceTarget) => {
    const address = instance?.state?.addresses[0];
    if (address === undefined) throw new AppError('notFound', vscode.l10n.t('{0} has no address', name));
    return address;
  },
  cliCommand: cliCommand,
  reference: ({ ref }: InstanceTarget) => JSON.stringify(ref),
} as const;

/** Copies one form of each instance, a line each. */
export async function copyInstances(
  form: (target: InstanceTarget) => string,
  args: readonly unknown[],
  { targets, present }: { targets: InstanceTargets; present: Presenter },
): Promise<void> {
  const chosen = await targets.resolve(args, anyInstance, vscode.l10n.t('Instance'));
  if (!chosen.length) return;
  const text = chosen.map(form).join('\n');
  await vscode.env.clipboard.writeText(text);
  present.status(vscode.l10n.t('Copied {0}', text.split('\n')[0] ?? ''));
}

/** The command line that opens a shell in the instance. */
function cliCommand({ connection, ref }: InstanceTarget): string {
  const client = connection.server?.product === 'incus' ? 'incus' : 'lxc';
  // The local sockets need no remote name, and ours for Incus is not the client's.
  const remote = connection.config.source === 'local' ? '' : `${quoted(ref.remote)}:`;
  const project = ref.project === 'default' ? '' : ` --project ${quoted(ref.project)}`;
  return `${client} exec ${remote}${ref.instance}${project} -- su -l`;
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
