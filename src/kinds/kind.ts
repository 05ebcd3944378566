import type { AnyOperation } from '../client/apiOperation';
import type { Endpoint } from '../client/endpoint';
import type { ServerInfo } from '../client/server';
import type { Connection } from '../model/connection';
import type { Row } from '../shell/node';
import type { KindData } from './kindContribution';

/** Where the resources of a kind are: on which server, in which project, below which objects. */
export interface Place {
  readonly connection: Connection;
  /** '' for what the whole server has. */
  readonly project: string;
  /** The parameters of the path above the resource's own, like the network of a forward. */
  readonly parents: readonly string[];
  /** The cluster member of what holds them, where each member has its own, like the volume of a snapshot. */
  readonly member?: string;
}

/** What a row says of a resource. */
export interface Look {
  /** Its name, where nothing else is given. */
  readonly label?: string;
  readonly description?: string;
  readonly icon?: NonNullable<Row['icon']>;
  /** `readonly`, `noRename`, `noDelete` take those verbs away; others are the kind's own. */
  readonly flags?: readonly string[];
  /** Lines of the tooltip below the name. */
  readonly tooltip?: readonly string[];
}

/** An operation whose request is made from the parameters of its path by their position. */
export type ListOperation<T> = AnyOperation & ((...args: never[]) => Endpoint<T[]>);

/** How one kind of resource is listed, recognised, shown and changed: what the tree, documents and commands go by. */
export interface Kind<T = unknown> {
  readonly data: KindData;
  readonly scope: 'project' | 'server';
  /** The kind of what holds it; none where it stands below a project or a server. */
  readonly parent?: string;
  /** The feature of projects without which a project uses the default one's: `features.networks`. */
  readonly feature?: string;
  /** Which of them are a project's own without that feature too: volumes of instances. */
  alwaysOwn?(parts: readonly string[]): boolean;
  /** True hides its row while there is none of it. */
  readonly rare?: boolean;
  /** False keeps it out of the generic tree: another feature shows it. */
  readonly shown?: boolean;
  readonly operations: {
    readonly list?: ListOperation<T>;
    readonly get: AnyOperation;
    /** What is true of it now, like addresses and usage. */
    readonly state?: AnyOperation;
    readonly put?: AnyOperation;
    readonly create?: AnyOperation;
    readonly rename?: AnyOperation;
    readonly remove?: AnyOperation;
  };
  /** Fields of the object that its PUT does not take, beside those that no PUT takes. */
  readonly readOnly?: readonly string[];
  /** The only fields that its PUT takes, where nearly all others are read-only. */
  readonly writable?: readonly string[];
  /** Whether this server has it, beside the API extension that listing needs. */
  offered?(server: ServerInfo): boolean;
  /** The parameters of its own in its path, in their order: mostly its name. */
  partsOf(item: T): readonly string[];
  /** The cluster member it is on, where each member has its own; '' elsewhere. */
  memberOf?(item: T): string;
  /** False for what a list holds besides: snapshots among volumes. */
  keeps?(item: T, place: Place): boolean;
  look(item: T, place: Place): Look;
  /** How much of what it may is used, as its state tells; shown behind its description. */
  readonly usage?: {
    /** Whether there is anything to ask of this one. */
    asks(item: T, server: ServerInfo): boolean;
    /** '' where nothing is to be said. */
    text(state: unknown): string;
  };
  /** Why it cannot be deleted now, by the object as the server has it; for what the server would let go with more. */
  keptBy?(item: T): string | undefined;
  /** Natural order of names, where it gives none. */
  compare?(a: T, b: T): number;
  /** Kinds of what is below it. */
  below?(item: T, server: ServerInfo): readonly string[];
  /** Paths of the API of what uses it, and of what it uses. */
  usedBy?(item: T): readonly string[];
  uses?(item: T, place: Place): readonly string[];
  /** Descriptions of operations after whose end all are listed again: for what no lifecycle event tells. */
  relistAfter?(description: string): boolean;
  /** Actions of events beside those on its own path after which all are listed again. */
  relistOn?(action: string): boolean;
  /** Actions of events that the servers may send before the change is made. */
  toldEarly?(action: string): boolean;
  /** How a new one begins; without it a person gives a name only. */
  readonly creation?: Creation;
  /** The requests of the actions that its data names, by verb. */
  readonly actions?: Readonly<Record<string, (ref: KindRef) => Endpoint<unknown>>>;
  /** What can be done right before an action, by its verb, so that nothing is lost by it: the button `first` of its data. */
  readonly preludes?: Readonly<Record<string, (ref: KindRef) => Prelude>>;
  /** The body of a rename; `{ name }` where nothing is given. */
  renameBody?(name: string): unknown;
  /** True where a name may hold slashes. */
  readonly mayHaveSlashes?: boolean;
  /** What no name may be, beside a path. */
  readonly names?: NameRules;
  /** Whether they hold for another name of this one, where they do not hold for all. */
  namesHold?(item: T): boolean;
}

/** What the servers say against names of a kind: `test/vscode/names.test.ts` asks them. */
export interface NameRules {
  /** Matches the first character that no name may hold. */
  readonly without?: RegExp;
  /** In bytes. */
  readonly shortest?: number;
  readonly longest?: number;
  /** Instead of all that: a name that a host may have. */
  readonly isHostName?: true;
  reserved?(server: ServerInfo | undefined): readonly string[];
}

/** Something that is made before an action that loses what it keeps. */
export interface Prelude {
  readonly make: Endpoint<unknown>;
  /** Answers as long as it is there: an action may take it with it. */
  readonly look: Endpoint<unknown>;
  /** Where the action fails it is not needed, and may be in its way. */
  readonly undo: Endpoint<unknown>;
}

/** What a person is asked before a resource is created, and the document of a new one. */
export interface Creation {
  /** "Name", "Listen address". */
  readonly prompt: string;
  readonly placeholder?: string;
  /** Further things that are asked by a list. */
  readonly choices?: readonly Choice[];
  /** The body of the request. */
  body(
    name: string,
    choices: readonly string[],
    parents: readonly string[],
  ): Readonly<Record<string, unknown>>;
  /** The parameters of its own in the path of what was created, where they are more than its name. */
  partsOf?(name: string): readonly string[];
}

export interface Choice {
  readonly prompt: string;
  readonly values: readonly (readonly [value: string, what: string])[];
}

/** Names one resource: what rows of kinds give to commands. */
export interface KindRef {
  readonly remote: string;
  readonly project: string;
  readonly kind: string;
  readonly parents: readonly string[];
  readonly parts: readonly string[];
  /** Cluster member, '' where it is no matter. */
  readonly member: string;
}

/** A project as far as kinds have to know it. */
export interface ProjectFacts {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}
