import * as vscode from 'vscode';
import type { Abortable } from '../../../base/signal';
import type { PlaceRow } from '../../../kinds/targets';
import { runBatch } from '../../../shell/batch';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import { getImage } from '../api';
import { aliased } from '../publishing';
import { copyImage } from './copyImage';
import type { ImageOnServer } from './exportImage';
import { type ImageFlowOptions, imagesOf } from './chosen';
import type { ImagePlace } from '../makeImage';

interface Wishes {
  withAliases: boolean;
  isPublic: boolean;
}

/** "Copy to Another Server…", of one image or several. @returns how many there are now */
export async function copyImages(args: readonly unknown[], options: ImageFlowOptions): Promise<number> {
  const items = await imagesOf(args, options);
  const [first] = items;
  if (!first) return 0;
  const names = items.map(({ name }) => name).join(', ');
  const wishes: Wishes = { withAliases: true, isPublic: false };
  const kind = options.registry.get('image');
  const leaving = new AbortController();
  let to: ImagePlace | undefined;
  const askServer: Step = async (ui) => {
    const rows = kind
      ? await ui.work(vscode.l10n.t('Looking at the servers'), () => options.targets.newPlaces(kind, leaving))
      : [];
    const others = rows.filter(({ place }) =>
      items.every(({ connection }) => connection !== place.connection),
    );
    const { place } = await ui.pick<PlaceRow>({
      placeholder: others.length
        ? vscode.l10n.t('Server that is to have {0}', names)
        : vscode.l10n.t('There is no other server'),
      items: () => others,
    });
    to = place;
    return hubStep(
      vscode.l10n.t('{0} on {1}', names, place.connection.name),
      () => rowsOf(wishes),
      () => undefined,
    );
  };
  if (!(await runSteps(vscode.l10n.t('Copy {0}', names), askServer)) || !to) return 0;
  const target = to;
  const texts = {
    title: () => vscode.l10n.t('Copying {0} to {1}', names, target.connection.name),
    failed: (name: string) => vscode.l10n.t('Could not copy {0} to {1}', name, target.connection.name),
    part: (done: number, all: number) => vscode.l10n.t('Copied {0} of {1}.', done, all),
  };
  let done = 0;
  await runBatch(options.present, items, texts, async (item, abort) => {
    const aliases = wishes.withAliases ? await freeAliases(item, target, abort) : [];
    await copyImage(item, target, { ...wishes, aliases }, ['pull', 'relay'], abort);
    done++;
  });
  if (done > 0)
    options.present.status(
      done === 1
        ? vscode.l10n.t('{0} is on {1}', first.name, target.connection.name)
        : vscode.l10n.t('{0} images are on {1}', done, target.connection.name),
    );
  return done;
}

/** The aliases of an image that name nothing on the other server yet. @throws AppError, AbortError */
async function freeAliases(
  { connection, project, fingerprint }: ImageOnServer,
  to: ImagePlace,
  abort: Abortable,
): Promise<string[]> {
  const { aliases = [] } = await connection.transport.value(getImage({ fingerprint, project }), abort);
  await to.connection.ready(abort);
  const names = aliases.map(({ name = '' }) => name).filter(Boolean);
  const taken = await Promise.all(names.map((name) => aliased(to.connection, to.project, name, abort)));
  return names.filter((_name, at) => taken[at] === undefined);
}

function rowsOf(wishes: Wishes): HubRow[] {
  const no = vscode.l10n.t({ message: 'no', args: [], comment: 'an option of a copy that is off' });
  const toggle = (key: keyof Wishes) => (): Promise<void> => {
    wishes[key] = !wishes[key];
    return Promise.resolve();
  };
  return [
    { label: vscode.l10n.t('$(copy) Copy') },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Aliases'),
      description: wishes.withAliases ? vscode.l10n.t('those that are free there') : no,
      change: toggle('withAliases'),
    },
    {
      label: vscode.l10n.t('Public'),
      description: wishes.isPublic
        ? vscode.l10n.t('yes: anybody who reaches the server may download it')
        : no,
      change: toggle('isPublic'),
    },
  ];
}
