import * as vscode from 'vscode';
import type { RowTest } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import { instanceCommands } from './contribution';
import { flowCommands } from './flowContribution';
import type { InstanceTargets } from './targets';

/** Something that is done to many at once, and the instances that it can be done to. */
interface Deed {
  readonly icon: string;
  readonly command: { readonly id: string; readonly title: string };
  readonly row: RowTest;
}

const kind = 'instance';
const any: RowTest = { kind, none: ['lost'] };
const is = (flag: string): RowTest => ({ kind, all: [flag], none: ['lost'] });

const deeds: readonly Deed[] = [
  { icon: 'play', command: instanceCommands.start, row: is('stopped') },
  { icon: 'debug-stop', command: instanceCommands.stop, row: is('running') },
  { icon: 'debug-restart', command: instanceCommands.restart, row: is('running') },
  { icon: 'debug-pause', command: instanceCommands.pause, row: is('running') },
  { icon: 'debug-continue', command: instanceCommands.resume, row: is('frozen') },
  { icon: 'device-camera', command: flowCommands.snapshot, row: any },
  { icon: 'save-as', command: flowCommands.export, row: any },
  { icon: 'trash', command: instanceCommands.remove, row: any },
];

/**
 * "Run on Many…": what is to be done, to which of all that it fits, and then as on a selection in the tree. Where it
 * failed for some, what has come of each is listed.
 */
export async function runOnMany({
  targets,
  present,
}: {
  readonly targets: InstanceTargets;
  readonly present: Presenter;
}): Promise<void> {
  const deed = await vscode.window.showQuickPick(
    deeds.map((each) => ({
      label: `$(${each.icon}) ${vscode.l10n.t(each.command.title)}`,
      deed: each,
    })),
    { placeHolder: vscode.l10n.t('What is done to many instances') },
  );
  if (!deed) return;
  const { command, row } = deed.deed;
  const chosen = await targets.pickMany(
    row,
    vscode.l10n.t(
      'Type to filter by name, server, project or state; check those that are meant: {0}',
      command.title,
    ),
  );
  if (!chosen.length) return;
  const before = present.results;
  await vscode.commands.executeCommand(
    command.id,
    chosen.map(({ ref }) => ref),
  );
  if (present.results !== before && present.results?.retry) await present.showResults();
}
