import { l10n } from 'vscode';
import { AppError, isCancelled } from '../base/errors';
import { isObject } from '../client/decode';
import { carryOut } from '../model/carryOut';
import type { Connection } from '../model/connection';
import { runBatch } from '../shell/batch';
import { type Step, type Steps, runSteps } from '../shell/steps';
import { nameIn, requestAt } from './address';
import type { KindContext } from './common';
import type { Kind, KindRef, Place } from './kind';
import { nameProblem } from './names';

/** So long is asked where something is that was made just now, in milliseconds. */
const locatingMs = 5_000;

/**
 * Creates a resource: asks for its name and for the few things that it cannot be without, sends the request, and shows
 * the new row. A reference with `name` (and `choices`, and `body` for what else the request says) asks nothing: for keybindings and other extensions.
 * @returns what was created, undefined where the person left or the server refused
 */
export async function createResource(
  kind: Kind,
  args: readonly unknown[],
  context: KindContext,
): Promise<KindRef | undefined> {
  const place = await context.targets.place(kind, args);
  if (!place) return undefined;
  const answers = given(args[0]) ?? (await ask(kind, place, context));
  return answers && (await create(kind, place, answers, context));
}

interface Answers {
  readonly name: string;
  readonly choices: readonly string[];
  /** What else the request is to say. */
  readonly body?: Readonly<Record<string, unknown>>;
}

async function ask(kind: Kind, place: Place, { store }: KindContext): Promise<Answers | undefined> {
  const { creation, data } = kind;
  const existing = store.of(kind, place);
  const answers = { name: '', choices: [] as string[] };
  const askName: Step = async (ui: Steps) => {
    answers.name = await ui.input({
      prompt: creation?.prompt ?? l10n.t('Name of the {0}', l10n.t(data.one)),
      value: answers.name,
      ...(creation?.placeholder === undefined ? {} : { placeholder: creation.placeholder }),
      check: (name) =>
        nameProblem(
          kind,
          name,
          (text) => existing.item(nameIn([text])) !== undefined,
          place.connection.server,
        ),
    });
    return choose(0);
  };
  const choose = (at: number): Step | undefined => {
    const choice = creation?.choices?.[at];
    if (!choice) return undefined;
    return async (ui) => {
      const item = await ui.pick({
        placeholder: choice.prompt,
        items: () => choice.values.map(([value, what]) => ({ label: value, description: what })),
      });
      answers.choices[at] = item.label;
      return choose(at + 1);
    };
  };
  const where = [place.connection.name, place.project, ...place.parents].filter(Boolean).join('/');
  // What is there is listed while the name is typed, so that one that is taken is told at once.
  const reader = existing.open();
  try {
    const title = l10n.t('Create {0} on {1}', l10n.t(data.noun), where);
    return (await runSteps(title, askName)) ? answers : undefined;
  } finally {
    reader.dispose();
  }
}

async function create(
  kind: Kind,
  place: Place,
  { name, choices, body: more }: Answers,
  { present, reveal, registry }: KindContext,
): Promise<KindRef | undefined> {
  const { operations, creation } = kind;
  const operation = operations.create;
  if (!operation) return undefined;
  const { connection, project, parents, member } = place;
  const body = { ...(creation?.body(name, choices, parents) ?? { name, description: '' }), ...more };
  const endpoint = requestAt(operation, { project, names: parents, member }, { body });
  const isDone = await runBatch(present, [{ name }], texts, (_item, options) =>
    carryOut(connection, endpoint, options),
  );
  if (!isDone) return undefined;
  const parts = creation?.partsOf?.(name) ?? [name];
  const ref = await located(
    kind,
    { remote: connection.name, project, kind: kind.data.id, parents, parts, member: member ?? '' },
    connection,
  );
  await reveal(registry.pathTo(ref));
  return ref;
}

/** With the member that the server has chosen, where each has its own. */
export async function located(kind: Kind, ref: KindRef, connection: Connection): Promise<KindRef> {
  if (!kind.memberOf || ref.member !== '' || !connection.server?.clustered) return ref;
  const { project, parents, parts } = ref;
  const get = requestAt(kind.operations.get, { project, names: [...parents, ...parts] });
  try {
    const item = await connection.transport.value(get, { signal: AbortSignal.timeout(locatingMs) });
    return { ...ref, member: kind.memberOf(item) };
  } catch (error) {
    if (!AppError.is(error) && !isCancelled(error)) throw error;
    return ref; // it is there all the same: its row comes with its event
  }
}

/** What a caller said already. */
function given(argument: unknown): Answers | undefined {
  if (typeof argument !== 'object' || argument === null || !('name' in argument) || 'row' in argument)
    return undefined;
  const { name, choices, body } = argument as { name: unknown; choices?: unknown; body?: unknown };
  return typeof name === 'string' && name !== ''
    ? {
        name,
        choices: Array.isArray(choices) ? choices.map(String) : [],
        ...(isObject(body) ? { body } : {}),
      }
    : undefined;
}

const texts = {
  title: (names: readonly string[]) => l10n.t('Creating {0}', names[0] ?? ''),
  failed: (name: string) => l10n.t('Could not create {0}', name),
  part: () => '',
};
