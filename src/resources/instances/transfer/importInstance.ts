import { AppError } from '../../../base/errors';
import { unhurried } from '../../../base/unhurried';
import { movedProgress } from '../../../client/disk/moved';
import { uploadFile } from '../../../client/disk/upload';
import { type ActionOptions, carryOut } from '../../../model/carryOut';
import type { Connection } from '../../../model/connection';
import * as api from '../api';
import { beginMaking, made, orNamed } from '../makeInstance';
import type { OnServer } from '../onServer';

export interface ImportWishes {
  /** Storage pool; undefined for the one that the backup names. */
  readonly pool?: string | undefined;
  /** Cluster member; undefined leaves it to the server. */
  readonly member?: string | undefined;
}

/**
 * Makes an instance from a backup file of this machine: POST /1.0/instances with the file as its body. Nothing else has
 * its addresses afterwards, and it starts only when somebody starts it: a backup of a running instance would do so when
 * its server is restarted.
 * @returns the network cards that have another address than in the backup, and why that could not be seen to
 * @throws AppError, a LeftBehind where an instance stays that nobody wants any more; AbortError, when nothing is left
 */
export async function importInstance(
  to: OnServer,
  path: string,
  { pool, member }: ImportWishes,
  options: ActionOptions,
): Promise<Imported> {
  const { connection, project, name } = to;
  const { product } = await connection.ready(options);
  const prefix = product === 'incus' ? 'X-Incus-' : 'X-LXD-';
  const said = { [`${prefix}name`]: name, ...(pool === undefined ? {} : { [`${prefix}pool`]: pool }) };
  await orNamed(to, options, async (attempt) => {
    const operation = await uploadFile(
      path,
      options,
      (bytes, total) => options.onProgress?.(movedProgress(bytes, total)),
      ({ upload, headers, signal }) => {
        const where = { project, ...(member === undefined ? {} : { target: member }) };
        const request = api.createInstance({ ...where, upload, headers: { ...headers, ...said } });
        return beginMaking(to, attempt, request, { signal });
      },
    );
    await made(to, operation, options);
  });
  try {
    return { changed: await settleIn(to) };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return { changed: [], problem: error };
  }
}

/** What has become of an import; `problem` where the instance may still have the addresses of another one. */
export interface Imported {
  readonly changed: readonly string[];
  readonly problem?: AppError;
}

const address = /^volatile\.(.+)\.hwaddr$/;
const power = 'volatile.last_state.power';

/** Takes from a new instance what belongs to the one that the backup was made of. @returns see importInstance */
async function settleIn({ connection, project, name }: OnServer): Promise<readonly string[]> {
  const { transport } = connection;
  const answer = await transport.send(api.getInstance({ name, project }), unhurried());
  if (answer.kind !== 'value') throw new AppError('protocol', `${name} is answered by an operation`);
  const { value, etag } = answer;
  const config = value.config ?? {};
  const cards = Object.keys(config).flatMap((key) => address.exec(key)?.slice(1) ?? []);
  const others = cards.length ? await addressesOf(connection, project, name) : new Set<string>();
  const changed = cards.filter((card) => others.has(config[`volatile.${card}.hwaddr`] ?? ''));
  const dropped = new Set([
    ...changed.map((card) => `volatile.${card}.hwaddr`),
    ...(config[power] === 'RUNNING' ? [power] : []),
  ]);
  if (dropped.size === 0) return [];
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !dropped.has(key)));
  const body = { ...value, config: kept };
  const tag = etag === undefined ? {} : { ifMatch: etag };
  await carryOut(connection, api.putInstance({ name, project, body, ...tag }), unhurried());
  return changed;
}

/** The addresses that network cards of all other instances have. */
async function addressesOf({ transport }: Connection, project: string, name: string): Promise<Set<string>> {
  // Not everybody may look into all projects.
  const all = await transport
    .value(api.listInstances({ 'all-projects': true }), unhurried())
    .catch((error: unknown) => {
      if (!AppError.is(error, 'forbidden')) throw error;
      return transport.value(api.listInstances({ project }), unhurried());
    });
  const others = all.filter((each) => each.name !== name || each.project !== project);
  return new Set(
    others.flatMap(({ config = {} }) =>
      Object.entries(config)
        .filter(([key]) => address.test(key))
        .map(([, value]) => value),
    ),
  );
}
