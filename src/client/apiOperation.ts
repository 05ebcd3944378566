import type { Endpoint, Method, RawEndpoint, Upload } from './endpoint';
import { type Query, apiPath } from './path';

/** The query parameters of the API that matter, with the types of their values. */
export interface QueryTypes {
  readonly project: string;
  readonly 'all-projects': boolean;
  /** Cluster member. */
  readonly target: string;
  /** See https://documentation.ubuntu.com/lxd/latest/rest-api/#filtering */
  readonly filter: string;
  readonly recursion: number | string;
  /** Path of a file in an instance or volume; name of a template. */
  readonly path: string;
  readonly secret: string;
  /** Seconds; -1 waits without end. */
  readonly timeout: number;
  /** Kinds of events. */
  readonly type: readonly string[];
  readonly public: boolean;
  readonly force: number | boolean;
  /** A pool or a project to look at or to move to. */
  readonly pool: string;
  /** Of a snapshot: which attached volumes it is about. */
  readonly 'disk-volumes': string;
  /** Of a memory dump. */
  readonly format: string;
  /** Share a connection that is open already. */
  readonly reuse: boolean;
}

export type QueryName = keyof QueryTypes;

/** The names in braces of a path template. */
type PathParameter<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameter<Rest>
  : never;

/** A body's type, with an example that a person can start from: JSON that the server takes once names are filled in. */
export interface BodySpec<B> {
  readonly skeleton: unknown;
  /** Never there: carries the type. */
  readonly type?: B;
}

/** The body of an operation, typed, with the skeleton that "Send API Request" starts from. */
export function body<B>(skeleton: unknown): BodySpec<B> {
  return { skeleton };
}

/** How an operation answers: a value, a background operation, bytes, or by becoming a websocket or a raw stream. */
export type AnswerKind = 'value' | 'operation' | 'raw' | 'stream';

interface OperationFacts<P extends string, Q extends readonly QueryName[], B> {
  readonly method: Method;
  /** The path as the servers' documentation writes it, like `/1.0/instances/{name}`; a query that makes it another operation (`?recursion=1`) stands at its end. */
  readonly path: P;
  /** What it does, in our words: "List instances". Title of the operation in "Send API Request". */
  readonly title: string;
  /** API extension without which the server does not have it; none for what LXD 4.0 had. */
  readonly needs?: string;
  readonly query?: Q;
  readonly body?: BodySpec<B>;
  /** True where the body may also be bytes (a file, an image, a backup), with header fields that describe them. */
  readonly takesUpload?: boolean;
}

interface Spec<P extends string, Q extends readonly QueryName[], B, T> extends OperationFacts<P, Q, B> {
  /** 'value' by default. */
  readonly answer?: 'value' | 'operation';
  readonly decode: (metadata: unknown) => T;
}

interface RawSpec<P extends string, Q extends readonly QueryName[], B> extends OperationFacts<P, Q, B> {
  readonly answer: 'raw' | 'stream';
}

type Arguments<P extends string, Q extends readonly QueryName[], B> = Readonly<
  Record<PathParameter<P>, string>
> & { readonly [K in Q[number]]?: QueryTypes[K] | undefined } & {
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly upload?: Upload;
} & ([B] extends [never] ? unknown : { readonly body?: B });

/** Nothing need be given where the path has no parameters. */
type Call<P extends string, Q extends readonly QueryName[], B> = [PathParameter<P>] extends [never]
  ? [args?: Arguments<P, Q, B>]
  : [args: Arguments<P, Q, B>];

/** What is known of any operation without its types: what the catalogue lists. */
export interface AnyOperation {
  readonly method: Method;
  readonly path: string;
  readonly title: string;
  readonly needs?: string;
  readonly query?: readonly QueryName[];
  readonly body?: BodySpec<unknown>;
  readonly takesUpload?: boolean;
  readonly answer: AnswerKind;
}

/**
 * The request of an operation whose types are not known here: one that a person chose from the catalogue.
 * @param args the parameters of its path, by name, and of its query
 */
export function requestFor(
  operation: AnyOperation,
  args: Readonly<Record<string, unknown>>,
): Endpoint<unknown> {
  return (operation as unknown as (all: object) => Endpoint<unknown>)(args);
}

type WithBody<B> = AnyOperation & { readonly body?: BodySpec<B> };

/** An operation of the REST API: its facts, and a function that makes the request. */
export type ApiOperation<P extends string, Q extends readonly QueryName[], B, T> = WithBody<B> &
  ((...args: Call<P, Q, B>) => Endpoint<T>);

/** An operation that answers with bytes or becomes a stream. */
export type RawOperation<P extends string, Q extends readonly QueryName[], B> = WithBody<B> &
  ((...args: Call<P, Q, B>) => RawEndpoint);

/**
 * Declares an operation of the REST API. The result is called with the parameters of its path and query, the body and
 * what else the request needs, all in one object, and gives an Endpoint:
 * `getInstance({ name, project })`.
 */
export function apiOperation<
  const P extends string,
  T,
  const Q extends readonly QueryName[] = readonly [],
  B = never,
>(spec: Spec<P, Q, B, T>): ApiOperation<P, Q, B, T> {
  const { decode, answer = 'value', ...facts } = spec;
  const make = (...[args]: Call<P, Q, B>): Endpoint<T> => ({ ...requestOf(spec, args ?? {}), decode });
  return Object.assign(make, { ...facts, answer });
}

/** Declares an operation whose answer is bytes ('raw') or which becomes a websocket or raw stream ('stream'). */
export function rawOperation<
  const P extends string,
  const Q extends readonly QueryName[] = readonly [],
  B = never,
>(spec: RawSpec<P, Q, B>): RawOperation<P, Q, B> {
  const make = (...[args]: Call<P, Q, B>): RawEndpoint => ({ ...requestOf(spec, args ?? {}), raw: true });
  return Object.assign(make, spec);
}

/** Fields of the arguments that are no parameters. */
interface Extras {
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly upload?: Upload;
}

function requestOf(
  spec: { method: Method; path: string; query?: readonly QueryName[]; needs?: string },
  args: object,
): Omit<RawEndpoint, 'raw'> {
  const { body: content, ifMatch, headers, upload } = args as Extras;
  const values = args as Readonly<Record<string, Query[string]>>;
  const [template = '', fixed = ''] = spec.path.split('?');
  const usual = Object.fromEntries([...new URLSearchParams(fixed)].filter(([name]) => name !== 'public'));
  const query: Query = {
    ...usual,
    ...Object.fromEntries((spec.query ?? []).map((name) => [name, values[name] ?? usual[name]])),
  };
  return {
    method: spec.method,
    path: fillPath(template, (name) => String(values[name])),
    query,
    ...(spec.needs === undefined ? {} : { needs: spec.needs }),
    ...(content === undefined ? {} : { body: content }),
    ...(upload === undefined ? {} : { upload }),
    ...(headers === undefined ? {} : { headers }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

/** The names of the parameters in a path template, in their order. */
export function parametersOf(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

/** Puts values into a path template, each encoded as one segment. */
export function fillPath(template: string, valueOf: (name: string) => string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => apiPath`${valueOf(name)}`);
}
