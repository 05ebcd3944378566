import * as vscode from 'vscode';
import type { EventType } from '../client/events';
import type { Connection } from '../model/connection';
import { ownProjects } from '../model/eventFeed';
import { listProjectNames } from '../resources/projects/api';
import { type Step, runSteps } from '../shell/steps';
import { type StreamChoice, usualTypes, wordsOf } from './choice';

interface TypesItem extends vscode.QuickPickItem {
  readonly types: readonly EventType[];
}

interface ProjectItem extends vscode.QuickPickItem {
  readonly project: string | undefined;
}

/** Asks what to show of a remote's events. @returns undefined where the person left */
export async function askForChoice(connection: Connection): Promise<StreamChoice | undefined> {
  const choice = { types: usualTypes, project: undefined as string | undefined, words: [] as string[] };
  let restricted = false;
  let projects: readonly string[] = [];

  const askTypes: Step = async (ui) => {
    await ui.work(vscode.l10n.t('Asking {0}', connection.name), async (options) => {
      const [own, names] = await Promise.all([
        ownProjects(connection, options),
        connection.transport.value(listProjectNames(), options),
      ]);
      restricted = own !== undefined;
      projects = names;
    });
    const placeholder = vscode.l10n.t('Events to show');
    const item = await ui.pick({ placeholder, items: () => typeItems(restricted) });
    choice.types = item.types;
    return projects.length > 1 ? askProject : askWords;
  };
  const askProject: Step = async (ui) => {
    const items: ProjectItem[] = [
      { label: vscode.l10n.t('All Projects'), project: undefined },
      ...[...projects].sort().map((name) => ({ label: name, project: name })),
    ];
    choice.project = (await ui.pick({ placeholder: vscode.l10n.t('Project'), items: () => items })).project;
    return askWords;
  };
  const askWords: Step = async (ui) => {
    const prompt = vscode.l10n.t('Shows only lines that have every word; Enter shows all');
    choice.words = wordsOf(
      await ui.input({ prompt, placeholder: vscode.l10n.t('Like: web1 instance-started') }),
    );
    return undefined;
  };
  const answered = await runSteps(vscode.l10n.t('Events of {0}', connection.name), askTypes);
  return answered ? choice : undefined;
}

/** The log is not for restricted clients, and the largest of all: last, and only where it is allowed. */
function typeItems(restricted: boolean): TypesItem[] {
  return [
    { label: vscode.l10n.t('Lifecycle and Operations'), types: usualTypes },
    {
      label: vscode.l10n.t('Lifecycle'),
      description: vscode.l10n.t('what was created, started, changed'),
      types: ['lifecycle'],
    },
    {
      label: vscode.l10n.t('Operations'),
      description: vscode.l10n.t('what goes on in the background, and how far it is'),
      types: ['operation'],
    },
    ...(restricted
      ? []
      : [
          {
            label: vscode.l10n.t("Everything, with the Server's Log"),
            types: ['lifecycle', 'operation', 'logging'] as const,
          },
        ]),
  ];
}
