import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { AppError, isCancelled } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { unhurried } from '../../../base/unhurried';
import type { Endpoint } from '../../../client/endpoint';
import type { KindContext } from '../../../kinds/common';
import type { KindRef } from '../../../kinds/kind';
import { settle } from '../../../client/settle';
import { begin } from '../../../model/begin';
import type { ActionOptions } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import type { InstanceRef } from '../../../model/key';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import * as api from '../api';
import { flowCommands } from '../flowContribution';
import { startProblem, withStopped } from '../stopped';
import { type PublishDraft, askPublish } from './flow';

/** What publishing needs of images, as the feature that has them knows them. */
export interface ImagePublishing {
  /** The fingerprint of what an alias names, undefined where nobody has it. @throws AppError, AbortError */
  readonly aliased: (
    connection: Connection,
    project: string,
    alias: string,
    options: Abortable,
  ) => Promise<string | undefined>;
  /** POST /1.0/images from an instance or a snapshot. */
  readonly publishRequest: (
    project: string,
    source: { readonly type: string; readonly name: string },
    draft: PublishDraft,
  ) => Endpoint<unknown>;
}

export interface PublishOptions extends KindContext {
  readonly publishing: ImagePublishing;
}

/** Registers "Publish as Image…", on instances and on their snapshots. */
export function registerPublishing(options: PublishOptions): Disposable {
  const store = new DisposableStore();
  const { commands } = options;
  store.add(commands.register(flowCommands.publish, (args) => publish('instance', args, options)));
  store.add(commands.register(flowCommands.publishSnapshot, (args) => publish('snapshot', args, options)));
  return store;
}

/** @returns the image; undefined where the person left or the server refused */
async function publish(
  id: 'instance' | 'snapshot',
  args: readonly unknown[],
  options: PublishOptions,
): Promise<KindRef | undefined> {
  const { registry, targets, publishing, present, reveal } = options;
  const kind = registry.get(id);
  const [ref] = kind ? await targets.resolve(kind, args) : [];
  if (!ref) return undefined;
  const { project } = ref;
  const connection = targets.connection(ref.remote);
  const [instance = '', snapshot = ''] = [...ref.parents, ...ref.parts];
  const name = snapshot ? `${instance}/${snapshot}` : instance;
  const looking = vscode.l10n.t('Looking at {0}', name);
  const found = await withProgress(looking, remotesView, async (abort) => {
    await connection.ready(abort);
    return connection.transport.value(api.getInstance({ project, name: instance }), abort);
  });
  if (!found) return undefined;
  const isRunning = !snapshot && found.status !== 'Stopped';
  if (isRunning && found.ephemeral)
    throw new AppError(
      'rejected',
      vscode.l10n.t(
        '{0} is ephemeral: stopping it to publish it would delete it. Publish a snapshot instead.',
        name,
      ),
    );
  const draft = await askPublish(name, instance, isRunning, (alias, abort) =>
    publishing.aliased(connection, project, alias, abort),
  );
  if (!draft) return undefined;
  const origin: InstanceRef = { remote: connection.name, project, instance };
  const source = { type: snapshot ? 'snapshot' : 'instance', name };
  const request = publishing.publishRequest(project, source, draft);
  let fingerprint = '';
  const isDone = await runBatch(present, [{ name }], texts, async (_item, abort) => {
    fingerprint = await withStopped(isRunning, connection, origin, abort, () =>
      published(connection, request, abort),
    );
  });
  if (!isDone) return undefined;
  const problem = isRunning ? await startProblem(connection, origin) : undefined;
  if (problem) present.error(vscode.l10n.t('{0} was published, but does not start again', name), problem);
  const image = {
    remote: connection.name,
    project,
    kind: 'image',
    parents: [],
    parts: [fingerprint],
    member: '',
  };
  await reveal(registry.pathTo(image));
  return image;
}

/** @returns the fingerprint of the image */
async function published(
  connection: Connection,
  request: Endpoint<unknown>,
  options: ActionOptions,
): Promise<string> {
  const { transport } = connection;
  const operation = await begin(connection, request, options);
  try {
    const { metadata } = await settle(transport, operation, { ...options, updates: connection });
    if (typeof metadata['fingerprint'] === 'string') return metadata['fingerprint'];
  } catch (error) {
    // It may not start again while its disk is still read: an image of that would be of no time at all.
    if (isCancelled(error)) await settle(transport, operation, unhurried()).catch(ignore);
    throw error;
  }
  throw new AppError('protocol', vscode.l10n.t('The server does not say what image it has made'));
}

function ignore(): void {
  // That it was cancelled is known; how it ended is of no matter any more.
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Publishing {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not publish {0}', name),
  part: () => '',
};
