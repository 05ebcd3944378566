import { withoutSecrets } from '../../base/secrets';
import { type JsonObject, isObject, optionalText } from '../../client/decode';
import { type Operation, decodeOperation } from '../../client/operation';
import { type OperationFacts, instancesOf } from '../../model/instancesOf';
import type { InstanceRef } from '../../model/key';

/** Names an operation: what commands take. */
export interface OperationRef {
  readonly remote: string;
  /** Its id. */
  readonly operation: string;
}

export type ActivityState = 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled';

/** An operation on one of the remotes, as it was last told. */
export interface Activity {
  /** Unique among all remotes; also the id of its row. */
  readonly key: string;
  readonly remote: string;
  readonly operation: Operation;
  readonly state: ActivityState;
  /** When the server began it, in milliseconds since 1970; 0 where it does not say. */
  readonly begun: number;
  readonly instances: readonly InstanceRef[];
  /** Names of what it works on: of the instances, else of whatever else it names. */
  readonly subjects: readonly string[];
  /** All that the server told. */
  readonly told: JsonObject;
}

/** The key of an operation that a command names. */
export function activityKey({ remote, operation }: OperationRef): string {
  return `${encodeURIComponent(remote)}/${operation}`;
}

/** Reads an operation as an event, or a list, tells it. */
export function activityOf(remote: string, facts: OperationFacts): Activity {
  const told = facts.metadata;
  const operation = decodeOperation(told);
  const instances = instancesOf(facts).map((instance) => ({ remote, ...instance }));
  return {
    key: activityKey({ remote, operation: operation.id }),
    remote,
    operation,
    state: stateOf(operation),
    begun: Date.parse(optionalText(told, 'created_at')) || 0,
    instances,
    subjects: instances.length
      ? [...new Set(instances.map(({ instance }) => instance))]
      : otherSubjects(told['resources']),
    told,
  };
}

/** True until the operation has ended. */
export function isRunning({ state }: Activity): boolean {
  return state === 'running' || state === 'cancelling';
}

/** True where the server would cancel it now. */
export function mayCancel({ state, operation }: Activity): boolean {
  return state === 'running' && operation.mayCancel;
}

/** The operation as the server told it, as JSON, without the secrets of its websockets. */
export function detailsOf({ told, operation }: Activity): string {
  // Those of a migration stand under the names of its streams: only their shape tells. Other operations have none, but
  // fingerprints of the same shape.
  const isSecret = (value: unknown): boolean =>
    operation.class === 'websocket' && typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
  const shown = (_: string, value: unknown): unknown => (isSecret(value) ? undefined : value);
  return `${JSON.stringify(withoutSecrets(told), shown, 2)}\n`;
}

/** What the status bar tells. */
export interface Summary {
  readonly running: readonly Activity[];
  readonly failed: readonly Activity[];
}

/**
 * What is work: shells and other websockets are not, they are open until somebody leaves. A server that is configured as
 * two remotes counts once.
 */
export function summaryOf(all: readonly Activity[]): Summary {
  const work = new Map<string, Activity>();
  for (const activity of all) {
    const { id, class: kind } = activity.operation;
    if (kind === 'task' && !work.has(id)) work.set(id, activity);
  }
  const once = [...work.values()];
  return { running: once.filter(isRunning), failed: once.filter(({ state }) => state === 'failed') };
}

function stateOf({ statusCode, error }: Operation): ActivityState {
  // What is cut off by its cancelling may end as failed before it ends as cancelled; these are Go's words for it.
  if (statusCode === 401 || (statusCode === 400 && error === 'context canceled')) return 'cancelled';
  if (statusCode >= 400) return 'failed';
  if (statusCode >= 200) return 'done';
  return statusCode === 104 ? 'cancelling' : 'running';
}

/** Fingerprints are cut as the clients cut them. */
function otherSubjects(resources: unknown): readonly string[] {
  const lists = isObject(resources) ? Object.values(resources) : [];
  const [paths] = lists.filter((list): list is unknown[] => Array.isArray(list));
  return (paths ?? []).filter((path) => typeof path === 'string').map(lastName);
}

function lastName(path: string): string {
  const last = path.split('?')[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1');
  } catch {
    return last; // not encoded as a path is: shown as it came
  }
}
