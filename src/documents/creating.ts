import { l10n } from 'vscode';
import { AppError } from '../base/errors';
import type { Progress } from '../client/operation';
import { requestAt } from '../kinds/address';
import { located } from '../kinds/create';
import type { KindRef } from '../kinds/kind';
import { carryOut } from '../model/carryOut';
import { withProgress } from '../shell/commands';
import { remotesView } from '../shell/contributions';
import type { ServerObject } from './editable';
import type { Resource } from './store';

/** The document of a resource that is not there yet: a sample of its kind, with comments. */
export async function newText({ ref, kind, connection }: Resource): Promise<string> {
  const { sampleOf } = await import('./schema/schemas');
  const where = [ref.remote, ref.project ? l10n.t('project {0}', ref.project) : '', ...ref.parents]
    .filter(Boolean)
    .join(', ');
  const head = [
    l10n.t('New {0} on {1}', l10n.t(kind.data.one), where),
    l10n.t('Saving this creates it. Delete the comments or take them in, as you need.'),
  ];
  const sample = sampleOf(kind.data.id, { product: connection.server?.product ?? 'lxd' });
  return `${head.map((line) => `# ${line}`).join('\n')}\n\n${sample}`;
}

/**
 * Creates what a document describes, with the progress of the server.
 * @param value the body of the request
 * @returns what was created; undefined where the person cancelled
 * @throws AppError with the server's reason
 */
export async function createFrom(
  { ref, kind, connection }: Resource,
  value: ServerObject,
): Promise<KindRef | undefined> {
  const name = value['name'] ?? value['listen_address'];
  const { create } = kind.operations;
  if (!create) throw new AppError('unsupported', l10n.t('A {0} cannot be created', l10n.t(kind.data.one)));
  if (typeof name !== 'string' || name === '') throw new AppError('rejected', l10n.t('Its name is missing'));
  const endpoint = requestAt(
    create,
    { project: ref.project, names: ref.parents, member: ref.member },
    { body: value },
  );
  return withProgress(l10n.t('Creating {0}', name), remotesView, async ({ signal, report }) => {
    const onProgress = ({ text, percent }: Progress): void => {
      report(text, percent);
    };
    await carryOut(connection, endpoint, { signal, onProgress });
    return located(kind, { ...ref, parts: kind.creation?.partsOf?.(name) ?? [name] }, connection);
  });
}
