import * as vscode from 'vscode';
import { AppError } from '../../../base/errors';
import type { Abortable } from '../../../base/signal';
import type { KindRef } from '../../../kinds/kind';
import type { Connection } from '../../../model/connection';
import * as api from '../api';
import * as backupApi from '../backupApi';
import * as snapshotApi from '../snapshotApi';
import type { Origin } from './plan';

/**
 * An instance, or a snapshot of one with the settings of its time, as its server has it now.
 * @throws AppError 'notFound' and others, AbortError
 */
export async function originOf(
  { project, parents, parts }: Pick<KindRef, 'project' | 'parents' | 'parts'>,
  connection: Connection,
  options: Abortable,
): Promise<Origin> {
  const [name = '', snapshot = ''] = [...parents, ...parts];
  const { extensions } = await connection.ready(options);
  const { transport } = connection;
  const [now, snapshots, backups] = await Promise.all([
    transport.value(api.getInstance({ project, name }), options),
    transport.value(snapshotApi.listSnapshots({ project, name }), options),
    extensions.has('container_backup')
      ? transport.value(backupApi.listBackups({ project, name }), options)
      : [],
  ]);
  const named = snapshots.map((each) => ({ ...each, name: each.name.split('/').at(-1) ?? '' }));
  const then = named.find((each) => each.name === snapshot);
  if (snapshot && !then)
    throw new AppError('notFound', vscode.l10n.t('{0} has no snapshot {1}', name, snapshot));
  return {
    connection,
    project,
    name,
    snapshot,
    instance: then ? { ...now, ...then, name } : now,
    isRunning: now.status !== 'Stopped' && snapshot === '',
    snapshots: named.map((each) => each.name),
    backups: backups.map((each) => each.name.split('/').at(-1) ?? ''),
  };
}
