import type { CommandSpec, Contribution, MenuPlace, RowTest } from '../shell/contributions';

/** PURE: what a kind of resource is called and what a person can do with it; menus and commands are made from it. */
export interface KindData {
  /** Kind of its rows, and the middle of its commands' ids: `network`. */
  readonly id: string;
  /** Kind of the row that holds them: `networks`. */
  readonly folder: string;
  /** In a sentence: "network ACL". */
  readonly one: string;
  /** On the row that holds them: "Network ACLs". */
  readonly many: string;
  /** In the palette, before the verb: "Network ACL". */
  readonly noun: string;
  /** Codicon of its rows and of the row that holds them. */
  readonly icon: string;
  /** Where "Edit" stands, where it is not the menu of rows of its own kind. */
  readonly editIn?: readonly MenuPlace[];
  /** False where its rows have a command of their own that copies names. */
  readonly copyName?: false;
  /** Further places of "Create". */
  readonly createIn?: readonly MenuPlace[];
  readonly actions?: readonly ActionData[];
  /** What the servers can do with it. */
  readonly verbs: readonly Verb[];
}

/** Something that is done to a resource with one request. */
export interface ActionData {
  /** The end of its command's id. */
  readonly verb: string;
  readonly title: string;
  readonly icon: string;
  /** Group of the context menu. */
  readonly group: string;
  readonly inline?: boolean;
  /** Flags that its rows have, or lack. */
  readonly all?: readonly string[];
  readonly none?: readonly string[];
  /** True where it is done to one at a time: `{1}` of the question is what that belongs to. */
  readonly single?: true;
  /** What is asked before, where something is lost by it: `{0}` are the resources, `{1}` is the remote. */
  readonly asks?: { readonly question: string; readonly detail: string };
  /** A button beside it that has the request of this name done first, where its kind has one: see Kind.preludes. */
  readonly first?: string;
}

/** `look` opens a document that nobody can edit. */
export type Verb = 'create' | 'edit' | 'look' | 'rename' | 'delete';

/** What goes back to a snapshot: `{1}` is what it is of. */
export const restoring: ActionData = {
  verb: 'restore',
  title: 'Restore',
  icon: 'discard',
  group: '2_state@1',
  inline: true,
  single: true,
  asks: {
    question: 'Restore {1} to {0}?',
    detail: 'What was changed since then will be lost. This cannot be undone.',
  },
  first: 'Snapshot First, Restore',
};

/** The kind of the row "Used By" or "Uses", and of the rows below it. */
export const linksKind = 'links';
export const linkKind = 'link';

/** What a click on a row below "Used By" or "Uses" runs. */
export const revealCommand = 'lxd.resource.reveal';

const ready = 'lxd.ready';

function row(kind: string, none: readonly string[] = []): RowTest {
  return { kind, none: ['lost', ...none] };
}

function single(test: RowTest, group: string): MenuPlace {
  return { row: test, group, single: true };
}

/** The command that opens a resource of a kind as a document. */
export function openCommand({ id }: KindData): string {
  return `lxd.${id}.edit`;
}

/** The commands of a kind, by verb. */
export function kindCommands(data: KindData): Partial<Record<Verb, CommandSpec>> {
  const { id, folder, verbs, createIn, editIn } = data;
  const noun = `LXD/Incus ${data.noun}`;
  const all: Record<Verb, CommandSpec> = {
    create: {
      id: `lxd.${id}.create`,
      title: `Create ${data.noun}…`,
      noun,
      icon: 'add',
      palette: ready,
      menus: createIn ?? [
        { row: row(folder), group: 'inline@1' },
        { row: row(folder), group: '1_create@1' },
      ],
    },
    edit: {
      id: openCommand(data),
      title: 'Edit',
      noun,
      icon: 'edit',
      palette: ready,
      menus: editIn ?? [single(row(id, ['readonly']), '5_edit@1')],
    },
    look: {
      id: openCommand(data),
      title: 'Show as YAML',
      noun,
      icon: 'open-preview',
      palette: ready,
      menus: [single(row(id), '5_edit@1')],
    },
    rename: {
      id: `lxd.${id}.rename`,
      title: 'Rename…',
      noun,
      palette: ready,
      menus: [single(row(id, ['noRename']), '9_remove@1')],
      keys: { key: 'f2', rows: [row(id, ['noRename'])] },
    },
    delete: {
      id: `lxd.${id}.delete`,
      title: 'Delete',
      noun,
      palette: ready,
      menus: [{ row: row(id, ['noDelete']), group: '9_remove@2' }],
      keys: { key: 'delete', mac: 'cmd+backspace', rows: [row(id, ['noDelete'])] },
    },
  };
  return Object.fromEntries(verbs.map((verb) => [verb, all[verb]]));
}

/** The commands of a kind's actions, by verb. */
export function actionCommands({ id, noun, actions = [] }: KindData): Readonly<Record<string, CommandSpec>> {
  const made = actions.map(({ verb, title, icon, group, inline, single: alone, all = [], none = [] }) => {
    const test: RowTest = { kind: id, all, none: ['lost', ...none] };
    const spec: CommandSpec = {
      id: `lxd.${id}.${verb}`,
      title,
      noun: `LXD/Incus ${noun}`,
      icon,
      palette: ready,
      menus: [
        ...(inline ? [{ row: test, group: 'inline@1' }] : []),
        alone ? single(test, group) : { row: test, group },
      ],
    };
    return [verb, spec] as const;
  });
  return Object.fromEntries(made);
}

/** What all kinds have in common: copying names, and jumping to what is linked. */
export function commonCommands(kinds: readonly KindData[]) {
  const named = kinds.filter(({ copyName }) => copyName !== false);
  return {
    copyName: {
      id: 'lxd.resource.copyName',
      title: 'Copy Name',
      palette: false,
      menus: named.map(({ id }) => ({ row: { kind: id }, group: '8_copy@1' })),
      keys: { key: 'ctrl+c', mac: 'cmd+c', rows: named.map(({ id }) => ({ kind: id })) },
    },
    reveal: {
      id: revealCommand,
      title: 'Go to This',
      icon: 'arrow-right',
      palette: false,
      menus: [{ row: { kind: linkKind }, group: 'inline@1' }],
    },
  } as const satisfies Record<string, CommandSpec>;
}

/** Everything that these kinds put into package.json. */
export function kindsContribution(kinds: readonly KindData[]): Contribution {
  return {
    commands: [
      ...kinds.flatMap((data) => [
        ...Object.values(kindCommands(data)),
        ...Object.values(actionCommands(data)),
      ]),
      ...Object.values(commonCommands(kinds)),
    ],
  };
}
