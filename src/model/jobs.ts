import { type Disposable, DisposableStore } from '../base/disposable';
import { describeChain } from '../base/errors';
import { Emitter, type Event } from '../base/emitter';
import type { Log } from '../base/log';
import type { ServerEvent } from '../client/events';
import { type Operation, progressOf } from '../client/operation';
import type { Connection } from './connection';
import { instancesOf } from './instancesOf';
import type { InstanceRef } from './key';

/** What is being done to an instance right now, by us or by anyone. */
export interface Job {
  readonly text: string;
  readonly percent: number | undefined;
}

/** The server's descriptions of the operations that change an instance, and what a row says meanwhile. */
const jobTexts: readonly (readonly [RegExp, string])[] = [
  [/^Starting/, 'starting'],
  [/^Stopping/, 'stopping'],
  [/^Restarting/, 'restarting'],
  [/^Freezing/, 'pausing'],
  [/^Unfreezing/, 'resuming'],
  [/^Creating instance/, 'creating'],
  [/^Deleting instance/, 'deleting'],
  [/^Renaming instance/, 'renaming'],
  [/^Rebuilding/, 'rebuilding'],
  [/^Restoring/, 'restoring'],
  [/^Migrating/, 'moving'],
];

/** Late updates come within moments; so many operations do not end in between. */
const manyEnded = 1_000;

/** Operations in flight, by the instance that they change: read from the event stream, never asked for. */
export class Jobs implements Disposable {
  private readonly store = new DisposableStore();
  private readonly running = new Map<string, { job: Job; instances: readonly string[] }>();
  /** The operations that ended last. */
  private readonly ended = new Set<string>();
  private readonly changes: Emitter<InstanceRef>;

  constructor(log: Log) {
    this.changes = this.store.add(
      new Emitter((error) => {
        log.error(describeChain(error));
      }),
    );
  }

  /** Fires for an instance when its job begins, moves on or ends. */
  get onDidChange(): Event<InstanceRef> {
    return this.changes.event;
  }

  /** The job that changes this instance, if any. */
  get(ref: InstanceRef): Job | undefined {
    const key = keyOf(ref);
    for (const { job, instances } of this.running.values()) if (instances.includes(key)) return job;
    return undefined;
  }

  /** Follows the operations of one remote until disposed. */
  follow(connection: Connection): Disposable {
    const store = new DisposableStore();
    store.add(
      connection.onAnyOperation(({ operation, event }) => {
        this.update(connection.name, operation, event);
      }),
    );
    store.add(
      connection.onDidChangeState((state) => {
        // The end of what ran before is not told to a stream that opens later.
        if (state.kind === 'lost' || state.kind === 'ready') this.forget(connection.name);
      }),
    );
    return store;
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(remote: string, operation: Operation, event: ServerEvent): void {
    const id = `${remote}/${operation.id}`;
    const text = jobTexts.find(([pattern]) => pattern.test(operation.description))?.[1];
    if (text === undefined || operation.class !== 'task') return;
    // LXD sends updates side by side: "running" can come after "success", and would stay.
    if (this.ended.has(id)) return;
    const refs = instancesOf(event).map((instance) => ({ remote, ...instance }));
    if (operation.statusCode >= 200) {
      this.running.delete(id);
      this.rememberEnd(id);
    } else
      this.running.set(id, {
        job: { text, percent: progressOf(operation)?.percent },
        instances: refs.map(keyOf),
      });
    for (const ref of refs) this.changes.fire(ref);
  }

  private rememberEnd(id: string): void {
    this.ended.add(id);
    const [oldest] = this.ended;
    if (this.ended.size > manyEnded && oldest !== undefined) this.ended.delete(oldest);
  }

  private forget(remote: string): void {
    for (const id of this.running.keys()) if (id.startsWith(`${remote}/`)) this.running.delete(id);
  }
}

function keyOf(ref: InstanceRef): string {
  return JSON.stringify([ref.remote, ref.project, ref.instance]);
}
