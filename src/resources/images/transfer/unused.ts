import * as vscode from 'vscode';
import { compareNaturally } from '../../../base/natural';
import type { Abortable } from '../../../base/signal';
import { isObject, textMap } from '../../../client/decode';
import type { Place } from '../../../kinds/kind';
import { labelOf, refOf } from '../../../kinds/nodes';
import { kindCommands } from '../../../kinds/kindContribution';
import { ago } from '../../../kinds/timeTexts';
import { sizeText } from '../../../base/sizeText';
import { pickMany } from '../../../shell/pick';
import type { Image } from '../wire';
import type { ImageFlowOptions } from './chosen';

/** "Delete Unused…": all images of a project, those that no instance was made from first and checked; then it asks. */
export async function deleteUnused(args: readonly unknown[], options: ImageFlowOptions): Promise<void> {
  const { registry, targets, store } = options;
  const kind = registry.get('image');
  const place = kind && (await targets.place(kind, args));
  if (!place) return;
  const chosen = await pickMany({
    placeholder: vscode.l10n.t('Images to delete; checked are those that no instance was made from'),
    nothing: vscode.l10n.t('There is no image'),
    load: async (load) => {
      const [images, used] = await Promise.all([
        store.of(kind, place).loaded(load) as Promise<readonly Image[]>,
        baseImages(place, options, load),
      ]);
      const rows = images.map((image) => ({
        label: labelOf(kind, image, place),
        description: [
          sizeText(image.size ?? 0),
          used.has(image.fingerprint) ? vscode.l10n.t('in use') : vscode.l10n.t('unused'),
          lastUse(image),
        ]
          .filter(Boolean)
          .join(' · '),
        ref: refOf(kind, place, image),
        picked: !used.has(image.fingerprint),
      }));
      return rows.sort((a, b) => Number(b.picked) - Number(a.picked) || compareNaturally(a.label, b.label));
    },
  });
  const command = kindCommands(kind.data).delete;
  if (chosen?.length && command)
    await vscode.commands.executeCommand(
      command.id,
      chosen.map(({ ref }) => ref),
    );
}

function lastUse({ last_used_at }: Image): string {
  const when = ago(last_used_at);
  return when && vscode.l10n.t('last used {0}', when);
}

/** The images that instances were made from, in all projects that see the images of a place. */
async function baseImages(
  { connection, project }: Place,
  { registry, store }: ImageFlowOptions,
  options: Abortable,
): Promise<ReadonlySet<string>> {
  const kind = registry.get('instance');
  if (!kind) return new Set();
  const image = { remote: connection.name, project, kind: 'image', parents: [], parts: [''], member: '' };
  const projects = registry.projectsOf(image);
  const lists = await Promise.all(
    projects.map((each) => store.of(kind, { connection, project: each, parents: [] }).loaded(options)),
  );
  return new Set(
    lists
      .flat()
      .flatMap((item) => (isObject(item) ? (textMap(item['config'])['volatile.base_image'] ?? []) : [])),
  );
}
