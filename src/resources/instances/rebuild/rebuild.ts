import * as vscode from 'vscode';
import type { Disposable } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import type { Place } from '../../../kinds/kind';
import { unhurried } from '../../../base/unhurried';
import { requireExtension } from '../../../client/server';
import { carryOut } from '../../../model/carryOut';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import { runSteps } from '../../../shell/steps';
import * as api from '../api';
import type { CreateOptions } from '../create/create';
import { imageStep } from '../create/imageStep';
import { type ChosenImage, allImages, emptyOnes } from '../create/images';
import { flowCommands } from '../flowContribution';
import { startProblem, withStopped } from '../stopped';

/** Registers "Rebuild from Image…": what is on the disk of an instance is replaced, its settings stay. */
export function registerRebuilding(options: CreateOptions): Disposable {
  return options.commands.register(flowCommands.rebuild, (args) => rebuild(args, options));
}

/** @returns whether it was rebuilt */
async function rebuild(args: readonly unknown[], options: CreateOptions): Promise<boolean> {
  const { registry, targets, present } = options;
  const kind = registry.get('instance');
  const [ref] = kind ? await targets.resolve(kind, args) : [];
  if (!ref) return false;
  const { project } = ref;
  const [name = ''] = ref.parts;
  const connection = targets.connection(ref.remote);
  const place: Place = { connection, project, parents: [] };
  const looking = vscode.l10n.t('Looking at {0}', name);
  const found = await withProgress(looking, remotesView, async (abort) => {
    const server = await connection.ready(abort);
    requireExtension(server, api.rebuildInstance({ project, name }));
    return { server, instance: await connection.transport.value(api.getInstance({ project, name }), abort) };
  });
  if (!found) return false;
  const { server, instance } = found;
  const isRunning = instance.status !== 'Stopped';
  if (isRunning && instance.ephemeral)
    throw new AppError(
      'rejected',
      vscode.l10n.t('{0} is ephemeral: stopping it to rebuild it would delete it.', name),
    );
  const image = await askImage(name, place, server, instance.type, options);
  if (!image || !(await agreed(name, image, isRunning))) return false;
  const origin = { remote: connection.name, project, instance: name };
  const isDone = await runBatch(present, [{ name }], textsOf(image), (_item, abort) =>
    withStopped(isRunning, connection, origin, abort, async () => {
      const source = await image.source(abort);
      abort.signal.throwIfAborted();
      // The server does not let it be cancelled, and it may not start before its end.
      const request = api.rebuildInstance({ project, name, body: { source } });
      await carryOut(connection, request, { ...abort, ...unhurried() });
    }),
  );
  if (!isDone) return false;
  const problem = isRunning ? await startProblem(connection, origin) : undefined;
  if (problem) present.error(vscode.l10n.t('{0} was rebuilt, but does not start again', name), problem);
  return true;
}

/** Only what is of the same type can take its place. @returns undefined where the person left */
async function askImage(
  name: string,
  place: Place,
  server: Parameters<typeof allImages>[1],
  type: string | undefined,
  options: CreateOptions,
): Promise<ChosenImage | undefined> {
  const leaving = new AbortController();
  const all = allImages(place, server, options, leaving);
  const isFitting = (each: ChosenImage): boolean => each.type === (type ?? 'container');
  let chosen: ChosenImage | undefined;
  const choices = {
    coming: all.coming,
    get groups() {
      return all.groups.map(({ images, ...group }) => ({
        ...group,
        ...(images ? { images: images.filter(isFitting) } : {}),
      }));
    },
  };
  const first = imageStep(choices, emptyOnes(server).filter(isFitting), [], (image) => {
    chosen = image;
    return undefined;
  });
  try {
    return (await runSteps(vscode.l10n.t('Rebuild {0}', name), first)) ? chosen : undefined;
  } finally {
    leaving.abort();
  }
}

async function agreed(name: string, image: ChosenImage, isRunning: boolean): Promise<boolean> {
  const question = vscode.l10n.t('Rebuild {0} from {1}?', name, image.label);
  const detail = [
    ...(isRunning ? [vscode.l10n.t('It is stopped for it, and started again.')] : []),
    vscode.l10n.t('All that is on its root disk will be lost; its settings stay. This cannot be undone.'),
  ].join(' ');
  const button = vscode.l10n.t('Rebuild');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

function textsOf(image: ChosenImage): BatchTexts {
  return {
    title: (names) => vscode.l10n.t('Rebuilding {0} from {1}', names[0] ?? '', image.label),
    failed: (name) => vscode.l10n.t('Could not rebuild {0}', name),
    part: () => '',
  };
}
