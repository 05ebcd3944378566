import { randomBytes } from 'node:crypto';
import { AppError, cancelled, isCancelled, messageOf } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import { unhurried } from '../../../base/unhurried';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import * as api from '../api';
import { getSnapshot } from '../snapshotApi';
import { LeftBehind } from '../../../model/leftBehind';
import { makeInstance } from '../makeInstance';
import type { OnServer } from '../onServer';
import { copyName, lookBody, lookKey } from './body';

/** A snapshot of an instance. */
export interface SnapshotPlace extends OnServer {
  readonly snapshot: string;
}

/** A stopped copy of a snapshot, whose files can be read. */
export interface SnapshotCopy {
  /** As an instance, in the project of the snapshot. */
  readonly name: string;
  /** Deletes it. @param why what has gone wrong before @returns what to say where it stays */
  readonly removed: (why?: unknown) => Promise<LeftBehind | undefined>;
}

/** A copy that nobody deleted. */
export interface Leftover {
  readonly name: string;
  /** When it was made; ISO 8601. */
  readonly made: string;
  /** @throws AppError */
  remove(): Promise<void>;
}

/** What tells one copy from all others: the time that its maker wrote into it. */
interface Marked extends OnServer {
  readonly made: string;
}

/**
 * Copies of snapshots, made to read files and deleted then. No server has an endpoint for the files of a snapshot (LXD
 * 6.9, Incus 7.3: `/files` and `/sftp` are of instances, and of custom volumes on Incus), but those of a container that
 * is stopped can be read.
 */
export class SnapshotCopies {
  /** Copies that are being made, read or deleted. */
  private readonly inUse = new Set<string>();

  /**
   * Makes a copy: POST /1.0/instances. Where the disk is copied whole this takes as long as that, and no server lets it
   * be cancelled: where it is to be, `onLeft` is called, and the copy deleted as soon as it is there.
   * @throws AppError 'unsupported' for a virtual machine, a LeftBehind where a copy stays that nobody wants any more;
   * AbortError, when nothing is left
   */
  async make(of: SnapshotPlace, options: ActionOptions): Promise<SnapshotCopy> {
    const { connection, project, name, snapshot } = of;
    const server = await connection.ready(options);
    const { transport } = connection;
    const [now, then] = await Promise.all([
      transport.value(api.getInstance({ project, name }), options),
      transport.value(getSnapshot({ project, name, snapshot }), options),
    ]);
    const made = new Date().toISOString();
    const copy: Marked = { connection, project, name: copyName(name, randomBytes(2).toString('hex')), made };
    // A cluster would choose another member, and send the disk there.
    const target = server.clustered && now.location ? { target: now.location } : {};
    const body = lookBody(now, snapshot, then, { name: copy.name, project, made });
    this.inUse.add(keyOf(copy));
    try {
      await makeInstance(copy, api.createInstance({ project, ...target, body }), options);
    } catch (error) {
      const left = await this.removed(copy, error);
      if (left) throw left;
      // What was left is gone now.
      if (options.signal.aborted) throw cancelled();
      throw error instanceof LeftBehind ? (error.cause ?? error) : error;
    }
    return { name: copy.name, removed: (why) => this.removed(copy, why) };
  }

  /**
   * Makes a copy, does something with it, and deletes it, whatever happens.
   * @returns what `work` returns, and the copy where it could not be deleted
   * @throws see make; what `work` throws
   */
  async use<T>(
    of: SnapshotPlace,
    options: ActionOptions,
    work: (copy: string) => Promise<T>,
  ): Promise<{ readonly value: T; readonly left?: LeftBehind }> {
    const copy = await this.make(of, options);
    let value: T;
    try {
      value = await work(copy.name);
    } catch (error) {
      throw (await copy.removed(error)) ?? error;
    }
    const left = await copy.removed();
    return left ? { value, left } : { value };
  }

  /**
   * The copies in a project that are not in use here: left by a window that was closed, or in use in another one.
   * @throws AppError, AbortError
   */
  async leftovers(
    { connection, project }: Omit<OnServer, 'name'>,
    options: Abortable,
  ): Promise<readonly Leftover[]> {
    await connection.ready(options);
    const all = await connection.transport.value(api.listInstances({ project }), options);
    return all.flatMap(({ name, config }) => {
      const made = config?.[lookKey];
      if (made === undefined || !/-look-[0-9a-f]{4}$/.test(name)) return [];
      const copy: Marked = { connection, project, name, made };
      return this.inUse.has(keyOf(copy)) ? [] : [{ name, made, remove: () => remove(copy) }];
    });
  }

  private async removed(copy: Marked, why?: unknown): Promise<LeftBehind | undefined> {
    try {
      await remove(copy);
      return undefined;
    } catch (error) {
      const first = why instanceof LeftBehind ? why.cause : why;
      const reason = first === undefined || isCancelled(first) ? '' : `${messageOf(first)}; `;
      // Nobody can cancel this but who removes the remote.
      const refusal = isCancelled(error) ? 'its remote was removed' : messageOf(error);
      const text = `${reason}the copy ${copy.name} stays on the server: ${refusal}`;
      return new LeftBehind(text, () => remove(copy), { cause: first ?? error });
    } finally {
      this.inUse.delete(keyOf(copy));
    }
  }
}

/** Deletes a copy that is there, and nothing that only has its name. @throws AppError */
async function remove({ connection, project, name, made }: Marked): Promise<void> {
  try {
    await connection.ready(unhurried());
    const { config } = await connection.transport.value(api.getInstance({ project, name }), unhurried());
    if (config?.[lookKey] !== made) return;
    await carryOut(connection, api.deleteInstance({ project, name }), unhurried());
  } catch (error) {
    if (!AppError.is(error, 'notFound')) throw error;
  }
}

function keyOf({ connection, project, name }: Marked): string {
  return JSON.stringify([connection.name, project, name]);
}
