import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Abortable } from '../../base/signal';
import { type BatchTexts, runBatch } from '../../shell/batch';
import { withProgress } from '../../shell/commands';
import { remotesView } from '../../shell/contributions';
import type { Presenter } from '../../shell/present';
import { getCertificate, putCertificate } from './api';
import { nameOf } from './look';
import { ownFingerprint } from './own';
import { type ProjectNames, askForScope } from './scope';
import type { AccessTargets, CertificateTarget } from './targets';
import type { Certificate, CertificatePut } from './wire';

interface EditContext {
  readonly targets: AccessTargets;
  readonly present: Presenter;
  readonly projectNames: ProjectNames;
}

/** Asks which projects a certificate may use, and says so to the server. */
export async function restrictCertificate(args: readonly unknown[], context: EditContext): Promise<void> {
  const { targets, present, projectNames } = context;
  const [target] = await targets.certificates(args, vscode.l10n.t('Certificate to restrict'));
  if (!target) return;
  const now = await lookUp(target, vscode.l10n.t('Restrict {0}', target.name));
  if (!now) return;
  const { connection } = target;
  const name = nameOf(now);
  const before = { restricted: now.restricted === true, projects: now.projects ?? [] };
  const title = vscode.l10n.t('Restrict {0} to Projects', name);
  const scope = await askForScope(title, connection, projectNames, before);
  if (!scope) return;
  const losing =
    scope.restricted && !before.restricted && ownFingerprint(connection.config) === target.fingerprint;
  if (losing && !(await agrees(connection.name, scope.projects))) return;
  if (before.restricted && !scope.restricted && !(await maySeeAll(name, connection.name))) return;
  await runBatch(present, [{ ...target, name }], restricting, (item, options) =>
    change(item, scope, options),
  );
}

/** Asks for another name of a certificate. */
export async function renameCertificate(
  args: readonly unknown[],
  { targets, present }: Pick<EditContext, 'targets' | 'present'>,
): Promise<void> {
  const [target] = await targets.certificates(args, vscode.l10n.t('Certificate to rename'));
  if (!target) return;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', target.name),
    value: target.name,
    validateInput: (text) => (text.trim() ? undefined : vscode.l10n.t('A name is needed')),
  });
  if (!name?.trim() || name === target.name) return;
  await runBatch(present, [target], renaming, (item, options) =>
    change(item, { name: name.trim() }, options),
  );
}

/** Reads, changes and writes back, with every field that the server sent; once more where somebody was faster. */
async function change(target: CertificateTarget, changes: CertificatePut, options: Abortable): Promise<void> {
  try {
    await changeOnce(target, changes, options);
  } catch (error) {
    if (!AppError.is(error, 'conflict')) throw error;
    await changeOnce(target, changes, options);
  }
}

async function changeOnce(
  { connection, fingerprint }: CertificateTarget,
  changes: CertificatePut,
  options: Abortable,
): Promise<void> {
  const answer = await connection.transport.send(getCertificate({ fingerprint }), options);
  if (answer.kind !== 'value')
    throw new AppError('protocol', 'A certificate was asked for, an operation came');
  const body = { ...answer.value, ...changes };
  const { etag } = answer;
  await connection.transport.send(
    putCertificate({ fingerprint, body, ...(etag === undefined ? {} : { ifMatch: etag }) }),
    options,
  );
}

function lookUp(
  { connection, fingerprint }: CertificateTarget,
  title: string,
): Promise<Certificate | undefined> {
  return withProgress(title, remotesView, (options) =>
    connection.transport.value(getCertificate({ fingerprint }), options),
  );
}

async function agrees(remote: string, projects: readonly string[]): Promise<boolean> {
  const button = vscode.l10n.t('Restrict');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Restrict this computer on {0}?', remote),
    {
      modal: true,
      detail: vscode.l10n.t(
        'It signs in with this certificate, and will only see {0}. Only somebody else can undo that.',
        projects.join(', '),
      ),
    },
    button,
  );
  return answer === button;
}

/** Nothing ticked may also be meant as "no project at all". */
async function maySeeAll(name: string, remote: string): Promise<boolean> {
  const button = vscode.l10n.t('Lift Restriction');
  const detail = vscode.l10n.t(
    'No project is ticked, and that means the whole server: everything on it may then be read and changed. To take all access away, remove the certificate.',
  );
  const question = vscode.l10n.t('Let {0} use all of {1}?', name, remote);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

const restricting: BatchTexts = {
  title: (names) => vscode.l10n.t('Restricting {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not restrict {0}', name),
  part: () => '',
};

const renaming: BatchTexts = {
  title: (names) => vscode.l10n.t('Renaming {0}', names[0] ?? ''),
  failed: (name) => vscode.l10n.t('Could not rename {0}', name),
  part: () => '',
};
