import { type OperationName, apiMatcher } from './apiMatcher';
import { type KnownOperation, nameOf } from './apiOperations';
import type { ClientRequest } from './clientRequests';
import type { ServedRequest, ServerKind } from './servedRequests';
import { unseenReason } from './unseenReasons';

/** `seen`: our client has sent it, the server's log shows it, and the answer was no error. */
export type Sight = 'seen' | 'refused';

export interface CoveredOperation extends KnownOperation {
  readonly declared: boolean;
  readonly sights: ReadonlyMap<ServerKind, Sight>;
  /** Why no server that the tests can start serves it, where that is known. */
  readonly reason: string | undefined;
}

export interface Evidence {
  readonly declared: readonly DeclaredOperation[];
  readonly sent: readonly ClientRequest[];
  readonly served: readonly ServedRequest[];
  /** The API extensions of all servers. */
  readonly extensions: ReadonlySet<string>;
}

/** What the catalogue says of an operation. */
export interface DeclaredOperation extends OperationName {
  /** The API extension that brings it. */
  readonly needs?: string;
}

/** Servers log whole seconds, and a request before it is answered. */
const tolerance = 1500;

/** Websocket secrets stand in the query; tests may leave them in, logs of ours do not. */
const bare = (url: string): string => url.replace(/([?&]secret=)[^&]*/g, '$1');

/** What is declared, and what has really been served to our own client, for every operation that is known. */
export function coverage(known: readonly KnownOperation[], evidence: Evidence): CoveredOperation[] {
  const declared = new Map(evidence.declared.map((operation) => [nameOf(operation), operation]));
  const sights = new Map<KnownOperation, Map<ServerKind, Sight>>();
  const operationOf = apiMatcher(known);
  const served = new Map<string, ServedRequest[]>();
  for (const request of evidence.served) {
    const key = `${request.method} ${bare(request.url)}`;
    served.set(key, [...(served.get(key) ?? []), request]);
  }
  for (const { method, url, start, end, ok } of evidence.sent) {
    const same = served.get(`${method} ${bare(url)}`) ?? [];
    const ours = same.filter(({ time }) => time >= start - tolerance && time <= end + tolerance);
    for (const { server, untrusted } of ours) {
      const operation = operationOf({ method, url, untrusted });
      if (!operation) continue;
      const own = sights.get(operation) ?? new Map<ServerKind, Sight>();
      if (ok || !own.has(server)) own.set(server, ok ? 'seen' : 'refused');
      sights.set(operation, own);
    }
  }
  return known.map((operation) => ({
    ...operation,
    declared: declared.has(nameOf(operation)),
    sights: sights.get(operation) ?? new Map<ServerKind, Sight>(),
    reason: unseenReason(nameOf(operation), declared.get(nameOf(operation))?.needs, evidence.extensions),
  }));
}

export const isSeen = ({ sights }: CoveredOperation): boolean => [...sights.values()].includes('seen');

/** Of the seed operations, how many a real server must have served. */
const floor = 195;

export interface ApiCheck {
  readonly what: string;
  /** Nothing where all is well. */
  readonly problems: readonly string[];
}

/** What `npm test` asks of the catalogue. */
export function apiChecks(
  covered: readonly CoveredOperation[],
  declared: readonly OperationName[],
): ApiCheck[] {
  const seed = covered.filter(({ set }) => set === 'seed');
  const undeclared = seed.filter((operation) => !operation.declared);
  const seen = seed.filter(isSeen);
  const known = new Set(covered.map(nameOf));
  return [
    {
      what: `${seed.length - undeclared.length} of ${seed.length} seed operations declared`,
      problems: undeclared.map(nameOf),
    },
    {
      what: `${seen.length} seed operations served to our client by a real server, at least ${floor} wanted`,
      problems: seen.length < floor ? [`${floor - seen.length} are missing`] : [],
    },
    {
      what: 'each that was not seen, of newer servers too, has a reason',
      problems: covered.filter((o) => !isSeen(o) && o.reason === undefined).map(nameOf),
    },
    {
      what: 'what is declared is known',
      problems: declared.map(nameOf).filter((name) => !known.has(name)),
    },
  ];
}
