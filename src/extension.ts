import { homedir, userInfo } from 'node:os';
import * as vscode from 'vscode';
import { DisposableStore } from './base/disposable';
import { describeChain } from './base/errors';
import { systemClock } from './base/signal';
import { contributions } from './contributions';
import { FilesFeature } from './files/feature';
import { Jobs } from './model/jobs';
import { registerRemoteCommands } from './remotes/commands';
import { RemoteSet } from './remotes/remoteSet';
import { RemoteRoots } from './remotes/roots';
import { InstancesFeature } from './resources/instances';
import { ProjectsFeature } from './resources/projects';
import { Commands } from './shell/commands';
import { ContextKeys } from './shell/contextKeys';
import { Filter } from './shell/filter';
import { createLog } from './shell/log';
import { Presenter } from './shell/present';
import { RemotesView } from './shell/remotesView';
import { onDidChangeSetting, settings } from './shell/settings';
import { trackRemotes } from './shell/status';
import { Shells } from './terminal/shells';
import { shellTarget } from './terminal/target';
import { registerViewCommands } from './shell/viewCommands';

/**
 * Composition root: builds the parts, joins them, and owns them.
 * @returns the view, for tests inside VS Code only
 */
export function activate(context: vscode.ExtensionContext): RemotesView | undefined {
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
  const remotesView = store.add(new RemotesView(roots, log));
  const { tree, view, refresh, reveal } = remotesView;
  const commands = new Commands(present, view);
  store.add(commands.registerKeys(contributions.flatMap((c) => c.commands ?? [])));
  const shells = store.add(new Shells({ log, clock }));
  const instances: InstancesFeature = store.add(
    new InstancesFeature({
      remotes,
      jobs,
      filter,
      commands,
      present,
      log,
      clock,
      childrenOf: (ref, parent) => [files.rootNode(ref, parent)],
      openShell: (target) => {
        shells.openShell(shellTarget(target));
      },
      reveal,
      refresh,
    }),
  );
  const discovered = remotes.discover().catch((error: unknown) => {
    log.error(describeChain(error));
  });
  const files: FilesFeature = store.add(
    new FilesFeature({
      remotes,
      commands,
      present,
      log,
      clock,
      discovered: () => discovered,
      instance: (args, placeholder) => instances.pickForFiles(args, placeholder),
      refresh,
    }),
  );
  store.add(
    shells.registerProfile(async () => {
      const target = await instances.pickForShell();
      return target && shellTarget(target);
    }),
  );

  const lookAgain = async (): Promise<void> => {
    await remotes.discover();
    for (const connection of remotes.all) connection.reconnect();
  };
  store.add(registerViewCommands({ commands, filter, contextKeys, view, log, refresh: lookAgain }));
  store.add(registerRemoteCommands(commands, present, refresh));
  store.add(
    onDidChangeSetting('tree', () => {
      tree.refreshAll();
    }),
  );
  store.add(onDidChangeSetting('useCliRemotes', () => void remotes.discover()));
  store.add(trackRemotes(remotes, jobs, view, contextKeys));
  store.add(roots.follow(tree));
  return context.extensionMode === vscode.ExtensionMode.Test ? remotesView : undefined;
}
