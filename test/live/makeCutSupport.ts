import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec';
import { waitFor } from '../../scripts/lib/wait';
import type { ActionOptions } from '../../src/model/carryOut';
import type { Connection } from '../../src/model/connection';
import { publishImage } from '../../src/resources/images/publishing';
import * as api from '../../src/resources/instances/api';
import { baseImageOf, copyBody } from '../../src/resources/instances/copy/body';
import { copyInstance } from '../../src/resources/instances/copy/copyInstance';
import { makeInstance } from '../../src/resources/instances/makeInstance';
import { unhurried } from '../support/connect';
import { contentsOf } from '../support/contents';
import { type Target, uniqueName } from '../support/targets';
import { type ExportPlace, instanceNames } from './exportSupport';

/** What is interrupted. */
export interface Verb {
  readonly what: string;
  /** Makes something of this name. */
  make(connection: Connection, name: string, options: ActionOptions, pool?: string): Promise<unknown>;
  isThere(name: string): Promise<boolean>;
  /** All that is in it, as text; of an image, whether it is what its name says. */
  seen(name: string): Promise<string>;
  remove(name: string): Promise<unknown>;
  /** Has it tried where the server has no room for it. */
  withoutRoom(attempt: (pool?: string) => Promise<void>): Promise<void>;
}

/** What all of it is made of: an instance, and an image of it. */
export interface Origins {
  readonly instance: string;
  readonly image: string;
}

/** Creating, copying and publishing, on a server. */
export function verbsOf(target: Target, place: ExportPlace, origins: () => Origins): Verb[] {
  const ofInstances = {
    isThere: async (name: string) => (await instanceNames(target)).includes(name),
    seen: (name: string) => contentsOf(target, name),
    remove: (name: string) => target.cli(['delete', '--force', name]),
    withoutRoom: (attempt: (pool: string) => Promise<void>) =>
      onSmallDisk(mkdtempSync(join(place.folder, 'small-')), async (mount) => {
        const pool = uniqueName('small');
        await target.cli(['storage', 'create', pool, 'dir', `source=${mount}`]);
        await attempt(pool);
        await target.cli(['storage', 'delete', pool]);
      }),
  };
  return [
    { what: 'create', make: (...args) => create(origins().image, ...args), ...ofInstances },
    { what: 'copy', make: (...args) => copy(origins().instance, ...args), ...ofInstances },
    {
      what: 'publish',
      make: (connection, name, options) =>
        publishImage(
          { connection, project: 'default' },
          { type: 'instance', name: origins().instance },
          { alias: name, description: '', isPublic: false, compression: 'none' },
          options,
        ),
      isThere: async (name) =>
        (await target.cli(['query', '/1.0/images/aliases'])).includes(`/1.0/images/aliases/${name}"`),
      seen: async (name) => {
        const { target: fingerprint } = JSON.parse(
          await target.cli(['query', `/1.0/images/aliases/${name}`]),
        ) as { target: string };
        const file = readFileSync(join(target.server.dir, 'images', fingerprint));
        return String(createHash('sha256').update(file).digest('hex') === fingerprint);
      },
      remove: (name) => target.cli(['image', 'delete', name]),
      withoutRoom: (attempt) => onSmallDisk(join(target.server.dir, 'images'), () => attempt()),
    },
  ];
}

function create(
  image: string,
  connection: Connection,
  name: string,
  options: ActionOptions,
  pool?: string,
): Promise<void> {
  const devices = pool ? { root: { type: 'disk', path: '/', pool } } : {};
  const body = { name, source: { type: 'image', alias: image }, devices };
  const request = api.createInstance({ project: 'default', body });
  return makeInstance({ connection, project: 'default', name }, request, options);
}

async function copy(
  origin: string,
  connection: Connection,
  name: string,
  options: ActionOptions,
  pool?: string,
): Promise<void> {
  const from = { connection, project: 'default', name: origin, snapshot: '' };
  const instance = await connection.transport.value(api.getInstance(from), unhurried());
  const migration = {
    from,
    to: { connection, project: 'default' },
    body: copyBody(instance, { name, profiles: instance.profiles ?? [], pool }),
    baseImage: baseImageOf(instance),
    instanceOnly: false,
    isRunning: false,
  };
  await copyInstance(migration, [], options);
}

/** A disk of 1 MiB in place of a folder, for as long as the work takes. */
async function onSmallDisk(folder: string, work: (folder: string) => Promise<void>): Promise<void> {
  await exec('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]);
  try {
    await work(folder);
  } finally {
    const unmounted = (): Promise<boolean> =>
      exec('umount', [folder]).then(
        () => true,
        () => false, // the server still looks at it
      );
    await waitFor('the disk to be free', unmounted);
  }
}
