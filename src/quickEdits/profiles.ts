import * as vscode from 'vscode';
import { pickMany } from '../shell/pick';
import { type QuickEditOptions, allAt, editAll, rowsOf, textsOf, usersOf } from './edit';

/** Chooses the profiles of instances; of several, those that all of them have are checked. */
export async function assignProfiles(args: readonly unknown[], options: QuickEditOptions): Promise<void> {
  const { registry, targets, resource, present } = options;
  const [instances, profiles] = [registry.get('instance'), registry.get('profile')];
  if (!instances || !profiles) return;
  const refs = await targets.resolve(instances, args);
  const [first] = refs;
  if (!first) return;
  let common: readonly string[] = [];
  const chosen = await pickMany({
    placeholder: vscode.l10n.t('Profiles of {0}', refs.map(({ parts }) => parts.at(-1)).join(', ')),
    nothing: vscode.l10n.t('There is no profile'),
    load: async (load) => {
      const objects = await Promise.all(refs.map((ref) => resource(ref).read(load)));
      const have = objects.map(({ object }) => textsOf(object['profiles']));
      common = (have[0] ?? []).filter((name) => have.every((names) => names.includes(name)));
      const all = (await allAt('profile', first, options, load)).map(({ parts }) => parts[0] ?? '');
      // Those that are assigned stand first, in the order in which they apply.
      const names = [...common, ...all.filter((name) => !common.includes(name))];
      return names.map((label) => ({ label, picked: common.includes(label) }));
    },
  });
  if (!chosen) return;
  const wanted = chosen.map(({ label }) => label);
  const added = wanted.filter((name) => !common.includes(name));
  const removed = common.filter((name) => !wanted.includes(name));
  if (!added.length && !removed.length) return;
  const isDone = await editAll(
    refs,
    (object) => {
      const kept = textsOf(object['profiles']).filter((name) => !removed.includes(name));
      return { ...object, profiles: [...kept, ...added.filter((name) => !kept.includes(name))] };
    },
    options,
  );
  if (isDone) present.status(vscode.l10n.t('Profiles: {0}', wanted.join(', ')));
}

/** Assigns a profile to instances that do not have it, as the last one, or takes it from those that have it. */
export async function assignTo(
  args: readonly unknown[],
  isToHave: boolean,
  options: QuickEditOptions,
): Promise<void> {
  const kind = options.registry.get('profile');
  const [ref] = kind ? await options.targets.resolve(kind, args) : [];
  if (!ref) return;
  const name = ref.parts[0] ?? '';
  const chosen = await pickMany({
    placeholder: isToHave
      ? vscode.l10n.t('Instances to assign {0} to', name)
      : vscode.l10n.t('Instances to remove {0} from', name),
    nothing: isToHave ? vscode.l10n.t('Every instance has it') : vscode.l10n.t('No instance has it'),
    load: async (load) => {
      const have = await usersOf(ref, ['instance'], options, load);
      if (!isToHave) return rowsOf(have, ref.project);
      const all = await allAt('instance', ref, options, load);
      return rowsOf(
        all.filter(
          ({ project, parts }) =>
            !have.some((each) => each.project === project && each.parts[0] === parts[0]),
        ),
        ref.project,
      );
    },
  });
  if (!chosen?.length) return;
  await editAll(
    chosen.map((row) => row.ref),
    (object) => {
      const others = textsOf(object['profiles']).filter((each) => each !== name);
      return { ...object, profiles: isToHave ? [...others, name] : others };
    },
    options,
  );
}
