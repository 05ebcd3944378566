import * as vscode from 'vscode';
import type { Abortable } from '../../../base/signal';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';
import type { ImageWishes } from './importImage';

/**
 * Asks what a new image is to be called, and whether it is public: Enter twice is enough.
 * @param go what the row says that ends it
 * @param aliased the image that an alias names already, if any
 * @param first asked before
 * @returns undefined where the person left
 */
export async function askImage(
  title: string,
  suggested: string,
  go: string,
  aliased: (alias: string, options: Abortable) => Promise<string | undefined>,
  first?: (next: Step) => Step,
): Promise<ImageWishes | undefined> {
  let wishes: ImageWishes = { alias: suggested, isPublic: false };
  let problem: string | undefined;
  const askAlias: Step = async (ui) => {
    const alias = await ui.input({
      prompt: vscode.l10n.t('Alias of the image; empty for none'),
      value: wishes.alias,
      problem,
      check: (text) =>
        text === text.trim() ? undefined : vscode.l10n.t('It must not begin or end with a space'),
    });
    problem = undefined;
    wishes = { ...wishes, alias };
    const other = alias
      ? await ui.work(vscode.l10n.t('Looking whether {0} is free', alias), (abort) => aliased(alias, abort))
      : undefined;
    if (other === undefined) return hub;
    problem = vscode.l10n.t('{0} names the image {1} already', alias, other.slice(0, 12));
    return askAlias;
  };
  const hub = hubStep(
    title,
    () => rowsOf(go, wishes, (isPublic) => (wishes = { ...wishes, isPublic })),
    () => undefined,
  );
  return (await runSteps(title, first?.(askAlias) ?? askAlias)) ? wishes : undefined;
}

function rowsOf(go: string, { isPublic }: ImageWishes, change: (isPublic: boolean) => unknown): HubRow[] {
  return [
    { label: go },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Public'),
      description: isPublic
        ? vscode.l10n.t('yes: anybody who reaches the server may download it')
        : vscode.l10n.t({ message: 'no', args: [], comment: 'an image that is not public' }),
      change: () => {
        change(!isPublic);
        return Promise.resolve();
      },
    },
  ];
}
