import * as vscode from 'vscode';

/** From this number on a person types it instead of pressing a button. */
const typedFrom = 11;

/** Something that a question names. */
export interface Named {
  readonly name: string;
  readonly ref: {
    readonly remote: string;
    readonly project?: string;
    readonly parents?: readonly string[];
    readonly parts?: readonly string[];
    readonly member?: string;
  };
}

/** The same things, each with what tells it from the others of its name: "snap0 of web1", "web1 of project prod on far". */
export function toldApart<T extends Named>(items: readonly T[]): T[] {
  const differ = (of: (ref: Named['ref']) => string): boolean =>
    new Set(items.map(({ ref }) => of(ref))).size > 1;
  const projects = differ(({ project = '' }) => project);
  const remotes = differ(({ remote }) => remote);
  const members = differ(({ member = '' }) => member);
  const above = heldBy(items) === undefined;
  const names = items.map(({ name, ref }) => {
    const { remote, project = '', parents = [], member = '' } = ref;
    const place = [...(remotes ? [remote] : []), ...(members && member ? [member] : [])].join('/');
    const own = above && parents.length > 0 ? vscode.l10n.t('{0} of {1}', name, aboveOf(ref)) : name;
    const inProject = ofProject(own, project, projects);
    return place ? vscode.l10n.t('{0} on {1}', inProject, place) : inProject;
  });
  // Two warnings of one type, two volumes of one name and two types.
  return items.map((item, at) => {
    const name = names[at] ?? '';
    const id = item.ref.parts?.join('/');
    return {
      ...item,
      name: id && names.indexOf(name) !== names.lastIndexOf(name) ? `${name} (${id})` : name,
    };
  });
}

/** What something belongs to: "web1", "pool/custom/data"; '' where nothing holds it. */
export function aboveOf({ parents = [] }: Named['ref']): string {
  return parents.join('/');
}

/** What holds all of these; undefined where that is not the same. */
export function heldBy(items: readonly Named[]): string | undefined {
  const holders = new Map(
    items.map(({ ref }) => [[ref.remote, ref.project, aboveOf(ref)].join('\n'), aboveOf(ref)]),
  );
  return holders.size === 1 ? [...holders.values()][0] : undefined;
}

/** A name with its project, where that is another than the default one or `always` is said. */
export function ofProject(name: string, project = '', always = false): string {
  return project && (always || project !== 'default')
    ? vscode.l10n.t('{0} of project {1}', name, project)
    : name;
}

/** The remotes of these, each once. */
export function remotesOf(items: readonly Named[]): string {
  return [...new Set(items.map(({ ref }) => ref.remote))].join(', ');
}

/** The names of these. */
export function namesOf(items: readonly Named[]): string {
  return items.map(({ name }) => name).join(', ');
}

/** Asks before something is lost; for many it is their number that agrees. @param typed "Type 14 to delete 14 instances." */
export async function agreed(
  count: number,
  question: string,
  detail: string,
  button: string,
  typed: string,
): Promise<boolean> {
  if (count < typedFrom)
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
  const number = String(count);
  const answer = await vscode.window.showInputBox({
    title: question,
    prompt: `${typed} ${detail}`,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text === number ? undefined : vscode.l10n.t('Type {0}, or press Escape', number),
  });
  return answer === number;
}
