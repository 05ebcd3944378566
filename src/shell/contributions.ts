/**
 * PURE: what features tell VS Code about themselves as data. `npm run generate` turns it into the `contributes` of
 * package.json; at run time the same data registers the handlers. No import of `vscode`.
 */

/** The tree of remotes: where everything belongs that names no other view. */
export const remotesView = 'lxd.remotes';
/** What runs on the remotes. */
export const operationsView = 'lxd.operations';

/** A view of ours. */
export type ViewId = typeof remotesView | typeof operationsView;

/** Theme colours of our own; their defaults are in viewContribution. */
export const colors = {
  running: 'lxd.runningForeground',
  stopped: 'lxd.stoppedForeground',
  frozen: 'lxd.frozenForeground',
  error: 'lxd.errorForeground',
  attention: 'lxd.attentionForeground',
} as const;

/** What every key in the tree runs; see Commands.registerKeys. */
export const selectionCommand = 'lxd.selection.run';

/** Facts that `when` clauses may test; set by shell/contextKeys. */
export type ContextKey = 'lxd.ready' | 'lxd.filtered' | 'lxd.welcome' | 'lxd.streaming';

/** What a row is and can: `kind+flag+flag`, sorted, so that menus can test each flag. */
export function contextValue(kind: string, flags: readonly string[] = []): string {
  return [kind, ...[...flags].sort()].join('+');
}

/** Rows that a menu entry fits. */
export interface RowTest {
  readonly kind: string;
  readonly all?: readonly string[];
  readonly none?: readonly string[];
  /** The view that has such rows; the tree of remotes by default. */
  readonly view?: ViewId;
}

/** The `when` clause of one view or of any of several; of the tree of remotes where none is named. */
export function whenView(view: ViewId | readonly ViewId[] = remotesView): string {
  return typeof view === 'string'
    ? `view == ${view}`
    : `view =~ /^(${view.join('|').replaceAll('.', '\\.')})$/`;
}

/** The `when` clause that matches exactly the context values of these rows. */
export function whenRow(test: RowTest): string {
  const has = (test.all ?? []).map((flag) => `(?=.*\\+${flag}\\b)`).join('');
  const lacks = (test.none ?? []).map((flag) => `(?!.*\\+${flag}\\b)`).join('');
  return `${whenView(test.view)} && viewItem =~ /^${test.kind}\\b${has}${lacks}/`;
}

/** True where `whenRow` of the test would match this context value. */
export function fits(test: RowTest, value: string): boolean {
  const [kind, ...flags] = value.split('+');
  return (
    kind === test.kind &&
    (test.all ?? []).every((f) => flags.includes(f)) &&
    !(test.none ?? []).some((f) => flags.includes(f))
  );
}

export interface MenuPlace {
  readonly row: RowTest;
  /** `inline`, or a group that orders the context menu, like `2_state@1`. */
  readonly group: string;
  /** Id of a submenu instead of the context menu itself. */
  readonly submenu?: string;
  /** True hides it while several rows are selected. */
  readonly single?: boolean;
}

export interface CommandSpec {
  /** `lxd.<resource>.<verb>` */
  readonly id: string;
  /** Title Case, verb first; "…" when more than a yes is asked. */
  readonly title: string;
  /** Noun that the palette puts before the title. */
  readonly noun?: string;
  /** Codicon. */
  readonly icon?: string;
  /** False keeps it out of the palette; a text is its `when` clause. */
  readonly palette?: false | string;
  readonly menus?: readonly MenuPlace[];
  /** Group in a view's title bar: `navigation@1` shows an icon, others go to the overflow. */
  readonly toolbar?: {
    readonly group: string;
    readonly when?: string;
    /** The tree of remotes by default. */
    readonly view?: ViewId | readonly ViewId[];
  };
  /** The `when` clause with which it stands in the title bar of an editor. */
  readonly editor?: string;
  readonly keys?: { readonly key: string; readonly mac?: string; readonly rows: readonly RowTest[] };
}

export interface Submenu {
  readonly id: string;
  readonly label: string;
  readonly rows: readonly RowTest[];
  readonly group: string;
}

export interface SettingSpec {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>> & { readonly markdownDescription: string };
}

export interface ColorSpec {
  readonly id: string;
  readonly description: string;
  readonly defaults: {
    readonly dark: string;
    readonly light: string;
    readonly highContrast: string;
    readonly highContrastLight: string;
  };
}

/** Everything that one feature contributes. */
export interface Contribution {
  readonly commands?: readonly CommandSpec[];
  readonly submenus?: readonly Submenu[];
  readonly settings?: readonly SettingSpec[];
  readonly colors?: readonly ColorSpec[];
  /** Other contribution points, taken over as they are. */
  readonly points?: Readonly<Record<string, readonly unknown[]>>;
}
