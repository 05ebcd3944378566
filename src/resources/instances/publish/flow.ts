import * as vscode from 'vscode';
import type { Abortable } from '../../../base/signal';
import { type HubRow, hubStep } from '../../../shell/hub';
import { type Step, runSteps } from '../../../shell/steps';

/** What an image is to be. */
export interface PublishDraft {
  /** '' for none. */
  alias: string;
  description: string;
  /** Whether anybody may download it who reaches the server. */
  isPublic: boolean;
  /** As the server calls it; undefined for the one that it is set to. */
  compression?: string | undefined;
}

/** What both servers can compress with. */
const compressions = ['none', 'gzip', 'zstd', 'xz', 'bzip2'] as const;

/**
 * Asks what an image of an instance, or of a snapshot, is to be called: Enter twice publishes it.
 * @param aliased the image that an alias names already
 * @returns undefined where the person left
 */
export async function askPublish(
  name: string,
  instance: string,
  isRunning: boolean,
  aliased: (alias: string, options: Abortable) => Promise<string | undefined>,
): Promise<PublishDraft | undefined> {
  const draft: PublishDraft = { alias: instance, description: '', isPublic: false };
  let problem: string | undefined;
  const askAlias: Step = async (ui) => {
    draft.alias = (
      await ui.input({
        prompt: vscode.l10n.t('Alias of the image; empty for none'),
        value: draft.alias,
        problem,
        check: (text) =>
          text !== text.trim() ? vscode.l10n.t('It must not begin or end with a space') : undefined,
      })
    ).trim();
    problem = undefined;
    if (draft.alias === '') return hub;
    const other = await ui.work(vscode.l10n.t('Looking whether {0} is free', draft.alias), (options) =>
      aliased(draft.alias, options),
    );
    if (other === undefined) return hub;
    problem = vscode.l10n.t('{0} names the image {1} already', draft.alias, other.slice(0, 12));
    return askAlias;
  };
  const hub = hubStep(
    isRunning
      ? vscode.l10n.t('{0} runs: it is stopped for it, and started again', name)
      : vscode.l10n.t('An image of {0}', name),
    () => rowsOf(draft),
    () => undefined,
  );
  return (await runSteps(vscode.l10n.t('Publish {0}', name), askAlias)) ? draft : undefined;
}

function rowsOf(draft: PublishDraft): HubRow[] {
  const { alias, description, isPublic, compression } = draft;
  const none = vscode.l10n.t({ message: 'none', args: [], comment: 'no description' });
  const usual = vscode.l10n.t('as the server is set');
  const go = alias
    ? vscode.l10n.t('$(package) Publish as {0}', alias)
    : vscode.l10n.t('$(package) Publish without an Alias');
  return [
    { label: go },
    { label: vscode.l10n.t('Options'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Description'),
      description: description || none,
      change: async (ui) => {
        draft.description = await ui.input({
          prompt: vscode.l10n.t('What the list of images says of it'),
          value: description,
        });
      },
    },
    {
      label: vscode.l10n.t('Public'),
      description: isPublic
        ? vscode.l10n.t('yes: anybody who reaches the server may download it')
        : vscode.l10n.t({ message: 'no', args: [], comment: 'an image that is not public' }),
      change: () => {
        draft.isPublic = !isPublic;
        return Promise.resolve();
      },
    },
    {
      label: vscode.l10n.t('Compression'),
      description: compression ?? usual,
      change: async (ui) => {
        const row = await ui.pick<vscode.QuickPickItem & { value?: string }>({
          placeholder: vscode.l10n.t('How the image is packed'),
          items: () => [{ label: usual }, ...compressions.map((value) => ({ label: value, value }))],
        });
        draft.compression = row.value;
      },
    },
  ];
}
