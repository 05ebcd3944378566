import * as vscode from 'vscode';
import { describeHost } from '../../client/auth/hostPort';
import type { Step } from '../../shell/steps';
import { type CertificateQuestion, compareStep } from './certificate';

export interface ChangedQuestion extends CertificateQuestion {
  readonly name: string;
  /** The fingerprint that was trusted so far. */
  readonly trusted: string;
}

/** Shows both certificates; the new one is trusted only by comparing it, or by an answer to a modal question. */
export function changedStep(question: ChangedQuestion, next: Step): Step {
  const { name, trusted, certificate, product } = question;
  return async (ui) => {
    const compare = {
      label: `$(diff) ${vscode.l10n.t('Compare with a Fingerprint…')}`,
      detail: vscode.l10n.t('Presented now: {0}', certificate.fingerprint),
    };
    const trust = {
      label: `$(shield) ${vscode.l10n.t('Trust the New Certificate…')}`,
      detail: vscode.l10n.t('Trusted so far: {0}', trusted),
    };
    const leave = { label: `$(close) ${vscode.l10n.t('Cancel')}` };
    const chosen = await ui.pick({
      placeholder: vscode.l10n.t('{0} presents another certificate than the one you trusted.', name),
      items: () => [compare, trust, leave],
    });
    if (chosen === compare) return compareStep(certificate.fingerprint, product, next);
    return chosen === trust && (await confirmed(question)) ? next : undefined;
  };
}

async function confirmed({ name, trusted, certificate }: ChangedQuestion): Promise<boolean> {
  const button = vscode.l10n.t('Trust the New Certificate');
  const detail = vscode.l10n.t(
    'Trusted so far: {0}\n\nPresented now at {1}: {2}\n\nA server gets another certificate when it is installed anew. If nobody did that, somebody else may be answering.',
    trusted,
    describeHost(certificate),
    certificate.fingerprint,
  );
  const question = vscode.l10n.t('Trust the new certificate of {0}?', name);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
