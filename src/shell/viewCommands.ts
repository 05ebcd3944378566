import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/disposable';
import type { Commands } from './commands';
import type { ContextKeys } from './contextKeys';
import { type CommandSpec, remotesView } from './contributions';
import type { Filter } from './filter';
import type { CommandHandler } from './lateCommands';
import { pickOne } from './pick';
import { changeSetting, settings } from './settings';
import { viewContribution } from './viewContribution';

export interface ViewCommandsOptions {
  readonly commands: Commands;
  readonly filter: Filter;
  readonly contextKeys: ContextKeys;
  readonly view: vscode.TreeView<unknown>;
  readonly log: vscode.LogOutputChannel;
  /** Looks for remotes again and lists everything that is open anew. */
  refresh(): Promise<void>;
}

/** Registers the commands of the view's toolbar and shows the filter in its message line. */
export function registerViewCommands(options: ViewCommandsOptions): Disposable {
  const { commands, filter, view, log } = options;
  const store = new DisposableStore();
  const handlers: Record<(typeof viewContribution.commands)[number]['id'], CommandHandler> = {
    'lxd.view.filter': () => askForFilter(filter),
    'lxd.view.clearFilter': () => {
      filter.set('');
    },
    'lxd.view.projects': () =>
      askForOrder('tree.projects', settings.treeProjects(), vscode.l10n.t('Show projects'), {
        auto: vscode.l10n.t('Where a server has more than one'),
        always: vscode.l10n.t('Always'),
        together: vscode.l10n.t('All together: one list of each kind'),
      }),
    'lxd.view.groupBy': () =>
      askForOrder('tree.groupBy', settings.groupBy(), vscode.l10n.t('Group instances by'), {
        none: vscode.l10n.t('Nothing: one list'),
        state: vscode.l10n.t('State'),
        type: vscode.l10n.t('Type'),
        location: vscode.l10n.t('Cluster member'),
        profile: vscode.l10n.t('Profiles'),
      }),
    'lxd.view.sortBy': () =>
      askForOrder('tree.sortBy', settings.sortBy(), vscode.l10n.t('Sort instances by'), {
        name: vscode.l10n.t('Name'),
        created: vscode.l10n.t('When they were created'),
        lastUsed: vscode.l10n.t('When they were started last'),
      }),
    'lxd.view.refresh': () => options.refresh(),
    'lxd.view.showLog': () => {
      log.show();
    },
    'lxd.view.openSettings': () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:lxd-explorer.lxd-explorer'),
    'lxd.view.focus': () => vscode.commands.executeCommand(`${remotesView}.focus`),
  };
  for (const spec of viewContribution.commands as readonly CommandSpec[]) {
    const handler = handlers[spec.id as keyof typeof handlers];
    store.add(commands.register(spec, handler));
  }
  store.add(
    filter.onDidChange((text) => {
      view.message = text ? vscode.l10n.t('Filter: {0}', text) : '';
      void options.contextKeys.set('lxd.filtered', text !== '');
    }),
  );
  return store;
}

/** Filters while the person types; Escape brings the earlier filter back. */
async function askForFilter(filter: Filter): Promise<void> {
  const before = filter.text;
  const input = vscode.window.createInputBox();
  input.placeholder = vscode.l10n.t('Name, or state:running type:vm project:x image:debian user.team=web');
  input.prompt = vscode.l10n.t(
    'Shows only rows whose name has every word, and whose state, type, project, image or key is as said',
  );
  input.value = before;
  const accepted = await new Promise<boolean>((resolve) => {
    input.onDidChangeValue((text) => {
      filter.set(text);
    });
    input.onDidAccept(() => {
      resolve(true);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(false);
    });
    input.show();
  });
  input.dispose();
  if (!accepted) filter.set(before);
}

/** Asks for the value of a setting, and keeps it. */
async function askForOrder(
  setting: string,
  now: string,
  placeholder: string,
  names: Readonly<Record<string, string>>,
): Promise<void> {
  const chosen = await pickOne({
    placeholder,
    nothing: '',
    load: () =>
      Promise.resolve(
        Object.entries(names).map(([value, label]) => ({
          label,
          ...(value === now ? { description: vscode.l10n.t('now') } : {}),
          value,
        })),
      ),
  });
  if (chosen) await changeSetting(setting, chosen.value);
}
