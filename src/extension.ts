import { homedir, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { LxdExports } from '../api/lxdExplorer.d.ts';
import { DisposableStore } from './base/disposable';
import { describeChain } from './base/errors';
import { lazy } from './base/lazy';
import { systemClock } from './base/signal';
import { apiRequestCommands } from './apiRequest/contribution';
import { ApiDocuments } from './apiRequest/documents';
import { eventStreamCommands } from './eventStream/contribution';
import { DocumentsFeature } from './documents/feature';
import { FilesFeature } from './files/feature';
import { goToCommand } from './goTo/contribution';
import { KindsFeature } from './kinds/feature';
import type { KindRef } from './kinds/kind';
import { Jobs } from './model/jobs';
import type { InstanceRef } from './model/key';
import { PublicApi } from './publicApi/exports';
import { quickEditCommands } from './quickEdits/contribution';
import { RemotesFeature } from './remotes/feature';
import { RemoteRoots } from './remotes/roots';
import { ServerRows } from './remotes/serverRows';
import { CertificatesFeature } from './resources/certificates';
import { IdentitiesFeature } from './resources/identities';
import { ImageServersFeature } from './resources/images/imageServers';
import { InstancesFeature } from './resources/instances';
import { kinds } from './resources/kinds';
import { instanceCommands } from './resources/instances/contribution';
import { imageFlowCommands } from './resources/images/flowContribution';
import { flowCommands } from './resources/instances/flowContribution';
import { OperationsFeature } from './resources/operations';
import { ProjectsFeature } from './resources/projects';
import { Commands } from './shell/commands';
import { ContextKeys } from './shell/contextKeys';
import { Filter } from './shell/filter';
import { createLog } from './shell/log';
import { Presenter } from './shell/present';
import { RemotesView } from './shell/remotesView';
import { onDidChangeSetting } from './shell/settings';
import { trackRemotes } from './shell/status';
import { registerShellProfile } from './terminal/profile';
import { shellTarget } from './terminal/target';
import { registerViewCommands } from './shell/viewCommands';

/** What is not needed for the first rows. */
const later = () => import('./later');

/** What activate() gives to other extensions, and inside VS Code's tests to them. */
export interface ExtensionExports extends LxdExports {
  readonly view?: RemotesView;
  readonly operations?: OperationsFeature;
  /** What is kept on the disk. */
  readonly state?: vscode.Memento;
  readonly documents?: DocumentsFeature;
}

/**
 * Composition root: builds the parts, joins them, and owns them.
 * @returns the API for other extensions; inside VS Code's tests also the views
 */
export function activate(context: vscode.ExtensionContext): ExtensionExports {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(createLog());
  const present = new Presenter(
    log,
    () => {
      log.show();
    },
    async (shown) => (await later()).listResults(shown),
  );
  const clock = systemClock;
  const contextKeys = new ContextKeys();
  const filter = new Filter(log);
  const jobs = store.add(new Jobs(log));
  const machine = { env: process.env, home: homedir(), platform: process.platform, uid: userInfo().uid };
  const remotesFeature: RemotesFeature = store.add(
    new RemotesFeature({
      machine,
      secrets: context.secrets,
      present,
      log,
      clock,
      projects: (connection, options) => projects.names(connection, options),
      later,
    }),
  );
  const remotes = remotesFeature.set;

  const projects: ProjectsFeature = new ProjectsFeature(
    { log, clock },
    {
      list: async (connection, project, parent, options) => [
        instances.category(connection, project.name, parent),
        ...(await kindRows.categories(connection, project, parent, options)),
      ],
      watch: (connection, project, changed) => kindRows.watch(connection, project, changed),
      usage: (connection, project) => kindRows.usageOf('project', connection, project, project.name),
      onDidChangeUsage: (listener) => kindRows.usage.onDidChange(listener),
    },
  );
  const images = new ImageServersFeature({ log, machine: process.arch, later });
  const rows = new ServerRows(projects, images, {
    list: async (connection, parent, options) => [
      ...(await kindRows.categories(connection, undefined, parent, options)),
      ...certificates.category(connection, parent),
    ],
    watch: (connection, changed) => kindRows.watch(connection, undefined, changed),
  });
  const roots = new RemoteRoots(remotes, rows, () => discovered);
  const remotesView = store.add(new RemotesView(roots, log));
  const { tree, view, refresh } = remotesView;
  const reveal = async (ids: readonly string[]): Promise<void> =>
    (await later()).reveal(remotesView, ids, present);
  const commands = new Commands(present, view, () => discovered);
  store.add(
    commands.registerKeys(async () => (await later()).contributions.flatMap((each) => each.commands ?? [])),
  );
  const shells = lazy(async () => store.add(new (await later()).Shells({ log, clock })));
  const instances: InstancesFeature = store.add(
    new InstancesFeature({
      remotes,
      jobs,
      filter,
      commands,
      present,
      kinds: () => kindRows,
      log,
      clock,
      childrenOf: (ref, parent, uses) => [
        files.rootNode(ref, parent),
        ...kindRows.belowInstance(ref, parent, uses),
      ],
      openShell: async (target) => {
        (await shells()).openShell(shellTarget(target));
      },
      reveal,
      later,
    }),
  );
  const kindRows: KindsFeature = store.add(
    new KindsFeature({
      kinds,
      remotes,
      commands,
      present,
      log,
      clock,
      filter,
      reveal,
      refresh,
      projects: (connection, options) => projects.all(connection, options),
      knownProjects: (connection) => projects.known(connection),
      open: (ref, options) => documents.open(ref, options),
      later,
    }),
  );
  const { registry, targets } = kindRows;
  const documents: DocumentsFeature = store.add(
    new DocumentsFeature({ remotes, registry, targets, commands, present, log, reveal, later }),
  );
  store.add(
    commands.registerLate(Object.values(quickEditCommands), async () => {
      const { registerQuickEdits } = await later();
      const resource = (ref: KindRef) => documents.resource(ref);
      return registerQuickEdits({
        commands,
        present,
        registry,
        targets,
        reveal,
        store: kindRows.store,
        resource,
        schemas: documents.schemas,
      });
    }),
  );
  const { globalState: state } = context;
  store.add(
    commands.registerLate([goToCommand], async () => {
      const { GoTo } = await later();
      return new GoTo({ registry, targets, commands, state, log, reveal });
    }),
  );
  store.add(
    commands.registerLate(Object.values({ ...flowCommands, ...imageFlowCommands }), async () => {
      const tools = await later();
      const context = { commands, present, registry, targets, reveal, store: kindRows.store };
      const local = new tools.LocalFiles(state);
      const flows = new DisposableStore();
      flows.add(tools.registerImageFlows({ ...context, remotes, files: local }));
      const inside = {
        filesOf: files.filesOf,
        pickFile: (ref: InstanceRef, title: string) =>
          tools.pickPath(files.access, ref, { start: '/', folders: false, title }),
      };
      flows.add(
        tools.registerInstanceFlows({
          ...context,
          remotes,
          state,
          files: local,
          instances,
          images,
          tools,
          inside,
        }),
      );
      return flows;
    }),
  );
  store.add(images.register({ commands, present, refresh }));
  const identities = store.add(new IdentitiesFeature({ remotes, commands, present, log, clock, later }));
  const certificates: CertificatesFeature = store.add(
    new CertificatesFeature({
      remotes,
      commands,
      present,
      log,
      clock,
      projectNames: (connection, options) => projects.names(connection, options),
      others: identities,
      later,
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
      later,
    }),
  );
  store.add(
    registerShellProfile(shells, async () => {
      const target = await instances.pickForShell();
      return target && shellTarget(target);
    }),
  );

  const lookAgain = async (): Promise<void> => {
    await remotes.discover();
    for (const connection of remotes.all) connection.reconnect();
  };
  store.add(registerViewCommands({ commands, filter, contextKeys, view, log, refresh: lookAgain }));
  remotesFeature.register({ commands, refresh, open: (id) => remotesView.open(id) });
  store.add(
    onDidChangeSetting('tree', () => {
      tree.refreshAll();
    }),
  );
  store.add(trackRemotes(remotes, jobs, view, contextKeys));
  store.add(roots.follow(tree));
  const apiDocuments = store.add(new ApiDocuments());
  store.add(
    commands.registerLate(Object.values(apiRequestCommands), async () => {
      const { ApiRequests } = await later();
      return new ApiRequests({ remotes, commands, present, state, documents: apiDocuments });
    }),
  );
  const operations = store.add(
    new OperationsFeature({
      remotes,
      commands,
      present,
      log,
      clock,
      revealInstance: (ref) => vscode.commands.executeCommand(instanceCommands.reveal.id, ref),
      later,
    }),
  );
  store.add(
    commands.registerLate(Object.values(eventStreamCommands), async () => {
      const { EventStreams } = await later();
      return new EventStreams({ remotes, commands, contextKeys, clock });
    }),
  );
  const { getApi } = store.add(
    new PublicApi({ remotes, log, clock, discovered: () => discovered, filesOf: files.filesOf }, later),
  );
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  return {
    getApi,
    ...(isTest ? { view: remotesView, operations, state, documents } : {}),
  };
}
