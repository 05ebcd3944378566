import * as vscode from 'vscode';
import { type Disposable } from '../../../base/disposable';
import { AppError } from '../../../base/errors';
import { limit } from '../../../base/gate';
import type { Abortable } from '../../../base/signal';
import { after } from '../../../base/span';
import { isObject } from '../../../client/decode';
import type { KindContext } from '../../../kinds/common';
import type { KindRef } from '../../../kinds/kind';
import { Connection } from '../../../model/connection';
import { type BatchTexts, runBatch } from '../../../shell/batch';
import { withProgress } from '../../../shell/commands';
import { remotesView } from '../../../shell/contributions';
import * as api from '../api';
import { rootOf } from '../create/request';
import { flowCommands } from '../flowContribution';
import type { InstanceBackupsPost } from '../wire';
import { type BackupDraft, type BackupFacts, askBackup } from './backupFlow';
import type { OnServer } from '../onServer';
import { makeBackup } from './makeBackup';

/** A backup as the caller wants it. */
type Body = InstanceBackupsPost & { readonly name: string };

interface Origin extends OnServer {
  readonly ref: KindRef;
}

/** What the storage drivers can whose own format is of use for a backup. */
const optimizing = ['btrfs', 'zfs'];
/** The server packs them all in the same place. */
const atOnce = 2;

/** Registers "Create Backup…", of one instance or several; the backups stay on the server. */
export function registerBackups(options: KindContext): Disposable {
  return options.commands.register(flowCommands.createBackup, (args) => createBackups(args, options));
}

/**
 * A reference with `name`, `parents` and `body` asks nothing: for keybindings and other extensions.
 * @returns the backups that were made
 */
async function createBackups(args: readonly unknown[], options: KindContext): Promise<KindRef[]> {
  const origins = await originsOf(args, options);
  const body = origins.length ? (given(args[0]) ?? (await ask(origins, options))) : undefined;
  if (!body) return [];
  const { present, registry, reveal } = options;
  const made: KindRef[] = [];
  const gate = limit(atOnce);
  await runBatch(present, origins, texts, async (origin, abort) => {
    await gate(() => makeBackup(origin, body, abort));
    const { ref, name } = origin;
    made.push({ ...ref, kind: 'backup', parents: [name], parts: [body.name] });
  });
  const [only, ...more] = made;
  if (only && more.length)
    present.status(vscode.l10n.t('Made the backup {0} of {1} instances', body.name, made.length));
  else if (only) await reveal(registry.pathTo(only));
  return made;
}

/** Instances, or that whose backups a row holds; asked for where nothing is named. */
async function originsOf(
  args: readonly unknown[],
  { commands, registry, targets }: KindContext,
): Promise<Origin[]> {
  const kind = registry.get('instance');
  if (!kind) return [];
  const named = commands.targets(args, { kind: 'instance' }, { kind: 'backups' });
  const plain = named?.map((each) => {
    if (!isObject(each) || !Array.isArray(each['parents']) || each['parents'].length === 0) return each;
    const { remote, connection, project, parents } = each;
    return {
      remote: connection instanceof Connection ? connection.name : remote,
      project,
      parts: parents,
    };
  });
  const refs = await targets.resolve(kind, plain ? [plain] : []);
  // An instance may be chosen by its own row and by that of its backups.
  const once = new Map(refs.map((ref) => [JSON.stringify([ref.remote, ref.project, ...ref.parts]), ref]));
  return [...once.values()].map((ref) => ({
    ref,
    name: ref.parts[0] ?? '',
    connection: targets.connection(ref.remote),
    project: ref.project,
  }));
}

/** What a caller said already. */
function given(argument: unknown): Body | undefined {
  if (!isObject(argument) || 'row' in argument) return undefined;
  const { name, body } = argument;
  return typeof name === 'string' && name !== '' ? { name, ...(isObject(body) ? body : {}) } : undefined;
}

async function ask(origins: readonly Origin[], options: KindContext): Promise<Body | undefined> {
  const { registry, store } = options;
  const kind = registry.get('backup');
  if (!kind) return undefined;
  const names = origins.map(({ name }) => name).join(', ');
  const title = vscode.l10n.t('Looking at {0}', names);
  const facts = await withProgress(title, remotesView, async (abort): Promise<BackupFacts> => {
    const servers = await Promise.all(origins.map(({ connection }) => connection.ready(abort)));
    const each = await Promise.all(origins.map((origin) => isOptimizing(origin, options, abort)));
    return {
      names,
      canOptimize: each.every(Boolean),
      canCompress: servers.every(({ extensions }) => extensions.has('backup_compression_algorithm')),
    };
  });
  if (!facts) return undefined;
  const existing = origins.map(({ connection, project, name }) =>
    store.of(kind, { connection, project, parents: [name] }),
  );
  // Of many it is not worth a request each: what is taken is said when it is made.
  const readers = (origins.length === 1 ? existing : []).map((each) => each.open());
  try {
    const isTaken = (name: string): boolean => existing.some((each) => each.item(name) !== undefined);
    const draft = await askBackup(kind, facts, isTaken);
    return draft && bodyOf(draft);
  } finally {
    for (const reader of readers) reader.dispose();
  }
}

function bodyOf({ name, keptFor, instanceOnly, optimized, compression }: BackupDraft): Body {
  const expires = after(keptFor, new Date());
  return {
    name,
    instance_only: instanceOnly,
    optimized_storage: optimized,
    ...(expires ? { expires_at: expires.toISOString() } : {}),
    ...(compression === undefined ? {} : { compression_algorithm: compression }),
  };
}

/** Whether the pool of its root disk has a format of its own. @throws AppError, AbortError */
async function isOptimizing(
  { connection, project, name }: Origin,
  { registry, store }: KindContext,
  abort: Abortable,
): Promise<boolean> {
  const instance = await connection.transport.value(api.getInstance({ project, name }), abort);
  const devices = instance.expanded_devices ?? {};
  const pool = devices[rootOf(devices) ?? '']?.['pool'];
  const kind = registry.get('storagePool');
  if (!kind || pool === undefined) return false;
  try {
    const pools = await store.of(kind, { connection, project: '', parents: [] }).loaded(abort);
    const found = pools.filter(isObject).find((each) => each['name'] === pool);
    return optimizing.includes(String(found?.['driver']));
  } catch (error) {
    // Who may not see pools is not offered what depends on them.
    if (AppError.is(error, 'forbidden')) return false;
    throw error;
  }
}

const texts: BatchTexts = {
  title: (names) => vscode.l10n.t('Making a backup of {0}', names.join(', ')),
  failed: (name) => vscode.l10n.t('Could not make a backup of {0}', name),
  part: (done, all) => vscode.l10n.t('Made backups of {0} of {1} instances.', done, all),
};
