import * as vscode from 'vscode';
import type { Step } from '../../../shell/steps';
import type { ChosenImage, ImageChoices } from './images';

interface ImageRow extends vscode.QuickPickItem {
  readonly image?: ChosenImage;
  readonly other?: Otherwise;
}

/** Something else that an instance can be made from. */
export interface Otherwise {
  readonly label: string;
  readonly description?: string;
  /** What follows; undefined where the flow ends with it. */
  next(): Step | undefined;
}

/**
 * Asks for the image: what was chosen last first, then each place with its own. What has not come yet is added when it
 * has; a place that does not answer says why in a row.
 */
export function imageStep(
  choices: ImageChoices,
  empty: readonly ChosenImage[],
  recent: readonly string[],
  next: (image: ChosenImage) => Step | undefined,
  others: readonly Otherwise[] = [],
): Step {
  return async (ui) => {
    const { image, other } = await ui.pick<ImageRow>({
      placeholder: vscode.l10n.t('Search images'),
      items: () => [
        ...rowsOf(choices, empty, recent),
        ...(others.length ? [separator(vscode.l10n.t('From Something Else'))] : []),
        ...others.map(({ label, description = '', ...rest }) => ({
          label,
          description,
          other: { label, ...rest },
        })),
      ],
      accepts: (row) => row.image !== undefined || row.other !== undefined,
      later: choices.coming,
    });
    if (other) return other.next();
    if (!image) throw new Error('a row that is no image was chosen');
    return next(image);
  };
}

function rowsOf(
  { groups }: ImageChoices,
  empty: readonly ChosenImage[],
  recent: readonly string[],
): readonly ImageRow[] {
  const all = [...groups.flatMap(({ images = [] }) => images), ...empty];
  const last = recent.flatMap((key) => all.find((image) => image.key === key) ?? []);
  return [
    ...(last.length ? [separator(vscode.l10n.t('Recent')), ...last.map(rowOf)] : []),
    ...groups.flatMap(({ title, images, problem }) => {
      if (problem !== undefined)
        return [separator(title), { label: `$(warning) ${problem}`, alwaysShow: true }];
      const rest = images?.filter((image) => !last.includes(image)) ?? [];
      if (images && !rest.length) return [];
      return [
        separator(title),
        ...(images ? [] : [{ label: `$(loading~spin) ${vscode.l10n.t('Asking for the images')}` }]),
        ...rest.map(rowOf),
      ];
    }),
    ...(empty.length ? [separator(vscode.l10n.t('Without an Image'))] : []),
    ...empty.filter((image) => !last.includes(image)).map(rowOf),
  ];
}

function rowOf(image: ChosenImage): ImageRow {
  const { label, description, type } = image;
  return {
    label: `${type === 'virtual-machine' ? '$(vm)' : '$(package)'} ${label}`,
    description,
    image,
  };
}

function separator(label: string): ImageRow {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
