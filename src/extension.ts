import { homedir, userInfo } from 'node:os';
import * as vscode from 'vscode';
import { DisposableStore, toDisposable } from './base/disposable';
import { describeChain } from './base/errors';
import { systemClock } from './base/signal';
import { contributions } from './contributions';
import { Jobs } from './model/jobs';
import { registerRemoteCommands } from './remotes/commands';
import { RemoteSet } from './remotes/remoteSet';
import { RemoteRoots } from './remotes/roots';
import { InstancesFeature } from './resources/instances';
import { ProjectsFeature } from './resources/projects';
import { Commands } from './shell/commands';
import { ContextKeys } from './shell/contextKeys';
import { remotesView } from './shell/contributions';
import { Filter } from './shell/filter';
import { createLog } from './shell/log';
import { Presenter } from './shell/present';
import { onDidChangeSetting, settings } from './shell/settings';
import { trackRemotes } from './shell/status';
import { Tree } from './shell/tree';
import { Shells } from './terminal/shells';
import { shellTarget } from './terminal/target';
import { registerViewCommands } from './shell/viewCommands';

/** Composition root: builds the parts, joins them, and owns them. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(createLog());
  const present = new Presenter(log, () => {
    log.show();
  });
  const clock = systemClock;
  const contextKeys = new ContextKeys();
  const filter = new Filter(log);
  const jobs = store.add(new Jobs(log));
  const machine = { env: process.env, home: homedir(), platform: process.platform, uid: userInfo().uid };
  const remotes = store.add(
    new RemoteSet({
      log,
      clock,
      random: Math.random,
      machine,
      cliRemotes: () => settings.useCliRemotes(),
      onProblem: (problem) => {
        present.warning(problem);
      },
    }),
  );

  const projects: ProjectsFeature = new ProjectsFeature({ log, clock }, (connection, project, parent) => [
    instances.category(connection, project, parent),
  ]);
  const roots = new RemoteRoots(remotes, projects);
  const tree = store.add(new Tree(roots, log));
  const view = store.add(
    vscode.window.createTreeView(remotesView, {
      treeDataProvider: tree,
      showCollapseAll: true,
      canSelectMany: true,
    }),
  );
  store.add(
    view.onDidCollapseElement(({ element }) => {
      tree.collapsed(element);
    }),
  );
  store.add(
    view.onDidExpandElement(({ element }) => {
      tree.expanded(element);
    }),
  );
  const commands = new Commands(present, view);
  store.add(commands.registerKeys(contributions.flatMap((c) => c.commands ?? [])));
  const shells = store.add(new Shells({ log, clock }));
  const instances = store.add(
    new InstancesFeature({
      remotes,
      jobs,
      filter,
      commands,
      present,
      log,
      clock,
      childrenOf: () => [],
      openShell: (target) => {
        shells.openShell(shellTarget(target));
      },
      reveal: async (id) => {
        const node = tree.find(id);
        await vscode.commands.executeCommand(`${remotesView}.focus`);
        if (node) await view.reveal(node, { select: true, focus: true });
      },
      refresh: (node) => {
        tree.childrenChanged(node);
      },
    }),
  );

  store.add(
    shells.registerProfile(async () => {
      const target = await instances.pickForShell();
      return target && shellTarget(target);
    }),
  );

  const refresh = async (): Promise<void> => {
    await remotes.discover();
    for (const connection of remotes.all) connection.reconnect();
  };
  store.add(registerViewCommands({ commands, filter, contextKeys, view, log, refresh }));
  store.add(
    registerRemoteCommands(commands, present, (node) => {
      tree.childrenChanged(node);
    }),
  );
  store.add(
    onDidChangeSetting('tree', () => {
      tree.refreshAll();
    }),
  );
  store.add(onDidChangeSetting('useCliRemotes', () => void remotes.discover()));
  store.add(trackRemotes(remotes, jobs, view, contextKeys));
  store.add(roots.follow(tree));
  store.add(
    toDisposable(() => {
      log.info('Deactivated');
    }),
  );
  remotes.discover().catch((error: unknown) => {
    log.error(describeChain(error));
  });
}
