import { AppError, Unanswered, cancelled, isCancelled, messageOf } from '../../../base/errors';
import { type Abortable, systemClock } from '../../../base/signal';
import { unhurried } from '../../../base/unhurried';
import { describeAddress } from '../../../client/address';
import type { Endpoint } from '../../../client/endpoint';
import type { Operation, Progress } from '../../../client/operation';
import { cancelOperation } from '../../../client/operationApi';
import { relay, socketSecrets } from '../../../client/relay';
import type { ServerInfo } from '../../../client/server';
import { settle } from '../../../client/settle';
import { begin } from '../../../model/begin';
import type { ActionOptions } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import * as api from '../api';
import * as snapshotApi from '../snapshotApi';
import type { InstanceSource, InstancesPost } from '../wire';

/** Who opens the connection: the server that gets the copy, the one that has the instance, or we, to both. */
export type Mode = 'pull' | 'push' | 'relay';

/** A copy from one server to another. */
export interface Migration {
  readonly from: {
    readonly connection: Connection;
    readonly project: string;
    readonly name: string;
    /** Of the instance, in its place; '' for the instance itself. */
    readonly snapshot: string;
  };
  readonly to: {
    readonly connection: Connection;
    readonly project: string;
    readonly member?: string | undefined;
  };
  /** What the copy is to be, without where it comes from. */
  readonly body: InstancesPost;
  readonly baseImage: string;
  /** Leaves the snapshots out. */
  readonly instanceOnly: boolean;
  /** The instance runs: files may change while they are read. */
  readonly isRunning: boolean;
  /** Brings what is there already, under the name of the copy, to what the instance is now. */
  readonly refreshes?: boolean;
}

/** How long it may take to cancel the half that sends, in milliseconds. */
const graceMs = 5_000;
/** How long the half that sends may take to say why, after the other one has failed, in milliseconds. */
const wordsMs = 2_000;
/** How long the half that receives may take to end and to remove what it has: it waits 30 s for a connection. */
const removalMs = 45_000;

/** The ways that may work between two servers, the best one first: through us it always does, at our own pace. */
export function modesBetween(from: Connection, to: Connection): Mode[] {
  const direct: Mode[] =
    from.config.address.kind === 'tls' ? ['pull'] : to.config.address.kind === 'tls' ? ['push'] : [];
  return [...direct, 'relay'];
}

/**
 * Copies an instance to another server: POST /1.0/instances there, with `source.type` "migration", and POST
 * /1.0/instances/{name} here, with `migration`. Of the modes the next one is tried where the servers cannot reach each
 * other; the server that gets the copy removes what it has of it where it fails.
 * @throws AppError with the words of the server that knows why, AbortError
 */
export async function migrate(
  migration: Migration,
  modes: readonly Mode[],
  options: ActionOptions,
): Promise<void> {
  for (const [at, mode] of modes.entries()) {
    const seen = { progress: false };
    const onProgress = (progress: Progress): void => {
      seen.progress = true;
      options.onProgress?.(progress);
    };
    try {
      await copyBy[mode](migration, { ...options, onProgress });
      return;
    } catch (error) {
      if (isCancelled(error) || at === modes.length - 1 || seen.progress || !isUnreached(error)) throw error;
      migration.from.connection.transport.log.info(
        `copy by ${mode}: ${messageOf(error)}; by other means now`,
      );
      if (!migration.refreshes) await gone(migration, options);
    }
  }
}

/** Waits until the other server has removed what it had begun, under the same name. @throws AppError where it stays */
async function gone({ to, body }: Migration, options: Abortable): Promise<void> {
  const { connection, project } = to;
  const until = systemClock.now() + removalMs;
  while (systemClock.now() < until) {
    try {
      await connection.transport.value(api.getInstance({ project, name: body.name ?? '' }), options);
    } catch (error) {
      if (AppError.is(error, 'notFound')) return;
      throw error;
    }
    await systemClock.sleep(againMs, options);
  }
  throw new AppError(
    'operationFailed',
    `${connection.name} still has ${body.name ?? ''}, which it could not finish`,
  );
}

/** How often is looked whether it is gone, in milliseconds. */
const againMs = 500;

/** What Go says where one server cannot connect to another. */
function isUnreached(error: unknown): boolean {
  return (
    AppError.is(error) &&
    !(error instanceof Unanswered) &&
    /dial |timed? ?out|no such host|connection refused|no route to host|network is unreachable|x509|certificate|websocket|deadline exceeded|needs core.https_address/i.test(
      error.message,
    )
  );
}

const copyBy: Record<Mode, (migration: Migration, options: ActionOptions) => Promise<void>> = {
  pull: async (migration, options) => {
    const { from, to } = migration;
    const where = await reach(from.connection, options);
    const there = await begin(from.connection, sending(migration), options);
    const source = { ...sourceOf(migration, 'pull'), ...where(there) };
    const here = await orCancel(from.connection, there, () =>
      begin(to.connection, receiving(migration, source), options),
    );
    await both(migration, here, there, options);
  },
  push: async (migration, options) => {
    const { from, to } = migration;
    const where = await reach(to.connection, options);
    const here = await begin(to.connection, receiving(migration, sourceOf(migration, 'push')), options);
    const there = await orCancel(to.connection, here, () =>
      begin(from.connection, sending(migration, where(here)), options),
    );
    await both(migration, here, there, options);
  },
  relay: async (migration, options) => {
    const { from, to } = migration;
    // The half that sends can be cancelled while it waits; the other one would stay until it gives up.
    const there = await begin(from.connection, sending(migration), options);
    const here = await orCancel(from.connection, there, () =>
      begin(to.connection, receiving(migration, sourceOf(migration, 'push')), options),
    );
    const sides = [
      { transport: from.connection.transport, operation: there },
      { transport: to.connection.transport, operation: here },
    ] as const;
    await both(migration, here, there, options, (abort) => relay(...sides, abort));
  },
};

/** The request that makes the server that has the instance offer it. */
function sending(
  { from: { project, name, snapshot }, body, ...rest }: Migration,
  target?: { operation: string; secrets: Readonly<Record<string, string>>; certificate: string },
): Endpoint<unknown> {
  const to = target ? { target } : {};
  if (snapshot)
    return snapshotApi.postSnapshot({
      project,
      name,
      snapshot,
      body: { name: snapshot, migration: true, live: false, ...to },
    });
  return api.postInstance({
    project,
    name,
    body: { name: body.name ?? name, migration: true, ...common(rest), ...to },
  });
}

function receiving({ to: { project, member }, body }: Migration, source: InstanceSource): Endpoint<unknown> {
  return api.createInstance({
    project,
    ...(member === undefined ? {} : { target: member }),
    body: { ...body, source },
  });
}

function sourceOf(migration: Migration, mode: 'pull' | 'push'): InstanceSource {
  const { baseImage, refreshes } = migration;
  const refresh = refreshes ? { refresh: true } : {};
  return { type: 'migration', mode, 'base-image': baseImage, ...common(migration), ...refresh };
}

function common({ instanceOnly, isRunning }: Pick<Migration, 'instanceOnly' | 'isRunning'>) {
  return {
    live: false,
    instance_only: instanceOnly,
    container_only: instanceOnly, // what it is called by servers from before there were virtual machines
    ...(isRunning ? { allow_inconsistent: true } : {}),
  };
}

/** How another server finds an operation of this one. @throws AppError where this one does not listen */
async function reach(
  connection: Connection,
  options: Abortable,
): Promise<
  (operation: Operation) => { operation: string; secrets: Record<string, string>; certificate: string }
> {
  const server: ServerInfo = await connection.ready(options);
  const { address } = connection.config;
  const host = address.kind === 'tls' ? describeAddress(address) : server.addresses[0];
  if (host === undefined)
    throw new AppError('unsupported', `${connection.name} does not listen: that needs core.https_address`);
  return (operation) => ({
    operation: `https://${host}/1.0/operations/${operation.id}`,
    secrets: Object.fromEntries(socketSecrets(operation)),
    certificate: server.certificate,
  });
}

/** Where the second half cannot begin the first one would wait for it: it is cancelled. */
async function orCancel<T>(connection: Connection, operation: Operation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { transport } = connection;
    const cancel = transport.send(cancelOperation({ id: operation.id }), {
      signal: AbortSignal.timeout(graceMs),
    });
    await cancel.catch((failure: unknown) => {
      transport.log.trace(`${operation.id}: ${messageOf(failure)}`); // it gives up by itself soon
    });
    throw error;
  }
}

/**
 * Waits for both halves. The failure of one is the end of the other; what is thrown is the one that says more. Where a
 * cancel comes too late for them they are waited for all the same: nobody may take the origin for free before.
 */
async function both(
  { from, to }: Migration,
  here: Operation,
  there: Operation,
  { signal, onProgress }: ActionOptions,
  connect: (options: Abortable) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const over = new AbortController();
  const either = { signal: AbortSignal.any([signal, over.signal]) };
  let late: NodeJS.Timeout | undefined;
  const failing =
    (patienceMs: number) =>
    (error: unknown): never => {
      late ??= setTimeout(() => {
        over.abort();
      }, patienceMs);
      throw error;
    };
  const progress = onProgress ? { onProgress } : {};
  // Only the half that sends can be cancelled, and ends the other with it.
  const halves = [
    settle(to.connection.transport, here, { ...either, updates: to.connection }).catch(failing(wordsMs)),
    settle(from.connection.transport, there, {
      ...either,
      ...progress,
      updates: from.connection,
    }).catch(failing(removalMs)),
  ];
  const joined = new AbortController();
  const relaying = connect({ signal: AbortSignal.any([either.signal, joined.signal]) }).catch(
    (error: unknown) => {
      if (!joined.signal.aborted) failing(removalMs)(error);
    },
  );
  // A server may leave its sockets open when all is done.
  const bothEnded = Promise.allSettled(halves).then(() => {
    joined.abort();
  });
  const ends = await Promise.allSettled([...halves, relaying, bothEnded]);
  clearTimeout(late);
  if (signal.aborted) {
    const [arrived] = await Promise.allSettled([
      settle(to.connection.transport, here, unhurried()),
      settle(from.connection.transport, there, unhurried()),
    ]);
    if ([ends[0], arrived].some((end) => end.status === 'fulfilled')) return;
    if (arrived.status === 'rejected' && arrived.reason instanceof Unanswered) throw arrived.reason;
    throw cancelled();
  }
  const errors = ends.filter((end) => end.status === 'rejected').map((end): unknown => end.reason);
  const said = errors.filter((error) => !isCancelled(error));
  const reason = said.find((error) => !/websocket|EOF|closed/i.test(messageOf(error))) ?? said[0];
  if (errors.length) throw reason ?? errors[0];
}
