import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import type { KindContext } from '../../../kinds/common';
import type { KindRef } from '../../../kinds/kind';
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
  /** Makes the image. @returns its fingerprint @throws AppError, AbortError */
  readonly publishImage: (
    place: { readonly connection: Connection; readonly project: string },
    source: { readonly type: string; readonly name: string },
    draft: PublishDraft,
    options: ActionOptions,
  ) => Promise<string>;
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
  let fingerprint = '';
  const isDone = await runBatch(present, [{ name }], texts, async (_item, abort) => {
    fingerprint = await withStopped(isRunning, connection, origin, abort, () =>
      publishing.publishImage({ connection, project }, source, draft, abort),
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

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Publishing {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not publish {0}', name),
  part: () => '',
};
