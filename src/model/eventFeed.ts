import { X509Certificate } from 'node:crypto';
import { DisposableStore } from '../base/disposable';
import { AppError } from '../base/errors';
import { type Abortable, type Clock, raceAbort } from '../base/signal';
import { asObject } from '../client/decode';
import type { Endpoint } from '../client/endpoint';
import { type EventType, type ServerEvent, asLifecycle, openEvents } from '../client/events';
import { apiPath } from '../client/path';
import type { Connection } from './connection';
import { reconnectDelayMs } from './backoff';
import type { Remotes } from './remotes';

export interface EventFeedOptions extends Abortable {
  readonly types: readonly EventType[];
  /** Only this project and what belongs to none; all projects by default. */
  readonly project?: string | undefined;
  readonly clock: Clock;
  readonly onEvent: (event: ServerEvent) => void;
  /** Each time that the stream is open: what happened before is not told again. */
  readonly onOpen?: () => void;
  /** Each time that it breaks, with the reason; it is opened again when the remote is back. */
  readonly onBreak?: (reason: AppError) => void;
}

/**
 * The events of a remote on a websocket of their own, opened again after each loss, until `signal` is aborted. Goes on
 * where the remote's connection is replaced under the same name.
 * @returns (rejects) never otherwise than by AppError: 'notFound' when there is no such remote (any more), 'forbidden',
 * 'rejected' … where the server refuses this stream; AbortError
 */
export async function followEvents(
  remotes: Remotes,
  name: string,
  options: EventFeedOptions,
): Promise<never> {
  const { signal, clock } = options;
  for (;;) {
    const connection = remotes.get(name);
    if (!connection) throw new AppError('notFound', `There is no remote "${name}"`);
    const replaced = new AbortController();
    const watching = remotes.onDidChange(() => {
      if (remotes.get(name) !== connection) replaced.abort();
    });
    const either = AbortSignal.any([signal, replaced.signal]);
    try {
      for (let attempt = 0; ; attempt++) {
        await whenReachable(connection, options, either);
        await listen(connection, options, either, () => (attempt = 0));
        await clock.sleep(reconnectDelayMs(attempt, Math.random), { signal: either });
      }
    } catch (error) {
      if (!replaced.signal.aborted || signal.aborted) throw error;
    } finally {
      watching.dispose();
    }
  }
}

/** Waits until the remote is connected, without driving it: it is tried again by itself. */
async function whenReachable(
  connection: Connection,
  { onBreak }: EventFeedOptions,
  signal: AbortSignal,
): Promise<void> {
  if (connection.server) return;
  const store = new DisposableStore();
  try {
    const ready = new Promise<void>((resolve) => {
      let told: string | undefined;
      const look = (): void => {
        const { state } = connection;
        if (state.kind === 'ready') resolve();
        else if (state.kind === 'lost' && state.error.message !== told) {
          told = state.error.message;
          onBreak?.(state.error);
        }
      };
      store.add(connection.onDidChangeState(look));
      connection.start();
      look();
    });
    await raceAbort(ready, signal);
  } finally {
    store.dispose();
  }
}

/** Reads one stream to its end. */
async function listen(
  connection: Connection,
  options: EventFeedOptions,
  signal: AbortSignal,
  opened: () => void,
): Promise<void> {
  const { types, project, clock, onEvent, onOpen, onBreak } = options;
  try {
    const only = project === undefined ? {} : { project };
    const allowed = await ownProjects(connection, { signal });
    const events = await openEvents(connection.transport, { types, clock, signal, ...only });
    opened();
    onOpen?.();
    for await (const event of events) if (concerns(event, project, allowed)) onEvent(event);
  } catch (error) {
    if (!AppError.is(error, 'unreachable')) throw error;
    onBreak?.(error);
  }
}

/** LXD tells restricted clients the events of all projects: those that are not theirs are left out here. */
function concerns(
  event: ServerEvent,
  project: string | undefined,
  allowed: ReadonlySet<string> | undefined,
): boolean {
  const own = asLifecycle(event)?.project ?? event.project;
  if (own === '') return true;
  if (allowed && !allowed.has(own)) return false;
  // A lifecycle event without a project is read as one of the default project; it may be the server's own.
  return project === undefined || own === project || event.project === '';
}

/** GET /1.0/certificates/{fingerprint}: the projects that a client certificate is restricted to, if it is. */
function getRestriction(fingerprint: string): Endpoint<ReadonlySet<string> | undefined> {
  return {
    method: 'GET',
    path: apiPath`/1.0/certificates/${fingerprint}`,
    decode: (metadata) => {
      const { restricted, projects } = asObject(metadata, 'certificate');
      return restricted === true
        ? new Set(Array.isArray(projects) ? projects.filter((name) => typeof name === 'string') : [])
        : undefined;
    },
  };
}

/**
 * The projects that our certificate is restricted to.
 * @returns undefined where it is not, or where the server does not say
 * @throws AppError 'unreachable', AbortError
 */
export async function ownProjects(
  { config, transport }: Connection,
  options: Abortable,
): Promise<ReadonlySet<string> | undefined> {
  const identity = config.address.kind === 'tls' ? config.address.identity : undefined;
  if (!identity) return undefined;
  const { fingerprint256 } = new X509Certificate(identity.cert);
  const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase();
  try {
    return await transport.value(getRestriction(fingerprint), options);
  } catch (error) {
    if (AppError.is(error) && error.kind !== 'unreachable') return undefined;
    throw error;
  }
}
